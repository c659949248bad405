import type { App } from '../../app';
import type { Answerable } from './check';
import { type Answers, name, optional } from './takes';

const engine = optional(name('Name of a docker context, id of a row of the Engines view, or address; the engine in use without it.'));

/** Commands that touch no engine, or all of them, or docker's contexts alone: they do not say which. */
const withoutEngine: readonly string[] = [
  'slipway.builds.clear',
  'slipway.builds.copyDockerCommand',
  'slipway.builds.copyOutput',
  'slipway.builds.openDockerfile',
  'slipway.builds.remove',
  'slipway.compose.showFile',
  'slipway.configurations.copyComposeService',
  'slipway.configurations.copyRunLine',
  'slipway.configurations.create',
  'slipway.configurations.delete',
  'slipway.configurations.duplicate',
  'slipway.configurations.edit',
  'slipway.configurations.save',
  'slipway.configurations.showFile',
  'slipway.dockerfile.example',
  'slipway.dockerfile.fixWorkspace',
  'slipway.dockerfile.ignore',
  'slipway.dockerfile.mergeRuns',
  'slipway.dockerfile.proposeIgnore',
  'slipway.dockerfile.showContext',
  'slipway.dockerfile.showRule',
  'slipway.engines.add',
  'slipway.engines.edit',
  'slipway.engines.export',
  'slipway.engines.add',
  'slipway.engines.install',
  'slipway.engines.remove',
  'slipway.registries.add',
  'slipway.registries.addRepository',
  'slipway.registries.copyReference',
  'slipway.registries.logIn',
  'slipway.registries.logOut',
  'slipway.registries.refresh',
  'slipway.registries.remove',
];

/** What a view itself does, whichever engines it shows. */
const ofViews = /\.(?:help|filter|clearFilter|refresh|group|groupByProject|sort|toggle[A-Z]\w*)$/;

/** Whether a command can be told on which engine it works. */
export function takesEngine({ id }: Pick<Answerable, 'id'>): boolean {
  return !withoutEngine.includes(id) && !ofViews.test(id);
}

/** What a command declares, with what every command takes that touches an engine. One that has an `engine` of its own keeps that. */
export function withEngine<Command extends Answerable>(command: Command): Command {
  return takesEngine(command) ? { ...command, answers: { ...command.answers, engine: command.answers['engine'] ?? engine } } : command;
}

/** The App that checked answers mean, and the answers that the command itself declares. Throws `notFound`. */
export async function appOfAnswers(
  app: App,
  { answers: declared }: { readonly answers: Answers },
  given: Readonly<Record<string, unknown>>,
): Promise<{ readonly app: App; readonly answers: Readonly<Record<string, unknown>> }> {
  if (Object.hasOwn(declared, 'engine')) return { app, answers: given };
  const { engine: named, ...answers } = given;
  return { app: typeof named === 'string' ? await app.engines.named(named) : app, answers };
}
