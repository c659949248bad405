import type { App } from '../app';
import type { Node, NodeFlag, NodeKind } from '../nodes/define';
import type { ViewId } from '../nodes/define-tree';
import type { SettingKey } from '../settings';

/** Rows on which a command is offered. */
export interface Target {
  readonly node: NodeKind;
  /** All of these must hold. */
  readonly with?: readonly NodeFlag[];
  /** None of these may hold. */
  readonly without?: readonly NodeFlag[];
}

/** One named answer of a command, for its callers and for docs/commands.md. */
export interface AnswerDescription {
  /** TypeScript form: `string`, `readonly string[]`, `'dangling' | 'unused'`. */
  readonly type: string;
  readonly optional?: boolean;
  /** English. */
  readonly text: string;
}

export interface Placement {
  /**
   * Section of the context menu; sections stand in this order, with lines between. What is copied goes into a submenu
   * where a row has several such verbs.
   */
  readonly group: '1_run' | '1_state' | '2_name' | '2_open' | '3_look' | '4_keep' | '4_share' | '5_keep' | '5_state' | '7_copy' | '9_remove';
  /** Place in the section, from 1: what is used most stands first. */
  readonly order: number;
  /** As an icon on the row as well: on all its rows, or on those of these kinds. */
  readonly inline?: boolean | readonly NodeKind[];
}

/** A key of one or more views. */
export interface CommandKey {
  readonly key: string;
  readonly mac?: string;
  readonly views: readonly ViewId[];
  /** The key means the whole view, though the command is offered on some of its rows too. */
  readonly wholeView?: boolean;
}

export interface TitleBar {
  readonly views: readonly ViewId[];
  /** Behind the dots, in this section. */
  readonly overflow?: '1_bring' | '2_show' | '3_disk' | '9_prune';
  readonly order?: number;
  /** Only while the view has a filter. */
  readonly onlyFiltered?: boolean;
  /** It turns this setting on and off, and has a check mark while it is on. */
  readonly toggles?: SettingKey;
}

/** Which answers a command takes: every key of `Answers`, described. */
export type AnswerDescriptions<Answers> = { readonly [Key in keyof Answers]-?: AnswerDescription };

export interface CommandDefinition<Answers, Result> {
  readonly id: `slipway.${string}`;
  /** English, imperative, with `...` (an ellipsis character) when it asks something; the key of its translation. */
  readonly title: string;
  /** One English sentence for docs/commands.md. */
  readonly summary: string;
  /** Codicon name. */
  readonly icon?: string;
  readonly on?: readonly Target[];
  /** Works on all selected rows at once. */
  readonly many?: boolean;
  readonly placement?: Placement;
  /** Offered in the command palette, where it asks for its target. */
  readonly palette: boolean;
  /** Views whose title bar shows it. */
  readonly titleBar?: TitleBar;
  /** Key while one of these views has the focus. */
  readonly key?: CommandKey;
  /** In the editor's context menu of Dockerfiles. */
  readonly editor?: { readonly group: string };
  /** In the Explorer's context menu, for files whose name matches this regular expression. */
  readonly explorer?: { readonly group: string; readonly file: string };
  /** What the answers mean. A call with all required ones asks nothing. */
  readonly answers: AnswerDescriptions<Answers>;
  /** TypeScript form of the result. */
  readonly result: string;
  /** Throws `SlipwayError`; the caller shows it once. */
  readonly run: (app: App, call: CommandCall<Answers>) => Promise<Result>;
}

/** How a command was called: from rows, or with answers, or from the palette with neither. */
export interface CommandCall<Answers> {
  /** Selected rows on which the command is offered, or none. */
  readonly nodes: readonly Node[];
  /** Answers given by the caller. */
  readonly answers: Partial<Answers>;
  /**
   * True when a program called with answers: then nothing may be asked that an answer could have told, and
   * destructive verbs do not confirm.
   */
  readonly programmatic: boolean;
}

/** A command with its types closed over, as the registry of commands keeps it. */
export type AnyCommand = CommandDefinition<Record<string, unknown>, unknown>;

/** Defines one command. */
export function defineCommand<Answers extends object, Result>(definition: CommandDefinition<Answers, Result>): AnyCommand {
  return definition as unknown as AnyCommand;
}
