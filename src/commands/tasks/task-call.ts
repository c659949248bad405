import type { App } from '../../app';
import type { TerminalStream } from '../../engine/containers/containers';
import { oneLine } from '../../core/untrusted';

/** Type of the tasks of this extension in `tasks.json`. */
export const taskType = 'slipway';

/** Properties of tasks for the editor of `tasks.json`: JSON schema without a description, and the English sentence that is one. */
export type TaskProperties = Readonly<Record<string, { readonly schema: object; readonly text: string }>>;

/** A task that is to be done, with the terminal in which it is seen. */
export interface TaskCall {
  /** Its name in `tasks.json`. */
  readonly label: string;
  /** Absolute path of the folder to which its paths are relative; that of the workspace. */
  readonly folder: string | undefined;
  /** Aborted when somebody ends the task. */
  readonly signal: AbortSignal;
  /** Shows text of ours, or what a program without a terminal has printed. */
  readonly print: (text: string | Uint8Array) => void;
  /** Shows a terminal session: what is typed goes there until it ends. */
  readonly show: (stream: TerminalStream) => void;
}

/** The App of a task: what is done is said in its terminal, is ended with it, and moves nothing else on the screen. */
export function appOfTask(app: App, call: TaskCall): App {
  return {
    ...app,
    workspaceFolder: () => call.folder,
    progress: {
      run: (title, work) => {
        call.print(`${oneLine(title)}\n`);
        return work(() => undefined, call.signal);
      },
    },
    show: {
      ...app.show,
      terminal: async ({ open }) => call.show(await open(call.signal)),
      reveal: () => Promise.resolve(false),
    },
  };
}
