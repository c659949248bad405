import type { StepRecord } from './build-graph';
import { parseStepName } from './step-name';

/** Steps that belong together: those of a stage, what comes before all of them, or what comes after. */
export interface StepGroup {
  readonly part: 'before' | 'stage' | 'after';
  /** As the builder calls the stage; empty for that of a Dockerfile with one stage. */
  readonly stage: string;
  /** In the order of the Dockerfile. */
  readonly steps: readonly StepRecord[];
  /** How many steps the stage has, told or not. A base image that another stage has too is told once. */
  readonly count: number;
}

interface Member {
  readonly record: StepRecord;
  readonly number: number;
  readonly of: number;
}

/**
 * The steps of a build by stage: what comes before, the stages, each behind those that it takes from and else in the order in
 * which they were told, and what comes after.
 */
export function groupSteps(steps: readonly StepRecord[]): readonly StepGroup[] {
  const stages = new Map<string, Member[]>();
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
    ...ordered(stages).map(([stage, members]): StepGroup => ({
      part: 'stage',
      stage,
      steps: members.toSorted((left, right) => left.number - right.number).map(({ record }) => record),
      count: countOf(members),
    })),
    ...group('after', after),
  ];
}

function countOf(members: readonly Member[]): number {
  const told = members.reduce((most, { of }) => Math.max(most, of), 0);
  return Math.max(members.length, members.some(({ number }) => number === 1) ? told : told - 1);
}

/** The stages with those that they take from before them. */
function ordered(stages: ReadonlyMap<string, readonly Member[]>): readonly (readonly [string, readonly Member[]])[] {
  const stageOf = new Map([...stages].flatMap(([stage, members]) => members.map(({ record }) => [record.step.id, stage] as const)));
  const placed = new Set<string>();
  const result: (readonly [string, readonly Member[]])[] = [];
  const place = (stage: string): void => {
    if (placed.has(stage)) return;
    placed.add(stage);
    const members = stages.get(stage) ?? [];
    for (const { record } of members) for (const input of record.step.inputs) place(stageOf.get(input) ?? stage);
    result.push([stage, members]);
  };
  for (const stage of stages.keys()) place(stage);
  return result;
}
