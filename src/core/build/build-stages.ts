import type { StepRecord } from './build-graph';
import { parseStepName } from './step-name';

/** Steps that belong together: those of a stage, what comes before all of them, or what comes after. */
export interface StepGroup {
  readonly part: 'before' | 'stage' | 'after';
  /** As the builder calls the stage; empty for that of a Dockerfile with one stage. */
  readonly stage: string;
  /** In the order of the Dockerfile. */
  readonly steps: readonly StepRecord[];
  /** How many steps the stage has, told or not. */
  readonly count: number;
}

/** The steps of a build by stage: what comes before, the stages in the order in which they were told, what comes after. */
export function groupSteps(steps: readonly StepRecord[]): readonly StepGroup[] {
  const stages = new Map<string, { readonly record: StepRecord; readonly number: number; readonly of: number }[]>();
  const before: StepRecord[] = [];
  const after: StepRecord[] = [];
  for (const record of steps) {
    const { part, stage, number = 0, of = 0 } = parseStepName(record.step.name);
    if (part !== 'stage') {
      (part === 'before' ? before : after).push(record);
      continue;
    }
    const known = stages.get(stage);
    if (known) known.push({ record, number, of });
    else stages.set(stage, [{ record, number, of }]);
  }
  const group = (part: StepGroup['part'], records: readonly StepRecord[]): readonly StepGroup[] =>
    records.length === 0 ? [] : [{ part, stage: '', steps: records, count: records.length }];
  return [
    ...group('before', before),
    ...[...stages].map(([stage, members]): StepGroup => ({
      part: 'stage',
      stage,
      steps: members.toSorted((left, right) => left.number - right.number).map(({ record }) => record),
      count: members.reduce((most, { of }) => Math.max(most, of), members.length),
    })),
    ...group('after', after),
  ];
}
