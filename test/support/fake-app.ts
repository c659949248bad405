import assert from 'node:assert/strict';
import type { App } from '../../src/app';
import { Emitter } from '../../src/core/emitter';
import { failure } from '../../src/core/errors';
import type { TerminalShell } from '../../src/core/terminal-shell';
import type { ProgressReport } from '../../src/core/progress';
import type { DiskUsagePageModel } from '../../src/core/disk-usage-page';
import type { ContextPageModel } from '../../src/core/build/context-listing-page';
import type { BuildFormModel } from '../../src/core/build/build-form-page';
import type { RunFormModel } from '../../src/core/run/run-form-page';
import type { BuildPageModel } from '../../src/core/build/build-page';
import type { ContainerPageModel } from '../../src/core/container-page';
import type { StatsPageModel } from '../../src/core/stats-page';
import type { ImagePageModel } from '../../src/core/image-page';
import type { PrunePageModel } from '../../src/core/prune/page';
import type { AnyCommand, CommandCall } from '../../src/commands/define';
import { Inventory } from '../../src/engine/inventory/inventory';
import { type HostEnvironment, hostEnvironment } from '../../src/engine/contexts/host-environment';
import type { Node } from '../../src/nodes/define';
import type { Dockerfiles, MessageAction, Tasks, TerminalOptions } from '../../src/ports';
import { Builds } from '../../src/builds/builds';
import type { Registries } from '../../src/registry/registries';
import { settings } from '../../src/settings';
import type { LogsPageModel } from '../../src/core/logs/logs-page';
import { type FakePage, fakePages } from './fake-pages';
import { type AskedQuestion, fakeAsk, type ScriptedAnswer } from './fake-ask';
import { fakeConnection, type FakeConnectionOptions, fakeRegistries, only } from './fake-connection';

/** Takes the choice with this label (whole text, or a pattern). */
export const pick = (label: string | RegExp): ScriptedAnswer => ({ kind: 'pick', label });
/** Ticks exactly these choices. */
export const pickMany = (...labels: readonly string[]): ScriptedAnswer => ({ kind: 'pickMany', labels });
/** Types this text and presses Enter; the box must let it through. */
export const type = (text: string): ScriptedAnswer => ({ kind: 'type', text });
/** Presses the action of a modal question. */
export const accept: ScriptedAnswer = { kind: 'accept' };
/** Presses one of several actions of a modal question. */
export const press = (action: string): ScriptedAnswer => ({ kind: 'press', action });
/** Chooses a file to write, or to read. */
export const file = (path: string): ScriptedAnswer => ({ kind: 'file', path });
/** Presses the back button. */
export const goBack: ScriptedAnswer = { kind: 'back' };
/** Presses Escape. */
export const leave: ScriptedAnswer = { kind: 'leave' };

/** Everything that a command showed, asked or wrote. */
export interface FakeRecord {
  readonly questions: AskedQuestion[];
  readonly errors: unknown[];
  /** `action` is the first button, `more` are the others. */
  readonly information: { readonly message: string; readonly action?: string; readonly more?: readonly string[] }[];
  readonly statuses: string[];
  readonly documents: { readonly title: string; readonly language: string; readonly content: string }[];
  readonly files: { readonly file: string; readonly line?: number; readonly column?: number }[];
  readonly differences: { readonly title: string; readonly left: string; readonly right: string }[];
  readonly imagePages: FakePage<ImagePageModel>[];
  readonly containerPages: FakePage<ContainerPageModel>[];
  readonly statsPages: FakePage<StatsPageModel>[];
  readonly logsPages: FakePage<LogsPageModel>[];
  readonly buildPages: FakePage<BuildPageModel>[];
  readonly contextPages: FakePage<ContextPageModel>[];
  readonly buildForms: FakePage<BuildFormModel>[];
  readonly runForms: FakePage<RunFormModel>[];
  readonly diskUsagePages: FakePage<DiskUsagePageModel>[];
  readonly terminals: TerminalOptions[];
  readonly revealed: string[];
  readonly external: string[];
  /** Titles of long work. */
  readonly work: string[];
  readonly reports: ProgressReport[];
  readonly clipboard: string[];
  /** Docker command lines. */
  readonly commands: string[];
  readonly logged: string[];
  readonly refreshed: string[];
  readonly redrawn: string[];
  /** Rows below which everything was read again. */
  readonly reloaded: string[];
  /** URIs of files of containers and volumes that were opened, compared or put into the workspace, and those that were said to be others now. */
  readonly openedUris: string[];
  readonly changedUris: string[];
  /** URIs whose editors were closed, or moved to others. */
  readonly movedUris: string[];
  /** Filter text by view. */
  readonly filters: Map<string, string>;
  readonly secrets: Map<string, string>;
  readonly state: Map<string, unknown>;
  readonly prunePages: FakePage<PrunePageModel>[];
}

