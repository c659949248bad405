import type { BuildStep } from './build-progress';
import { parseStepName } from './step-name';

export type BuildState = 'running' | 'done' | 'failed' | 'cancelled';

/**
 * What is going on with a step. `cancelled`: it was ended, by hand or since another one failed; `skipped`: the build ended
 * before it began.
 */
export type StepState = 'waiting' | 'running' | 'cached' | 'done' | 'failed' | 'cancelled' | 'skipped';

/** Whether this error of a step says only that BuildKit ended it, beside one that failed. */
export function isEndedByOthers(error: string): boolean {
  return error.endsWith('context canceled');
}

/** The state of a step within a build that is in a state. */
export function stepState(step: BuildStep, build: BuildState): StepState {
  if (step.error !== undefined) return build === 'cancelled' || isEndedByOthers(step.error) ? 'cancelled' : 'failed';
  if (step.cached) return 'cached';
  if (step.completed !== undefined) return 'done';
  if (build === 'running') return step.started === undefined ? 'waiting' : 'running';
  return step.started === undefined ? 'skipped' : 'cancelled';
}

/** Whether it is a RUN that failed, in which there is something to look at. */
export function isFailedRun(step: BuildStep, build: BuildState): boolean {
  return build === 'failed' && stepState(step, build) === 'failed' && /^RUN\s/i.test(parseStepName(step.name).text);
}

/** The state of several steps as of one. */
export function stateOfAll(states: readonly StepState[]): StepState {
  for (const state of ['failed', 'running', 'cancelled'] as const) if (states.includes(state)) return state;
  const rest = new Set(states);
  if (rest.has('waiting')) return rest.size === 1 ? 'waiting' : 'running';
  if (rest.has('skipped')) return rest.size === 1 ? 'skipped' : 'cancelled';
  return rest.has('done') || rest.size === 0 ? 'done' : 'cached';
}

/**
 * How long a step has taken, in milliseconds; undefined before it has begun. `now` is the time of the builder's clock, for
 * one that still runs.
 */
export function stepDuration({ started, completed }: BuildStep, now: number): number | undefined {
  return started === undefined ? undefined : Math.max(0, (completed ?? now) - started);
}

/** How long steps have taken from the first that began to the last that ended, in milliseconds; undefined before the first has begun. */
export function durationOfAll(steps: readonly BuildStep[], now: number): number | undefined {
  let first: number | undefined;
  let last = -Infinity;
  for (const { started, completed } of steps) {
    if (started === undefined) continue;
    first = Math.min(first ?? started, started);
    last = Math.max(last, completed ?? now);
  }
  return first === undefined ? undefined : Math.max(0, last - first);
}
