import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import type { ContainerSummary } from '../../engine/containers/containers';
import type { Engine } from '../../engine/engine';
import { type AnswersOf, names } from '../answers/takes';
import { chooseTargets, someNames, type TargetQuestion } from './choose-targets';
import { containers, type ContainerTarget } from './container-targets';
import type { CommandCall } from '../define';
import { runOnEach } from './run-on-each';

/** What a verb that changes the state of containers takes. */
export const containersAnswer = names('Names or ids of the containers.');
type ContainersAnswers = AnswersOf<{ readonly containers: typeof containersAnswer }>;

/** Which containers were changed, by the names (or ids) that the caller gave, or their names. */
export interface ChangedContainers {
  readonly containers: readonly string[];
}

export const changedContainers = '{ readonly containers: readonly string[] }';

/** Words of one verb on containers. */
export interface ContainerVerb extends TargetQuestion<ContainerSummary> {
  /** The docker subcommand, which is also the operation in errors: `stop`. */
  readonly operation: string;
  /** Options of the docker line. */
  readonly words?: readonly string[];
  /** Translated, with the names: `Stopping web, db`. */
  readonly progress: (names: string) => string;
  readonly work: (engine: Engine, id: string, signal: AbortSignal) => Promise<void>;
}

/** Changes the state of the chosen containers, at most 8 at a time. */
export async function changeContainers(app: App, call: CommandCall<ContainersAnswers>, verb: ContainerVerb): Promise<ChangedContainers> {
  const targets = await chooseTargets(app, call, containers, verb);
  return changeTargets(app, targets, verb, [verb.operation, ...(verb.words ?? [])]);
}

/** The same for containers that are known; `words` begin the docker line. */
export async function changeTargets(
  app: App,
  targets: readonly ContainerTarget[],
  verb: Pick<ContainerVerb, 'operation' | 'progress' | 'work'>,
  words: readonly string[],
): Promise<ChangedContainers> {
  if (targets.length === 0) return { containers: [] };
  app.log.command(dockerLine([...words, ...targets.map(({ name }) => name)], app.terminalShell()));
  return app.progress.run(verb.progress(someNames(targets)), async (_report, signal) => {
    const engine = await app.connection.engine(signal);
    return { containers: await runOnEach(targets, verb.operation, ({ id }) => verb.work(engine, id, signal), signal) };
  });
}
