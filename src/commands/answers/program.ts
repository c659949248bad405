import type { App } from '../../app';
import { own } from '../../core/records';
import type { Ask } from '../../ports';
import { type Answerable, wrong } from './check';

/** An App in which nothing asks until the call is answered. */
export interface ProgramApp {
  readonly app: App;
  /** What happens from now on, such as after a press in a page that the command opened, is at a person's wish. */
  readonly answered: () => void;
}

/**
 * The App for a command that a program called: a question throws `wrongAnswer`, which names the answers that were not
 * given, and nobody waits until a message is read.
 */
export function programApp(app: App, command: Answerable, given: Readonly<Record<string, unknown>>): ProgramApp {
  let running = true;
  const left = Object.keys(command.answers).filter((name) => own(given, name) === undefined);
  const takes = (left.length > 0 ? left : Object.keys(command.answers)).join(', ');
  const asking = <Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> =>
    running ? Promise.reject(wrong(command, 'asked', { answer: question, takes })) : ask();
  const telling = (tell: () => Promise<void>): Promise<void> => {
    const told = tell();
    if (!running) return told;
    told.catch((error: unknown) => app.log.error(command.id, error));
    return Promise.resolve();
  };
  const ask: Ask = {
    choose: async (choices, options) => {
      // The list may be on its way; whether it comes makes no difference to a refusal.
      if (running) Promise.resolve(choices).catch((error: unknown) => app.log.error(command.id, error));
      return asking(options.title, () => app.ask.choose(choices, options));
    },
    chooseMany: (choices, options) => asking(options.title, () => app.ask.chooseMany(choices, options)),
    input: (options) => asking(options.title, () => app.ask.input(options)),
    suggest: (options) => asking(options.title, () => app.ask.suggest(options)),
    confirm: (message, action, detail) => asking(message, () => app.ask.confirm(message, action, detail)),
    decide: (message, actions, detail) => asking(message, () => app.ask.decide(message, actions, detail)),
    saveFile: (options) => asking(options.title, () => app.ask.saveFile(options)),
    saveDocument: (options) => asking(options.title, () => app.ask.saveDocument(options)),
    openFiles: (options) => asking(options.title, () => app.ask.openFiles(options)),
    openFolder: (options) => asking(options.title, () => app.ask.openFolder(options)),
  };
  return {
    app: {
      ...app,
      ask,
      show: {
        ...app.show,
        information: (message, ...actions) => telling(() => app.show.information(message, ...actions)),
        offer: (message, ...actions) => telling(() => app.show.offer(message, ...actions)),
      },
      views: {
        ...app.views,
        help: (view) => asking(view, () => app.views.help(view)),
        askFilter: (view) => asking(view, () => app.views.askFilter(view)),
      },
    },
    answered: () => {
      running = false;
    },
  };
}
