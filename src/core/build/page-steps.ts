import type { PageBuildStep } from './build-page';
import { groupSteps } from './build-stages';
import type { StepRecord } from './build-graph';
import { parseStepName } from './step-name';
import { type BuildState, stepState } from './step-state';

/** So many transfers of a step are shown: those that go on first. */
const shownTransfers = 40;
/** So much of a name is shown; it may hold a script. */
const longestName = 4_000;

/**
 * The steps of a build for its page, by stage. `origin` is where the time axis begins and `now` the time, both by the
 * builder's clock.
 */
export function pageSteps(steps: readonly StepRecord[], build: BuildState, origin: number, now: number): readonly PageBuildStep[] {
  const byId = new Map(steps.map((record) => [record.step.id, record.step]));
  return groupSteps(steps).flatMap(({ part, stage, steps: members }) =>
    members.map((record): PageBuildStep => {
      const { step, transfers, output } = record;
      const state = stepState(step, build);
      const waits = step.inputs
        .map((id) => byId.get(id)?.completed)
        .filter((completed) => completed !== undefined)
        .reduce((first: number | undefined, completed) => Math.min(first ?? completed, completed), undefined);
      const from = (time: number): number => Math.max(0, time - origin);
      const begun = step.started ?? (state === 'waiting' ? now : undefined);
      return {
        id: step.id,
        text: parseStepName(step.name).text.slice(0, longestName),
        stage,
        part,
        state,
        ...(waits !== undefined && begun !== undefined && waits < begun && state !== 'cached' ? { waits: from(waits) } : {}),
        ...(step.started === undefined ? {} : { begins: from(step.started), ends: from(Math.max(step.started, step.completed ?? now)) }),
        transfers: transfers
          .filter(({ current, total }) => current > 0 || total > 0)
          .toSorted((left, right) => Number(left.completed !== undefined) - Number(right.completed !== undefined))
          .slice(0, shownTransfers),
        hasOutput: output.length > 0,
        ...(step.error === undefined ? {} : { error: step.error.slice(0, longestName) }),
      };
    }),
  );
}

/** Where the time axis of a build begins, by the builder's clock: with the build, or with the first step if that was earlier. */
export function originOf(steps: readonly StepRecord[], started: number): number {
  return steps.reduce((first, { step }) => Math.min(first, step.started ?? first), started);
}

/** The step that is looked at first: the one that failed, what runs and prints, or the last that printed. */
export function stepToFollow(steps: readonly PageBuildStep[]): string | undefined {
  const latest = (list: readonly PageBuildStep[]): PageBuildStep | undefined =>
    list.reduce(
      (last: PageBuildStep | undefined, step) => (last !== undefined && (last.begins ?? 0) > (step.begins ?? 0) ? last : step),
      undefined,
    );
  const running = steps.filter(({ state }) => state === 'running');
  return (
    steps.find(({ state }) => state === 'failed') ??
    latest(running.filter(({ hasOutput }) => hasOutput)) ??
    latest(running) ??
    latest(steps.filter(({ hasOutput }) => hasOutput)) ??
    steps[0]
  )?.id;
}
