import type { StepRecord } from '../core/build/build-graph';
import { formatTime } from '../core/build/format-time';
import { parseStepName } from '../core/build/step-name';
import { lastLines } from '../core/build/step-output';
import { type BuildState, isFailedRun, stepDuration, stepState } from '../core/build/step-state';
import { formatMoved, movedBytes } from '../core/build/step-transfers';
import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import { buildOutputNode } from './build-output';
import { stepStateIcon, stepStateWord } from './build-states';
import { defineNode, type Node, type NodeFlag } from './define';

/** What rows of steps say of their build. */
export interface BuildOfStep {
  readonly number: number;
  /** That builds, as `EngineInformation.id`. */
  readonly engine: string;
  readonly state: BuildState;
  /** In milliseconds since 1970, by the clock of the builder. */
  readonly now: number;
  /** True when its Dockerfile is a file of this machine. */
  readonly hasFile: boolean;
}

export interface BuildStepNodeData {
  readonly build: BuildOfStep;
  readonly record: StepRecord;
}

/** So many lines of output stand below a step; the page of the build has all of them. */
const shownLines = 8;

/** Rows of steps, in their order. */
export function stepRows(build: BuildOfStep, steps: readonly StepRecord[]): readonly Node[] {
  return steps.map((record) => buildStepNode.make({ build, record }));
}

/** One step of a build, with the last that it has printed. */
export const buildStepNode = defineNode<BuildStepNodeData>({
  kind: 'buildStep',
  engine: ({ build }) => build.engine,
  id: ({ build, record }) => `${String(build.number)}/${record.step.id}`,
  view: (data) => {
    const { build, record } = data;
    const state = stepState(record.step, build.state);
    const { text, part } = parseStepName(record.step.name);
    const words = factsOf(data);
    return {
      label: oneLine(text),
      description: words.join(' · '),
      ...stepStateIcon(state),
      accessibleLabel: oneLine(t('Step {0}, {1}', oneLine(text, 100), [stepStateWord(state), ...words].join(', ')), 300),
      flags: flags(data, part === 'stage'),
      ...(record.output.length > 0 && { expandable: state === 'failed' ? ('expanded' as const) : ('collapsed' as const) }),
      command: {
        id: 'slipway.builds.show',
        title: t('Show Build'),
        arguments: [{ build: build.number, step: record.step.id }],
      },
    };
  },
  tooltip: (data) => {
    const { build, record } = data;
    const rows = [`**${escapeMarkdown(record.step.name)}**`, '', `- ${stepStateWord(stepState(record.step, build.state))}`];
    rows.push(...factsOf(data).map((fact) => `- ${escapeMarkdown(fact)}`));
    if (record.step.error !== undefined) rows.push(`- ${escapeMarkdown(record.step.error)}`);
    return rows.join('\n');
  },
  children: ({ build, record }) =>
    lastLines(record.output, shownLines).map((line, place) =>
      buildOutputNode.make({ build: build.number, step: record.step.id, place, line }),
    ),
});

/** What is looked for first stands first: how far it is, and how long it takes. */
function factsOf({ build, record: { step, transfers } }: BuildStepNodeData): readonly string[] {
  const state = stepState(step, build.state);
  const moved = movedBytes(transfers);
  const time = stepDuration(step, build.now);
  return [
    state === 'cached' || state === 'waiting' || state === 'skipped' || state === 'cancelled' ? stepStateWord(state) : '',
    moved === undefined ? '' : formatMoved(state === 'running' ? moved : { ...moved, total: 0 }),
    time === undefined || state === 'cached' || state === 'skipped' ? '' : formatTime(time),
  ].filter(Boolean);
}

function flags({ build, record }: BuildStepNodeData, isOfStage: boolean): readonly NodeFlag[] {
  const result: NodeFlag[] = [];
  if (stepState(record.step, build.state) === 'failed') result.push('failed');
  if (isFailedRun(record.step, build.state)) result.push('failedRun');
  if (record.output.length > 0) result.push('hasOutput');
  if (build.hasFile && isOfStage) result.push('hasFile');
  return result;
}
