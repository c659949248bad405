import type { BuildState, StepState } from '../../../core/build/step-state';
import { t } from '../../../core/localize';

/** The state of a build in a word. */
export function buildWord(state: BuildState): string {
  return { running: t('building'), done: t('built'), failed: t('failed'), cancelled: t('cancelled') }[state];
}

/** The state of a step in a word. */
export function stepWord(state: StepState): string {
  return {
    waiting: t('waiting'),
    running: t('running'),
    cached: t('cached'),
    done: t('done'),
    failed: t('failed'),
    cancelled: t('cancelled'),
    skipped: t('not reached'),
  }[state];
}

/** The same as a sign beside a name; the word stands there for screen readers. */
export const stepSigns: Readonly<Record<StepState, string>> = {
  waiting: '○',
  running: '●',
  cached: '↺',
  done: '✓',
  failed: '✕',
  cancelled: '⊘',
  skipped: '–',
};
