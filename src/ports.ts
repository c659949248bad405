import type { Disposable } from './core/disposable';
import type { Event } from './core/emitter';
import type { ReportProgress } from './core/progress';
import type { LintConfiguration } from './dockerfile/configuration';
import type { TextEdit } from './dockerfile/edits';
import type { Range } from './dockerfile/text';
import type { TerminalStream } from './engine/containers/containers';
import type { ViewId } from './nodes/view-ids';
import type { SettingKey, SettingValue } from './settings';

/** One choice of a list. `value` is what the caller gets back. */
export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Codicon name. */
  readonly icon?: string;
  readonly picked?: boolean;
  /** Starts a new section under this heading. */
  readonly section?: string;
  readonly value: T;
}

/** What a step of a multi-step question answers: a value, or the wish to go one step back. */
export const back = Symbol('back');
export type Back = typeof back;

export interface AskOptions {
  /** Heading of the box: the name of the verb. */
  readonly title: string;
  readonly placeholder?: string;
  /** What a list says that turns out to be empty. */
  readonly none?: string;
  /** The choices are of all engines, and say of which. */
  readonly ofAllEngines?: boolean;
  /** `{ step: 1, of: 3 }`; from step 2 on a back button is shown. */
  readonly step?: { readonly step: number; readonly of: number };
}

