import type { App } from '../../app';
import type { Build } from '../../builds/builds';
import { formatAge } from '../../core/age';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { buildNode } from '../../nodes/build';
import { buildStateIcon, buildStateWord } from '../../nodes/build-states';
import { buildStepNode } from '../../nodes/build-step';
import { back, type Choice } from '../../ports';
import { whole } from '../answers/takes';
import type { CommandCall } from '../define';

/** Of a build, as its row has it; the first build of a window is 1. */
export const buildAnswer = whole('Number of a build of this window: the first one is 1.', 1);

/** How a command finds the build that is meant. */
export interface BuildQuestion {
  /** The name of the verb. */
  readonly title: string;
  readonly placeholder: string;
  /** Which builds can be meant. */
  readonly accepts: (build: Build) => boolean;
}

/** The builds of rows, the one of a caller's answer, or one that the user chooses. Throws `notFound`, `invalidInput` and `cancelled`. */
export async function chosenBuilds(
  app: App,
  call: CommandCall<{ readonly build: number }>,
  question: BuildQuestion,
): Promise<readonly Build[]> {
  const { build } = call.answers;
  if (build !== undefined) return [accepted(app, build, question)];
  const numbers = call.nodes.flatMap((node) =>
    buildNode.is(node) ? [node.data.number] : buildStepNode.is(node) ? [node.data.build.number] : [],
  );
  // A row may be older than what has become of its build.
  const rows = [...new Set(numbers)].flatMap((number) => app.builds.find(number) ?? []).filter(question.accepts);
  if (call.nodes.length > 0) return rows;
  const builds = app.builds.all.filter(question.accepts);
  const [only] = builds;
  if (only && builds.length === 1) return [only];
  const { title, placeholder } = question;
  const chosen = await app.ask.choose(builds.map(choiceOf), { title, placeholder, none: t('There are no such builds in this window') });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return [chosen];
}

/** The first of them. Throws `cancelled` when what was meant is gone. */
export async function chosenBuild(app: App, call: CommandCall<{ readonly build: number }>, question: BuildQuestion): Promise<Build> {
  const [first] = await chosenBuilds(app, call, question);
  if (!first) throw failure('cancelled', { operation: question.title });
  return first;
}

function accepted(app: App, number: number, { accepts }: BuildQuestion): Build {
  const build = app.builds.find(number);
  const reason = t('The builds of this window are {0}.', app.builds.all.map((known) => known.number).join(', ') || '–');
  if (!build) throw failure('invalidInput', { field: 'build', value: String(number), reason });
  if (accepts(build)) return build;
  throw failure('invalidInput', {
    field: 'build',
    value: String(number),
    reason: t('This cannot be done with a build in this state: {0}.', buildStateWord(build.state)),
  });
}

function choiceOf(build: Build): Choice<Build> {
  const { title, state, started, ended } = build;
  return {
    label: title,
    description: [buildStateWord(state), formatAge(ended ?? started, Date.now())].join(' · '),
    icon: buildStateIcon(state).icon,
    value: build,
  };
}
