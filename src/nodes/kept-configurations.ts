import type { App } from '../app';
import { type Disposable, DisposableStore, toDisposable } from '../core/disposable';
import { own } from '../core/records';
import { configurationLabel, type RunConfiguration } from '../core/run/run-configuration';
import { configurationsFile, configurationsPath, type KnownConfigurations, readConfigurations } from '../files/run-configurations';
import { userConfigurations, userConfigurationsKey } from './user-configurations';

/** Who has a configuration: all who have the folder, by its file, or this user alone. */
export type KeptFor = 'project' | 'user';

/** A run configuration with where it is kept. */
export interface KeptConfiguration {
  readonly configuration: RunConfiguration;
  readonly keptFor: KeptFor;
  /** Of the project's file, from 1; 0 for one of the user. */
  readonly line: number;
}

/** All configurations, those of the project first, and what is wrong with the file. */
export interface KeptConfigurations {
  readonly all: readonly KeptConfiguration[];
  readonly problem?: { readonly reason: string; readonly line: number };
}

/** What is known while somebody watches; nothing after a change. */
class Watched {
  readonly listeners = new Set<() => void>();
  readonly owned = new DisposableStore();
  project: Promise<KnownConfigurations> | undefined;
  user: Promise<readonly RunConfiguration[]> | undefined;
  /** All of them, once they are read. */
  known: KeptConfigurations | undefined;
  changes = 0;

  constructor(
    app: App,
    readonly folder: string | undefined,
  ) {
    const file = configurationsPath(folder);
    if (file !== undefined)
      this.owned.add(
        app.dockerfiles.watch([file], () => {
          this.project = undefined;
          this.tell();
        }),
      );
    this.owned.add(
      app.secrets.onChange((key) => {
        if (key !== userConfigurationsKey) return;
        this.user = undefined;
        this.tell();
      }),
    );
  }

  private tell(): void {
    this.known = undefined;
    this.changes += 1;
    for (const listener of [...this.listeners]) listener();
  }
}

const watched = new WeakMap<App, Watched>();

/** Calls back when there are other run configurations. Until the last one that watches is disposed they are read once between two changes. */
export function watchConfigurations(app: App, changed: () => void): Disposable {
  const folder = app.workspaceFolder();
  const before = watched.get(app);
  const state = before && before.folder === folder ? before : new Watched(app, folder);
  watched.set(app, state);
  const listener = (): void => changed();
  state.listeners.add(listener);
  return toDisposable(() => {
    state.listeners.delete(listener);
    if (state.listeners.size > 0) return;
    state.owned.dispose();
    if (watched.get(app) === state) watched.delete(app);
  });
}

/** The run configurations of a folder: rows are made anew with each burst of events, and need no file for that. Throws as `readConfigurations`. */
export function configurationsOf(app: App, folder: string): Promise<KnownConfigurations> {
  const state = watched.get(app);
  if (state?.folder !== folder) return readConfigurations(folder);
  if (state.project) return state.project;
  const reading = readConfigurations(folder);
  state.project = reading;
  // A file that cannot be read may be readable next time without having changed.
  reading.catch(() => {
    if (state.project === reading) state.project = undefined;
  });
  return reading;
}

function ofUser(app: App): Promise<readonly RunConfiguration[]> {
  const state = watched.get(app);
  if (!state) return userConfigurations(app);
  const reading = state.user ?? userConfigurations(app);
  state.user = reading;
  reading.catch(() => {
    if (state.user === reading) state.user = undefined;
  });
  return reading;
}

/** All run configurations for rows: what cannot be read of them is written to the log. */
export async function keptConfigurations(app: App): Promise<KeptConfigurations> {
  const state = watched.get(app);
  const changes = state?.changes;
  const kept = await readAll(app);
  // Not where something has changed meanwhile.
  if (state && state.changes === changes) state.known = kept;
  return kept;
}

/** What of them is known at once, while they are watched. */
export function knownConfigurations(app: App): KeptConfigurations | undefined {
  return watched.get(app)?.known;
}

async function readAll(app: App): Promise<KeptConfigurations> {
  const folder = app.workspaceFolder();
  const [project, user] = await Promise.all([
    folder === undefined ? undefined : logged(app, configurationsOf(app, folder)),
    logged(app, ofUser(app)),
  ]);
  const ofProject = project?.configurations.map(({ configuration, line }) => ({ configuration, line, keptFor: 'project' as const })) ?? [];
  const problem = project?.problems[0];
  return {
    all: [...ofProject, ...(user ?? []).map((configuration) => ({ configuration, line: 0, keptFor: 'user' as const }))],
    ...(problem && { problem }),
  };
}

async function logged<Value>(app: App, reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    app.log.error(configurationsFile, error);
    return undefined;
  }
}

/** Whether a container of a configuration runs, by its name. */
export function runsNow(app: App): (name: string) => boolean {
  const running = [...(app.inventory.get('containers')?.values() ?? [])].filter(({ state }) => state === 'running');
  const names = new Set(running.map(({ labels }) => own(labels, configurationLabel)));
  return (name) => names.has(name);
}