/** Verdict on what stands in an input box: nothing, an error that keeps it open, or a remark. */
export interface Remark {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

export interface InputOptions extends AskOptions {
  readonly prompt: string;
  readonly value?: string;
  /** Where the cursor stands in the value, with nothing selected; the whole value is selected without it. */
  readonly cursor?: number;
  readonly password?: boolean;
  /** Called at each key stroke. */
  readonly check?: (value: string) => Remark | undefined;
  /** A button of the box, pressed to take the next of several ways to understand what is typed. */
  readonly mode?: InputMode;
}

/** One of several ways to understand what is typed into a box. */
export interface InputMode {
  /** Codicon name. */
  readonly icon: string;
  /** What the button says: the way that counts now. */
  readonly label: () => string;
  /** Called when the button is pressed; what stands in the box is checked again afterwards. */
  readonly next: () => void;
}

/** One proposal for what is being typed. */
export interface Suggestion extends Omit<Choice<string>, 'picked'> {
  /** Choosing it puts its value into the box, so that more can be typed, instead of answering. */
  readonly goesOn?: boolean;
}

export interface SuggestOptions extends Omit<InputOptions, 'password' | 'mode'> {
  /**
   * Proposals for a text, asked for as it is typed; `signal` is aborted when another text stands there. May fail. What
   * is known before everything is goes to `early`.
   */
  readonly suggest: (
    text: string,
    signal: AbortSignal,
    early: (suggestions: readonly Suggestion[]) => void,
  ) => Promise<readonly Suggestion[]>;
}

/** Questions to the user. Every question throws `cancelled` when the user leaves it. */
export interface Ask {
  choose<T>(choices: readonly Choice<T>[] | Promise<readonly Choice<T>[]>, options: AskOptions): Promise<T | Back>;
  chooseMany<T>(choices: readonly Choice<T>[], options: AskOptions): Promise<readonly T[] | Back>;
  input(options: InputOptions): Promise<string | Back>;
  /** A text for which proposals are made as it is typed; any text that `check` lets through is an answer. */
  suggest(options: SuggestOptions): Promise<string | Back>;
  /** A modal question with one action; throws `cancelled` on anything else. `detail` names what is lost. */
  confirm(message: string, action: string, detail?: string): Promise<void>;
  /** A modal question with several actions, the most likely one first; gives the one that was chosen. */
  decide<Action extends string>(message: string, actions: readonly Action[], detail?: string): Promise<Action>;
  /** Path of a file to write; the dialog asks before an existing one is replaced. */
  saveFile(options: {
    readonly title: string;
    readonly defaultName: string;
    readonly filters: Readonly<Record<string, readonly string[]>>;
  }): Promise<string>;
  /** Saves an open document that is no file yet where the user chooses, and gives the URI of the file. */
  saveDocument(options: { readonly title: string; readonly uri: string }): Promise<string>;
  openFiles(options: {
    readonly title: string;
    readonly filters: Readonly<Record<string, readonly string[]>>;
    readonly many: boolean;
  }): Promise<readonly string[]>;
  /** Absolute path of a folder of this machine; the dialog opens in `start`. */
  openFolder(options: { readonly title: string; readonly start?: string }): Promise<string>;
}

/** A button of a message. */
export interface MessageAction {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** What a terminal shows. */
export interface TerminalOptions {
  /** Begins with what it shows: `Log: web`. */
  readonly name: string;
  /** Codicon name. */
  readonly icon?: string;
  readonly open: (signal: AbortSignal) => Promise<TerminalStream>;
  /** The stream itself says how it ended. */
  readonly tellsEnd?: boolean;
  /** Where a terminal with the same value is open and its stream has ended, that one is used again. */
  readonly reuse?: string;
}

/** Things shown to the user that need no answer. */
export interface Show {
  /** A typed error as one sentence with one action, and with Try Again when `again` may help. `cancelled` is not shown. */
  error(error: unknown, again?: () => Promise<unknown>): Promise<void>;
  /** A message with buttons; resolves when it is gone and what was pressed is done. */
  information(message: string, ...actions: readonly MessageAction[]): Promise<void>;
  /** The same for what is worth keeping in sight until it is answered: VS Code takes messages away after some seconds. */
  offer(message: string, ...actions: readonly MessageAction[]): Promise<void>;
  /** A short remark in the status bar. */
  status(message: string): void;
  /** Read-only text in an editor. */
  document(options: { readonly title: string; readonly language: string; readonly content: string }): Promise<void>;
  /** A new text in an editor, saved nowhere. */
  draft(options: { readonly language: string; readonly content: string }): Promise<void>;
  /** A file of this machine in an editor, by its absolute path, at a line (from 1). Throws `fileFailed`. */
  file(place: { readonly file: string; readonly line?: number; readonly column?: number }): Promise<void>;
  /** Two texts side by side, read-only, with what differs marked. */
  difference(options: { readonly title: string; readonly left: string; readonly right: string }): Promise<void>;
  /** A terminal over a stream. One in which somebody worked and that ended with exit code 0 closes itself. */
  terminal(options: TerminalOptions): Promise<void>;
  /** Throws `restrictedMode` where VS Code opens no terminal; to be asked before anything is begun that needs one. */
  requireTerminal(name: string): void;
  /** Selects a row by its node id; tells whether a visible view has it. The view that is named is opened first. */
  reveal(nodeId: string, view?: ViewId): Promise<boolean>;
  external(url: string): Promise<void>;
}

/** Long work with a bar that appears after 400 ms and a cancel that aborts `signal`. */
export interface Progress {
  run<T>(title: string, work: (report: ReportProgress, signal: AbortSignal) => Promise<T>): Promise<T>;
}

export interface Clipboard {
  write(text: string): Promise<void>;
}

/** Secrets of this machine's user, in the operating system's or VS Code's store. */
export interface Secrets {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Fires with the key of a secret that is another one or gone, in whichever window. */
  readonly onChange: Event<string>;
}

/** Choices that persist: per workspace, or for this user everywhere. No secrets. */
export interface State {
  get(key: string): unknown;
  set(key: string, value: unknown, scope?: 'workspace' | 'user'): Promise<void>;
}

/** Whether the user trusts what lies in the workspace; VS Code asks that when a folder is opened. */
export interface Trust {
  readonly isGranted: boolean;
  readonly onGranted: Event<undefined>;
  /** Throws `restrictedMode` without trust; for a verb by this name that asks registries which a file of the workspace names. */
  requireForRegistries(name: string): void;
}

/** The tasks of VS Code: those of `tasks.json` and those that extensions propose. */
export interface Tasks {
  /**
   * Runs a task by its name as VS Code shows it, and waits for its end; one in the background is waited for until it has begun. Gives
   * the exit code, where it has one. Throws `invalidInput` for a name that no task has, `conflict` where it runs already, `cancelled`.
   */
  run(name: string, signal: AbortSignal): Promise<number | undefined>;
}

/** VS Code's file system of the files of containers and volumes; files are named by their URIs, which `core/files/file-place.ts` makes. */
export interface Files {
  /** Opens a file in an editor. */
  open(uri: string): Promise<void>;
  /** Two files side by side; without one of them the other is shown beside nothing. */
  compare(options: { readonly title: string; readonly left: string; readonly right: string }): Promise<void>;
  /** Adds a folder to the workspace. */
  addToWorkspace(uri: string, name: string): Promise<void>;
  /** Tells editors and the Explorer that files are others than before, or gone. */
  changed(uris: readonly string[]): void;
  /** Closes the editors of files and folders that are gone; what is not saved yet stays open. */
  gone(uris: readonly string[]): Promise<void>;
  /** Lets editors of a file, or of what is in a folder, go on with its new name; what is not saved yet stays as it is. */
  moved(from: string, to: string): Promise<void>;
}

export interface Log {
  /** The docker command line that a verb equals; secrets left out by the caller. */
  command(line: string): void;
  information(message: string): void;
  error(message: string, cause?: unknown): void;
  show(): void;
}

/** Values of `settings.ts`, as the user has them now. */
export interface SettingValues {
  get<Key extends SettingKey>(key: Key): SettingValue<Key>;
  update<Key extends SettingKey>(key: Key, value: SettingValue<Key>): Promise<void>;
  /** Fires with a test for "did this setting change". */
  readonly onChange: Event<(key: SettingKey) => boolean>;
}

/** The views of the side bar, for commands about a view itself. */
export interface Views {
  /** Reads everything again that this view shows. */
  refresh(view: ViewId): Promise<void>;
  /** Makes the rows of this view anew from what is known. */
  redraw(view: ViewId): void;
  /** Reads the rows below one anew, where they have been read. */
  reload(view: ViewId, nodeId: string): Promise<void>;
  /** Shows the view, selects a row and opens it; false where the row is not there. */
  open(view: ViewId, nodeId: string): Promise<boolean>;
  filter(view: ViewId): string;
  /** Persists for this workspace; the empty text shows everything. */
  setFilter(view: ViewId, text: string): Promise<void>;
  /** Lists the verbs and keys of a view; does the one that is chosen. */
  help(view: ViewId): Promise<void>;
  /** Asks for a filter text and applies it with each key stroke; Escape restores what was. */
  askFilter(view: ViewId): Promise<string>;
}

/** A Dockerfile as it is in the editor or, where it is not open, in its file. */
export interface DockerfileText {
  readonly uri: string;
  /** As people know it: relative to the folder of the workspace. */
  readonly path: string;
  readonly text: string;
  /** What is selected, or the cursor; `undefined` where the file is in no visible editor. */
  readonly selection: Range | undefined;
}

/** What a build found in its Dockerfile. */
export interface BuildMarks {
  /** Absolute path. */
  readonly file: string;
  /** What was built; the editor may hold something else by now. */
  readonly text: string;
  readonly marks: readonly BuildMark[];
}

/** A place in a Dockerfile about which a builder has said something. */
export interface BuildMark {
  /** In the text that was built. */
  readonly range: Range;
  readonly severity: 'error' | 'warning';
  /** Untrusted; may have several lines. */
  readonly message: string;
  /** Name of the builder's rule, and the address of its page. */
  readonly rule?: { readonly name: string; readonly url: string };
  /** Number of the build of this window in whose failed step a shell can be opened. */
  readonly shell?: number;
}

/** The Dockerfiles of the editor and of the workspace. */
export interface Dockerfiles {
  /** The file at a URI or, without one, in the active editor. Throws `notFound`; `invalidInput` where no Dockerfile is open. */
  read(uri?: string): Promise<DockerfileText>;
  /** Every Dockerfile of the workspace by path, also those that are not open; what git and the user leave out of searches is left out. */
  find(): Promise<readonly string[]>;
  /** What the configuration file, the settings, the folder around it and the engine say about linting it. */
  configuration(uri: string): Promise<LintConfiguration>;
  /** Calls back when one of these files (absolute paths) is another one, on the disk or in an editor, or is gone. */
  watch(files: readonly string[], changed: () => void): Disposable;
  /** Changes files in one step that can be undone; all or none. Throws `conflict` where a text is not what it was. */
  edit(changes: readonly { readonly file: DockerfileText; readonly edits: readonly TextEdit[] }[]): Promise<void>;
  /** Saves what is changed and not yet saved of these files and of what is in these folders; absolute paths. Throws `fileFailed`. */
  save(paths: readonly string[]): Promise<void>;
  /** Marks what a build of a file, an absolute path, found in it, whether it is open or not, and takes older marks away. */
  markBuild(found: BuildMarks): void;
  /** Shows the page of a rule by any of its names. */
  showRule(name: string): Promise<void>;
}
