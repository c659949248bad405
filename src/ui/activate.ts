import * as vscode from 'vscode';
import type { App } from '../app';
import { DisposableStore } from '../core/disposable';
import { setTranslator, t } from '../core/localize';
import { terminalShellOf } from '../core/terminal-shell';
import { oneLine } from '../core/untrusted';
import { DeferredEngineConnection } from '../engine/connection/deferred-connection';
import { Inventory } from '../engine/inventory/inventory';
import type { HostEnvironment } from '../engine/contexts/host-environment';
import { localPathOf } from '../files/local-paths';
import { viewFrames } from '../nodes/view-frames';
import { Builds } from '../builds/builds';
import type { EngineIdentity } from '../engines';
import type { Log } from '../ports';
import { RegistriesService } from '../registry/registries-service';
import { registerCommands } from './commands';
import { EditorDockerfiles } from './language/dockerfiles';
import { VsCodeFiles } from './files/register';
import { registerLanguage } from './language/register';
import { type Manifest, reopenedPages } from './manifest';
import { createDeferredPages } from './pages/deferred-pages';
import { loadCommands, loadConnection, loadNamedTask, loadPages, loadViews } from './parts';
import { createAsk } from './ports/ask';
import { createLog } from './ports/log';
import { progress } from './ports/progress';
import { createShow, reveal } from './ports/show';
import { clipboard, createSecrets, createSettings, createState } from './ports/storage';
import { createTrust } from './ports/trust';
import { createViews, viewsOf } from './ports/views';
import { registerTasks } from './tasks/task-provider';
import { identityOf, IdentityInUse } from './engines/identities';
import { type KnownEngine, type OtherEngine, ShownEngines } from './engines/shown-engines';
import { toldApart } from './engines/told-apart';
import type { PagesEngine } from './pages/vscode-pages';
import { createStatusBar } from './status-bar';
import { tellDone, tellWalkthroughAgain } from './walkthrough';
import { registerLastKnown } from './trees/last-known';
import { SlipwayTreeView } from './trees/tree-view';
import type { ShownView, ViewContents } from './trees/view-contents';
import { ViewFocus } from './trees/view-focus';

/** What {@link startSlipway} has made. */
export interface Slipway {
  readonly app: App;
  readonly views: readonly SlipwayTreeView[];
}

