import type { App } from '../../app';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { AskOptions } from '../../ports';

/** What of an App is seen by people, and says for which engine it is. */
type Seen = Pick<App, 'ask' | 'progress' | 'show'>;

/** The same questions, work and terminals with the name of their engine, while `engine` gives one: where several are shown. */
export function toldApart({ ask, progress, show }: Seen, engine: () => string | undefined): Seen {
  const named = (title: string): string => {
    const name = engine();
    return name === undefined ? title : `${title} · ${oneLine(name)}`;
  };
  const titled = <Options extends Pick<AskOptions, 'title' | 'ofAllEngines'>>(options: Options): Options =>
    options.ofAllEngines ? options : { ...options, title: named(options.title) };
  const detailed = (detail: string | undefined): string | undefined => {
    const name = engine();
    const where = name === undefined ? undefined : t('Engine: {0}', oneLine(name));
    return where === undefined ? detail : detail === undefined ? where : `${where}\n\n${detail}`;
  };
  return {
    ask: {
      choose: (choices, options) => ask.choose(choices, titled(options)),
      chooseMany: (choices, options) => ask.chooseMany(choices, titled(options)),
      input: (options) => ask.input(titled(options)),
      suggest: (options) => ask.suggest(titled(options)),
      confirm: (message, action, detail) => ask.confirm(message, action, detailed(detail)),
      decide: (message, actions, detail) => ask.decide(message, actions, detailed(detail)),
      saveFile: (options) => ask.saveFile(titled(options)),
      saveDocument: (options) => ask.saveDocument(options),
      openFiles: (options) => ask.openFiles(titled(options)),
      openFolder: (options) => ask.openFolder(options),
    },
    progress: { run: (title, work) => progress.run(named(title), work) },
    show: { ...show, terminal: (options) => show.terminal({ ...options, name: named(options.name) }) },
  };
}
