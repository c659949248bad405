import type { Builds } from './builds/builds';
import type { DockerTerminal } from './core/docker-line';
import type { EngineConnection } from './engine/connection/connection';
import type { HostEnvironment } from './engine/contexts/host-environment';
import type { EngineIdentity, Engines } from './engines';
import type { Inventory } from './engine/inventory/inventory';
import type { Pages } from './pages';
import type { Ask, Clipboard, Dockerfiles, Files, Log, Progress, Secrets, SettingValues, Show, State, Tasks, Trust, Views } from './ports';
import type { Registries } from './registry/registries';

/** Everything a command or a node of one engine may use; Apps of several engines differ by that engine alone. */
export interface App {
  /** The engine that it is the App of. */
  readonly identity: EngineIdentity;
  /** All engines, each with its own App. */
  readonly engines: Engines<App>;
  readonly connection: EngineConnection;
  readonly inventory: Inventory;
  readonly registries: Registries;
  readonly ask: Ask;
  readonly show: Show;
  readonly progress: Progress;
  readonly pages: Pages<App>;
  readonly clipboard: Clipboard;
  readonly secrets: Secrets;
  readonly state: State;
  readonly settings: SettingValues;
  readonly log: Log;
  readonly trust: Trust;
  readonly views: Views;
  readonly dockerfiles: Dockerfiles;
  /** Files of containers and volumes in VS Code. */
  readonly files: Files;
  /** Tasks of VS Code. */
  readonly tasks: Tasks;
  /** The builds of this session. */
  readonly builds: Builds;
  /** The computer on which Slipway runs; another one in tests. */
  readonly host: HostEnvironment;
  /** Folder of the workspace, an absolute path on this machine; what `.` means in a run line. */
  readonly workspaceFolder: () => string | undefined;
  /** What reads a docker line that is pasted into a terminal that VS Code opens now, and how that line means this engine. */
  readonly terminalShell: () => DockerTerminal;
}
