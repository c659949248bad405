import type { App } from '../app';
import type { Node, NodeFlag, NodeKind } from '../nodes/define';
import type { ViewId } from '../nodes/view-ids';
import type { SettingKey } from '../settings';
import { checkedAnswers } from './answers/check';
import { appOfAnswers, withEngine } from './answers/engine-answer';
import { programApp } from './answers/program';
import type { Answers, AnswersOf } from './answers/takes';
import { onEngines } from './on-engines';
import type { Elsewhere } from './targets/elsewhere';

/** Rows on which a command is offered. */
export interface Target {
  readonly node: NodeKind;
  /** All of these must hold. */
  readonly with?: readonly NodeFlag[];
  /** None of these may hold. */
  readonly without?: readonly NodeFlag[];
}

export interface Placement {
  /**
   * Section of the context menu; sections stand in this order, with lines between. What is copied goes into a submenu
   * where a row has several such verbs.
   */
  readonly group:
    '1_run' | '1_state' | '2_name' | '2_open' | '3_look' | '4_keep' | '4_share' | '5_keep' | '5_state' | '7_copy' | '9_remove';
  /** Place in the section, from 1: what is used most stands first. */
  readonly order: number;
  /** As an icon on the row as well: on all its rows, or on those of these kinds. */
  readonly inline?: boolean | readonly NodeKind[];
}

/** A key of one or more views. Commands may share it where no kind of row offers both. */
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

/** A command: what people see of it, what it takes, what it does. */
export interface CommandDefinition<Declared extends Answers, Result> {
  readonly id: `slipway.${string}`;
  /** English, imperative, with `…` at its end when something may be asked before it acts; the key of its translation. */
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
  /** In the editor's context menu of Dockerfiles, or of files with other names (as `explorer` has them). */
  readonly editor?: { readonly group: string; readonly file?: string };
  /** In the Explorer's context menu, for files whose name matches this regular expression, and for folders. */
  readonly explorer?: { readonly group: string; readonly file?: string; readonly folder?: boolean };
  /** What it takes from a program, made by `answers/takes.ts`: type, check and documentation in one. */
  readonly answers: Declared;
  /** A program must give all answers of one of these groups, each of which may be left out by itself. */
  readonly oneOf?: readonly (readonly (keyof Declared & string)[])[];
  /** TypeScript form of the result. */
  readonly result: string;
  /** Throws `SlipwayError`; the caller shows it once. */
  readonly run: (app: App, call: CommandCall<AnswersOf<Declared>>) => Promise<Result>;
}

/** How a command was called: from rows, or with answers, or from the palette with neither. */
export interface CommandCall<Given> {
  /** Selected rows on which the command is offered, or none. */
  readonly nodes: readonly Node[];
  /** Answers given by the caller; of a program all that are required, and the defaults. */
  readonly answers: Partial<Given>;
  /**
   * True when a program called with answers: then nothing is asked (`app.ask` refuses with `wrongAnswer`), and
   * destructive verbs do not confirm.
   */
  readonly programmatic: boolean;
  /** Given where a person may choose from all shown engines. */
  readonly elsewhere?: Elsewhere | undefined;
}

/** A command with its types closed over, as the registry of commands keeps it; `run` takes answers as they come and checks them. */
export type AnyCommand = Omit<CommandDefinition<Answers, unknown>, 'run'> & {
  readonly run: (app: App, call: CommandCall<Record<string, unknown>>) => Promise<unknown>;
};

/** Defines one command. Whoever calls it, its answers are checked, and it cannot ask a program. */
export function defineCommand<Declared extends Answers, Result>(definition: CommandDefinition<Declared, Result>): AnyCommand {
  return {
    ...definition,
    run: async (app, call) => {
      const given = checkedAnswers(withEngine(definition), call.answers, call.programmatic);
      const { app: own, answers } = await appOfAnswers(app, definition, given);
      const checked = { ...call, answers: answers as Partial<AnswersOf<Declared>> };
      if (!call.programmatic) return onEngines(own, (engine, elsewhere) => definition.run(engine, { ...checked, elsewhere }));
      const program = programApp(own, definition, answers);
      try {
        return await definition.run(program.app, checked);
      } finally {
        program.answered();
      }
    },
  };
}
