import type { BuildState, StepState } from '../core/build/step-state';
import { t } from '../core/localize';
import type { NodeView } from './define';

/** The state of a build in a word. */
export function buildStateWord(state: BuildState): string {
  switch (state) {
    case 'running':
      return t('building');
    case 'done':
      return t('built');
    case 'failed':
      return t('failed');
    case 'cancelled':
      return t('cancelled');
  }
}

/** The state of a step, or of several, in a word. */
export function stepStateWord(state: StepState): string {
  switch (state) {
    case 'waiting':
      return t('waiting');
    case 'running':
      return t('running');
    case 'cached':
      return t('cached');
    case 'done':
      return t('done');
    case 'failed':
      return t('failed');
    case 'cancelled':
      return t('cancelled');
    case 'skipped':
      return t('not reached');
  }
}

type Icon = Pick<NodeView, 'icon' | 'iconColor'>;

export function buildStateIcon(state: BuildState): Icon {
  return state === 'done' ? { icon: 'pass', iconColor: 'charts.green' } : stepStateIcon(state);
}

export function stepStateIcon(state: StepState): Icon {
  switch (state) {
    case 'waiting':
      return { icon: 'circle', iconColor: 'disabledForeground' };
    case 'running':
      return { icon: 'loading~spin' };
    case 'cached':
      return { icon: 'history', iconColor: 'disabledForeground' };
    case 'done':
      return { icon: 'check', iconColor: 'charts.green' };
    case 'failed':
      return { icon: 'error', iconColor: 'errorForeground' };
    case 'cancelled':
      return { icon: 'circle-slash' };
    case 'skipped':
      return { icon: 'circle', iconColor: 'disabledForeground' };
  }
}