/** Builds the {@link App}, its views and its commands. No process is started and no engine asked. */
export function startSlipway(context: vscode.ExtensionContext, host: HostEnvironment): Slipway {
  setTranslator((message, ...values) => vscode.l10n.t(message, ...values));
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  const manifest = context.extension.packageJSON as Manifest;
  const views: SlipwayTreeView[] = [];
  const log = owned.add(createLog());
  const settings = owned.add(createSettings(manifest));
  const state = createState(context);
  const secrets = createSecrets(context);
  const connection = owned.add(createConnection(() => settings.get('engine.context'), log, host));
  owned.add(
    settings.onChange((changed) => {
      if (changed('engine.context')) connection.reconsider();
    }),
  );
  const inventory = owned.add(new Inventory(connection, (error) => log.error('A list could not be read', error)));
  const insecureRegistries = (): readonly string[] =>
    connection.state.kind === 'connected' ? connection.state.information.insecureRegistries : [];
  const registries = owned.add(
    new RegistriesService({
      secrets,
      state,
      log,
      host,
      insecureRegistries,
      onMissingHelper: (program, registry) => tellMissingHelper(app, program, registry),
    }),
  );
  const dockerfiles = owned.add(new EditorDockerfiles(settings, connection, log, host));
  const trust = owned.add(createTrust());
  const engines: ShownEngines = owned.add(new ShownEngines({ inUse: () => app, make: (engine) => otherEngine(engine) }));
  const identity = new IdentityInUse(connection);
  const nameIfSeveral = (of: () => EngineIdentity): string | undefined => (engines.shown.length > 1 || !of().inUse ? of().name : undefined);
  const pagesEngine = (id: string, of: () => App): PagesEngine => ({
    id,
    app: of,
    named: (title) => [title, nameIfSeveral(() => of().identity)].filter((part) => part !== undefined).join(' · '),
  });
  const inUse = pagesEngine('in-use', () => app);
  const pages = owned.add(
    createDeferredPages(reopenedPages(manifest), async () => {
      const { createVsCodePages } = await loadPages();
      const definitions = async () => (await loadCommands()).pages;
      const want = async (id: string): Promise<PagesEngine> => {
        const other = await engines.named(id);
        return pagesEngine(id, () => other);
      };
      return createVsCodePages({ extension: context.extensionUri, inUse, ids: reopenedPages(manifest), definitions, want });
    }),
  );
  const seen = { ask: createAsk(host), show: owned.add(createShow(log, () => views)), progress };
  const app: App = {
    identity,
    engines,
    connection,
    inventory,
    registries,
    ...toldApart(seen, () => nameIfSeveral(() => identity)),
    pages: pages.of(inUse),
    clipboard,
    secrets,
    state,
    settings,
    log,
    trust,
    views: createViews(
      state,
      () => engines.shown.map((shown) => shown.inventory),
      () => views,
      manifest.contributes,
      host.platform,
    ),
    dockerfiles,
    files: owned.add(new VsCodeFiles(() => app)),
    tasks: { run: async (name, signal) => (await loadNamedTask()).runNamedTask(name, signal) },
    builds: owned.add(new Builds()),
    host,
    terminalShell: () => terminalShellOf(vscode.env.shell, host.platform),
    workspaceFolder: () =>
      vscode.workspace.workspaceFolders?.map(({ uri }) => localPathOf(uri, host.platform)).find((folder) => folder !== undefined),
  };
  function otherEngine(engine: KnownEngine): OtherEngine {
    const owns = new DisposableStore();
    const ownIdentity = identityOf(engine);
    const ownConnection = owns.add(createConnection(() => engine.id, log, host));
    const ownInventory = owns.add(new Inventory(ownConnection, (error) => log.error('A list could not be read', error)));
    const told = toldApart(seen, () => engine.name);
    const other: App = {
      ...app,
      ...told,
      identity: ownIdentity,
      connection: ownConnection,
      inventory: ownInventory,
      show: { ...told.show, reveal: (nodeId, view) => reveal(views, other, nodeId, view) },
      pages: pages.of(pagesEngine(engine.id, () => other)),
      views: viewsOf(
        () => other,
        app.views,
        () => views,
      ),
      terminalShell: () => ({ shell: terminalShellOf(vscode.env.shell, host.platform), options: ownIdentity.dockerOptions }),
    };
    return { app: other, dispose: () => owns.dispose() };
  }
  engines.begin();
  const focus = owned.add(new ViewFocus());
  const contents = async (shown: ShownView): Promise<ViewContents> => (await loadViews()).contentsOf(shown, app, focus);
  for (const frame of viewFrames) views.push(owned.add(new SlipwayTreeView(frame, { app, focus, contents })));
  owned.add(registerCommands(app, views, manifest));
  owned.add(registerLastKnown());
  owned.add(tellWalkthroughAgain());
  owned.add(
    connection.onState(({ kind }) => {
      if (kind === 'connected') tellDone('engine');
    }),
  );
  owned.add(createStatusBar(connection));
  owned.add(registerLanguage(app, dockerfiles));
  owned.add(registerTasks(app));
  return { app, views };
}

function createConnection(chosen: () => string, log: Log, environment: HostEnvironment): DeferredEngineConnection {
  return new DeferredEngineConnection(
    async () => {
      const { LiveEngineConnection } = await loadConnection();
      return new LiveEngineConnection({
        chosen,
        log: (message) => log.information(message),
        environment,
      });
    },
    (error) => log.error('The connection to the engine could not be loaded', error),
  );
}

/** Once for each program; the registry has been asked without a log-in by then, which may do. */
function tellMissingHelper({ show, log }: App, program: string, registry: string): void {
  const message = t(
    '{0}, which keeps log-ins according to your Docker configuration, was not found on PATH or where Docker Desktop and other products put it. {1} is asked without a log-in.',
    oneLine(program),
    oneLine(registry),
  );
  show.information(message).catch((error: unknown) => log.error(message, error));
}
