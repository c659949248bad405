import type { StepGroup } from '../core/build/build-stages';
import { formatTime } from '../core/build/format-time';
import { durationOfAll, stateOfAll, stepState } from '../core/build/step-state';
import { t } from '../core/localize';
import { oneLine } from '../core/untrusted';
import { stepStateIcon, stepStateWord } from './build-states';
import { type BuildOfStep, stepRows } from './build-step';
import { defineNode } from './define';

/** The steps of a stage, or those before the first one. */
export const buildStageNode = defineNode<{ readonly build: BuildOfStep; readonly group: StepGroup }>({
  kind: 'buildStage',
  id: ({ build, group }) => `${String(build.number)}/${group.part}/${group.stage}`,
  view: ({ build, group }) => {
    const states = group.steps.map(({ step }) => stepState(step, build.state));
    const state = stateOfAll(states);
    const ended = states.filter((one) => one === 'done' || one === 'cached').length;
    const time = durationOfAll(
      group.steps.map(({ step }) => step),
      build.now,
    );
    const words = [
      state === 'cached' || state === 'waiting' || state === 'skipped' ? stepStateWord(state) : t('{0} of {1}', ended, group.count),
      time === undefined || state === 'cached' ? '' : formatTime(time),
    ].filter(Boolean);
    const label = stageLabel(group);
    return {
      label: oneLine(label),
      description: words.join(' · '),
      ...stepStateIcon(state),
      accessibleLabel: oneLine(t('{0}, {1}', label, [stepStateWord(state), ...words].join(', '))),
      expandable: group.part === 'stage' && (state === 'running' || state === 'failed') ? 'expanded' : 'collapsed',
    };
  },
  children: ({ build, group }) => stepRows(build, group.steps),
});

/** As people know the stage. Podman tells stages by number only. */
export function stageLabel({ part, stage }: Pick<StepGroup, 'part' | 'stage'>): string {
  if (part === 'before') return t('Preparation');
  if (part === 'after') return t('Export');
  if (stage === '') return t('Stage');
  return /^\d+$/.test(stage) ? t('Stage {0}', stage) : stage;
}