export interface FakeAppOptions extends FakeConnectionOptions {
  readonly registries?: Partial<Registries>;
  readonly dockerfiles?: Partial<Dockerfiles>;
  /** Absolute path of the folder that is open. */
  readonly workspaceFolder?: string;
  readonly tasks?: Partial<Tasks>;
  readonly answers?: readonly ScriptedAnswer[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Aborts long work as soon as it starts, as a user does who presses Cancel. */
  readonly cancelWork?: boolean;
  /** The workspace is not trusted, and VS Code opens no terminal. */
  readonly restricted?: boolean;
  /** Of the terminal that VS Code opens; `posix` without it. */
  readonly terminalShell?: TerminalShell;
  /** What is another one than on the computer of the test. */
  readonly host?: Partial<HostEnvironment>;
  /** Presses the action of an information message with this title. */
  readonly pressInformation?: string;
  /** What the prune page does; default: it is closed at once. */
  readonly prunePage?: (page: FakePage<PrunePageModel>) => Promise<unknown>;
  /** Does what somebody does on the form of a build before it is closed. */
  readonly buildForm?: (page: FakePage<BuildFormModel>) => Promise<void>;
  readonly runForm?: (page: FakePage<RunFormModel>) => Promise<void>;
}

export interface FakeApp extends App {
  readonly record: FakeRecord;
  /** Fails unless every scripted answer was used. */
  done(): void;
}

function emptyRecord(): FakeRecord {
  return {
    questions: [], errors: [], information: [], statuses: [], documents: [], terminals: [], revealed: [], external: [],
    reloaded: [], openedUris: [], changedUris: [], movedUris: [],
    work: [], reports: [], clipboard: [], commands: [], logged: [], refreshed: [], redrawn: [], filters: new Map(),
    secrets: new Map(), state: new Map(), prunePages: [], differences: [], files: [], imagePages: [], containerPages: [], statsPages: [], logsPages: [], buildPages: [], contextPages: [], buildForms: [], runForms: [], diskUsagePages: [],
  };
}

/** An App whose user is a list of answers and whose engine is what the test gives. */
export function fakeApp(options: FakeAppOptions = {}): FakeApp {
  const record = emptyRecord();
  const answers = [...(options.answers ?? [])];
  const connection = fakeConnection(options);
  const secretChanges = new Emitter<string>();
  const app: FakeApp = {
    record,
    identity: { id: 'fake', name: 'fake', inUse: true, dockerOptions: [] },
    engines: oneEngine(() => app),
    connection,
    inventory: new Inventory(connection, (error) => {
      record.logged.push(String(error));
    }),
    registries: fakeRegistries(options.registries ?? {}),
    dockerfiles: only<Dockerfiles>('dockerfiles', { save: () => Promise.resolve(), markBuild: () => undefined, ...options.dockerfiles }),
    tasks: only<Tasks>('tasks', options.tasks ?? {}),
    builds: new Builds(),
    files: {
      open: (uri) => Promise.resolve(void record.openedUris.push(uri)),
      compare: ({ left, right }) => Promise.resolve(void record.openedUris.push(left, right)),
      addToWorkspace: (uri) => Promise.resolve(void record.openedUris.push(uri)),
      changed: (uris) => void record.changedUris.push(...uris),
      gone: (uris) => Promise.resolve(void record.movedUris.push(...uris)),
      moved: (from, to) => Promise.resolve(void record.movedUris.push(`${from} → ${to}`)),
    },
    ask: fakeAsk(record, answers),
    ...fakeOutput(record, options),
    secrets: {
      get: (key) => Promise.resolve(record.secrets.get(key)),
      set: (key, value) => Promise.resolve(void record.secrets.set(key, value)).then(() => secretChanges.fire(key)),
      delete: (key) => Promise.resolve(void record.secrets.delete(key)).then(() => secretChanges.fire(key)),
      onChange: secretChanges.event,
    },
    state: {
      get: ((key: string) => record.state.get(key)),
      set: (key, value) => Promise.resolve(void record.state.set(key, value)),
    },
    settings: fakeSettings(options.settings ?? {}),
    trust: fakeTrust(options.restricted === true),
    host: { ...hostEnvironment(), ...options.host },
    workspaceFolder: () => options.workspaceFolder,
    terminalShell: () => options.terminalShell ?? 'posix',
    done() {
      assert.deepEqual(answers, [], 'answers that no question asked for');
    },
    pages: recordedPages(() => app, record, options),
  };
  return app;
}

/** The engine of the test alone. */
function oneEngine(app: () => App): App['engines'] {
  const named = (name: string): Promise<App> => (name === 'fake' ? Promise.resolve(app()) : Promise.reject(failure('notFound', { what: 'context', name })));
  return {
    get inUse() {
      return app();
    },
    get shown() {
      return [app()];
    },
    onShown: new Emitter<undefined>().event,
    isShown: (id) => id === 'fake',
    show: async (name) => {
      await named(name);
    },
    hide: () => Promise.resolve(),
    named,
    withKey: () => Promise.resolve(app()),
  };
}

function recordedPages(app: () => App, record: FakeRecord, { prunePage, buildForm, runForm }: FakeAppOptions): App['pages'] {
  const lists = new Map<string, FakePage[]>([['inspect', record.imagePages], ['container', record.containerPages], ['stats', record.statsPages], ['logs', record.logsPages], ['build', record.buildPages], ['build-form', record.buildForms], ['run-form', record.runForms], ['build-context', record.contextPages], ['disk-usage', record.diskUsagePages], ['prune-plan', record.prunePages]]);
  return fakePages(app, async (page) => {
    const list = lists.get(page.id);
    assert.ok(list, `the test knows no page ${page.id}`);
    list.push(page);
    if (page.id === 'prune-plan') await prunePage?.(page as FakePage<PrunePageModel>);
    if (page.id === 'build-form') await buildForm?.(page as FakePage<BuildFormModel>);
    if (page.id === 'run-form') await runForm?.(page as FakePage<RunFormModel>);
  });
}

function fakeOutput(record: FakeRecord, options: FakeAppOptions): Pick<App, 'show' | 'progress' | 'clipboard' | 'log' | 'views'> {
  const message = async (text: string, ...actions: readonly MessageAction[]): Promise<void> => {
    const [action, ...more] = actions.map(({ title }) => title);
    record.information.push({ message: text, ...(action === undefined ? {} : { action }), ...(more.length === 0 ? {} : { more }) });
    await actions.find(({ title }) => title === options.pressInformation)?.run();
  };
  return {
    show: {
      error: (error) => Promise.resolve(void record.errors.push(error)),
      information: message,
      offer: message,
      status: (message) => void record.statuses.push(message),
      document: (document) => Promise.resolve(void record.documents.push(document)),
      draft: ({ content, language }) => Promise.resolve(void record.documents.push({ title: '', language, content })),
      file: (place) => Promise.resolve(void record.files.push(place)),
      difference: (difference) => Promise.resolve(void record.differences.push(difference)),
      requireTerminal: (name) => {
        if (options.restricted) throw failure('restrictedMode', { name });
      },
      terminal: (terminal) => Promise.resolve(void record.terminals.push(terminal)),
      reveal: (id) => Promise.resolve(record.revealed.push(id) > 0),
      external: (url) => Promise.resolve(void record.external.push(url)),
    },
    progress: {
      run: async (title, work) => {
        record.work.push(title);
        const controller = new AbortController();
        if (options.cancelWork) controller.abort();
        return work((report) => void record.reports.push(report), controller.signal);
      },
    },
    clipboard: { write: (text) => Promise.resolve(void record.clipboard.push(text)) },
    log: {
      command: (line) => void record.commands.push(line),
      information: (message) => void record.logged.push(message),
      error: (message) => void record.logged.push(message),
      show: () => undefined,
    },
    views: {
      refresh: (view) => Promise.resolve(void record.refreshed.push(view)),
      redraw: (view) => void record.redrawn.push(view),
      reload: (_view, id) => Promise.resolve(void record.reloaded.push(id)),
      open: (_view, id) => Promise.resolve(record.revealed.push(id) > 0),
      filter: (view) => record.filters.get(view) ?? '',
      help: () => Promise.resolve(),
      setFilter: (view, text) => Promise.resolve(void record.filters.set(view, text)),
      askFilter: (view) => Promise.resolve(record.filters.get(view) ?? ''),
    },
  };
}

function fakeSettings(values: Readonly<Record<string, unknown>>): App['settings'] {
  const current = new Map<string, unknown>(settings.map(({ key, default: value }) => [key, value]));
  for (const [key, value] of Object.entries(values)) current.set(key, value);
  const changed = new Emitter<(key: string) => boolean>();
  return {
    get: ((key: string) => current.get(key)) as App['settings']['get'],
    update: (key, value) => {
      current.set(key, value);
      changed.fire((asked) => key === asked || key.startsWith(`${asked}.`));
      return Promise.resolve();
    },
    onChange: changed.event,
  };
}

function fakeTrust(restricted: boolean): App['trust'] {
  return {
    isGranted: !restricted,
    onGranted: new Emitter<undefined>().event,
    requireForRegistries: (name) => {
      if (restricted) throw failure('restrictedMode', { name, wants: 'registries' });
    },
  };
}

/** Runs a command as the user does: from rows, or from the palette when there are none. */
export function runFromRows(command: AnyCommand, app: App, ...nodes: readonly Node[]): Promise<unknown> {
  return run(command, app, { nodes, answers: {}, programmatic: false });
}

/** Runs a command with its answers, as programs do. */
export function runWithAnswers(command: AnyCommand, app: App, answers: Record<string, unknown>): Promise<unknown> {
  return run(command, app, { nodes: [], answers, programmatic: true });
}

/** Runs a command in the name of the user, who is asked for the rest. */
export function runInUsersName(command: AnyCommand, app: App, answers: Record<string, unknown>): Promise<unknown> {
  return run(command, app, { nodes: [], answers, programmatic: false });
}

// A function of its own, so that what a command throws before its first await is a rejection too.
async function run(command: AnyCommand, app: App, call: CommandCall<Record<string, unknown>>): Promise<unknown> {
  return command.run(app, call);
}
