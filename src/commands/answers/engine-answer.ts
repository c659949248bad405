import type { App } from '../../app';
import type { Answerable } from './check';
import { type Answers, name, optional } from './takes';
import { takesEngine } from './takes-engine';

const engine = optional(name('Name of a docker context, id of a row of the Engines view, or address; the engine in use without it.'));

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
