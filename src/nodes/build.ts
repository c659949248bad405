import { formatAge } from '../core/age';
import { groupSteps } from '../core/build/build-stages';
import type { StepRecord } from '../core/build/build-graph';
import type { BuilderKind } from '../core/build/build-progress';
import { builderName } from '../core/build/builder-name';
import { formatTime } from '../core/build/format-time';
import { type BuildState, isFailedRun } from '../core/build/step-state';
import { t } from '../core/localize';
import { shortId } from '../core/reference';
import { escapeMarkdown, markdownList, oneLine } from '../core/untrusted';
import { buildStageNode } from './build-stage';
import { buildStateIcon, buildStateWord } from './build-states';
import { stepRows } from './build-step';
import { defineNode, type Node, type NodeFlag } from './define';

/** A build as it is at a moment. */
export interface BuildNodeData {
  readonly number: number;
  readonly title: string;
  /** That builds it, as `EngineInformation.id`. */
  readonly engine: string;
  readonly state: BuildState;
  /** In milliseconds since 1970. */
  readonly started: number;
  readonly ended: number | undefined;
  /** When these data were made, in milliseconds since 1970. */
  readonly now: number;
  /** The same by the clock of the builder, by which steps tell their times. */
  readonly builderNow: number;
  readonly builder: BuilderKind | undefined;
  /** Why it failed. */
  readonly reason: string;
  readonly imageId: string | undefined;
  readonly references: readonly string[];
  /** Path of the Dockerfile on this machine; undefined where it is in an archive or at an address. */
  readonly file: string | undefined;
  readonly steps: readonly StepRecord[];
}

/** A build of this session. What it does and how long it takes is never part of its identity. */
export const buildNode = defineNode<BuildNodeData>({
  kind: 'build',
  id: ({ number }) => String(number),
  engine: ({ engine }) => engine,
  view: (data) => {
    const { title, state, reason } = data;
    const words = [buildStateWord(state), formatTime(durationOf(data)), ...age(data)];
    return {
      label: oneLine(title),
      description: words.join(' · '),
      ...buildStateIcon(state),
      accessibleLabel: oneLine(
        [t('Build of {0}, {1}', oneLine(title), words.join(', ')), oneLine(reason, 100)].filter(Boolean).join(', '),
        300,
      ),
      flags: flags(data),
      expandable: state === 'running' || state === 'failed' ? 'expanded' : 'collapsed',
      command: { id: 'slipway.builds.show', title: t('Show Build'), arguments: [{ build: data.number }] },
    };
  },
  tooltip: (data) => {
    const { title, state, started, builder, reason, imageId, references, file } = data;
    const rows = [`**${escapeMarkdown(title)}** — ${buildStateWord(state)}`, ''];
    if (reason !== '') rows.push(escapeMarkdown(reason), '');
    if (file !== undefined) rows.push(`- ${t('Dockerfile')}: ${escapeMarkdown(file)}`);
    if (references.length > 0) rows.push(`- ${t('Image')}: ${markdownList(references)}`);
    if (imageId !== undefined) rows.push(`- ${t('ID')}: ${escapeMarkdown(shortId(imageId))}`);
    if (builder !== undefined) rows.push(`- ${t('Builder')}: ${builderName(builder)}`);
    rows.push(`- ${t('Started')}: ${new Date(started).toLocaleString()}`);
    rows.push(`- ${t('Time')}: ${formatTime(durationOf(data))}`);
    return rows.join('\n');
  },
  children: (data) => rowsBelow(data),
});

function durationOf({ started, ended, now }: BuildNodeData): number {
  return (ended ?? now) - started;
}

/** When it was, once that tells more than its place in the list. */
function age({ ended, now }: BuildNodeData): readonly string[] {
  return ended === undefined || now - ended < 60_000 ? [] : [formatAge(ended, now)];
}

function flags({ state, imageId, references, file, steps }: BuildNodeData): readonly NodeFlag[] {
  const result: NodeFlag[] = [state === 'running' ? 'running' : 'ended'];
  if (state === 'failed') result.push('failed');
  if (steps.some(({ step }) => isFailedRun(step, state))) result.push('failedRun');
  if (imageId !== undefined) result.push('built');
  if (imageId !== undefined && references.length > 0) result.push('tagged');
  if (file !== undefined) result.push('hasFile');
  return result;
}

/** Stages with their steps; a Dockerfile with one stage has its steps here. */
function rowsBelow({ number, engine, state, builderNow, file, steps }: BuildNodeData): readonly Node[] {
  const build = { number, engine, state, now: builderNow, hasFile: file !== undefined };
  const groups = groupSteps(steps);
  const stages = groups.filter(({ part }) => part === 'stage').length;
  return groups.flatMap((group) =>
    group.part === 'after' || (group.part === 'stage' && stages === 1)
      ? stepRows(build, group.steps)
      : [buildStageNode.make({ build, group })],
  );
}
