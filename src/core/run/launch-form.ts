import { t } from '../localize';
import { defined } from '../records';
import { wishFields } from '../wish-fields';
import { sameValue } from './edited-configuration';
import type { BeforeLaunch, RunConfiguration } from './run-configuration';
import {
  launchCells,
  type LaunchKind,
  launchKinds,
  longestRunText,
  mostRunRows,
  type RunFormLaunch,
  type RunFormProblems,
  type RunFormStep,
} from './run-form-fields';

/** What a configuration says beside the run itself, as the form has it. */
export function launchOf({ allowParallelRun = false, beforeLaunch = [] }: RunConfiguration): RunFormLaunch {
  return { allowParallelRun, steps: beforeLaunch.map(stepOf) };
}

function stepOf(step: BeforeLaunch): RunFormStep {
  if ('pull' in step) return { kind: 'pull', texts: [step.pull] };
  if ('build' in step) return { kind: 'build', texts: [step.build, step.tag, step.context ?? ''] };
  if ('task' in step) return { kind: 'task', texts: [step.task] };
  return { kind: 'waitFor', texts: [step.waitFor] };
}

/** The steps that a form says; those with a problem say what stands there. */
export function stepsOfLaunch({ steps }: RunFormLaunch): readonly BeforeLaunch[] {
  return steps.map(({ kind, texts }): BeforeLaunch => {
    const [first = '', second = '', third = ''] = texts.map((text) => text.trim());
    switch (kind) {
      case 'pull':
        return { pull: first };
      case 'build':
        return { build: first, tag: second, ...defined({ context: third === '' ? undefined : third }) };
      case 'waitFor':
        return { waitFor: first };
      case 'task':
        return { task: first };
    }
  });
}

/** No image, container or task has a longer name in the file. */
const longestName = 200;

/** What is wrong with the steps, by `launch/0`, `launch/1`, …; translated. */
export function launchProblems(launch: RunFormLaunch | undefined): RunFormProblems {
  const problems = (launch?.steps ?? []).flatMap(({ kind, texts }, index) => {
    const [first = '', second = ''] = texts.map((text) => text.trim());
    const reason =
      first === ''
        ? missing(kind)
        : kind === 'build' && second === ''
          ? t('Name the image that is built.')
          : first.length > longestName || (kind === 'build' && second.length > longestName)
            ? t('This name is too long.')
            : undefined;
    return reason === undefined ? [] : [[`launch/${String(index)}`, reason] as const];
  });
  return Object.fromEntries(problems);
}

function missing(kind: LaunchKind): string {
  switch (kind) {
    case 'pull':
      return t('Name the image that is pulled.');
    case 'build':
      return t('Name the Dockerfile.');
    case 'waitFor':
      return t('Name the container that is waited for.');
    case 'task':
      return t('Name the task.');
  }
}

/** The configuration with what the form says of its launch; what means the same as before stays as it was written. */
export function withLaunch(configuration: RunConfiguration, launch: RunFormLaunch, before?: RunConfiguration): RunConfiguration {
  const was = before && launchOf(before);
  const steps = stepsOfLaunch(launch);
  const sameParallel = was?.allowParallelRun === launch.allowParallelRun;
  const sameSteps = before !== undefined && sameValue(before.beforeLaunch ?? [], steps);
  return defined({
    ...configuration,
    allowParallelRun: sameParallel ? before?.allowParallelRun : launch.allowParallelRun || undefined,
    beforeLaunch: sameSteps ? before.beforeLaunch : steps.length > 0 ? steps : undefined,
  });
}

/** What a page says of a launch; undefined for anything of another form. */
export function launchFrom(value: unknown): RunFormLaunch | undefined {
  const fields = wishFields(value);
  const [allowParallelRun, steps] = [fields.get('allowParallelRun'), fields.get('steps')];
  if (typeof allowParallelRun !== 'boolean' || !Array.isArray(steps) || steps.length > mostRunRows) return undefined;
  const read = steps.map(stepFrom);
  const fit = read.filter((step) => step !== undefined);
  return fit.length === read.length ? { allowParallelRun, steps: fit } : undefined;
}

function stepFrom(value: unknown): RunFormStep | undefined {
  const fields = wishFields(value);
  const kind = launchKinds.find((each) => each === fields.get('kind'));
  const texts: unknown = fields.get('texts');
  if (!kind || !Array.isArray(texts) || texts.length !== launchCells[kind]) return undefined;
  const fit = texts.filter((text): text is string => typeof text === 'string' && text.length <= longestRunText);
  return fit.length === texts.length ? { kind, texts: fit } : undefined;
}
