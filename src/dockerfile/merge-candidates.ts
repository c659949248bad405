import { t } from '../core/localize';
import type { Instruction } from './instruction';
import { mergeRuns, titleWith, unfit, unlike, type MergePlan, type MergeResult } from './merge-run';
import type { MergeRefusal } from './merge/merge-refusal';
import type { Dockerfile } from './model';
import { touches, type Range } from './text';

/**
 * What can be merged. Without a range: every longest row of RUN instructions that can become one with the same
 * behaviour. With a range that touches several RUN instructions: those. With one that touches a single RUN: that with
 * the one above, with the one below, and with all around it.
 */
export function mergeCandidates(file: Dockerfile, range?: Range): MergePlan[] {
  if (range === undefined) return rowsOf(file).flatMap((row) => mergeRow(file, row));
  const touched = file.instructions.filter((run) => run.name === 'RUN' && touches(lineHull(file, run), range));
  const [run] = touched;
  if (run === undefined) return [];
  if (touched.length > 1) return [...(mergeRuns(file, touched).plans ?? [])];
  const { instructions } = file;
  const above = instructions[run.index - 1];
  const below = instructions[run.index + 1];
  const found: MergePlan[] = [];
  if (above !== undefined) found.push(...titled(mergeRuns(file, [above, run]), t('Merge with the RUN above')));
  if (below !== undefined) found.push(...titled(mergeRuns(file, [run, below]), t('Merge with the RUN below')));
  const row = rowsOf(file).find((candidate) => candidate.includes(run)) ?? [];
  const whole = mergeRow(file, row).filter(({ instructions: all }) => all.length > 2 && all.includes(run));
  return [...found, ...whole];
}

function titled({ plans }: MergeResult, title: string): MergePlan[] {
  return (plans ?? []).map((plan) =>
    plan.behaviour === 'same' ? { ...plan, title: titleWith(title, plan.doubt) } : { ...plan, title: t('{0} (changes behaviour)', title) },
  );
}

/** Why the RUN instructions that a range touches cannot be merged; `undefined` where they can. */
export function mergeRefusal(file: Dockerfile, range: Range): MergeRefusal | undefined {
  return mergeRuns(
    file,
    file.instructions.filter((run) => run.name === 'RUN' && touches(lineHull(file, run), range)),
  ).refusal;
}

function lineHull(file: Dockerfile, run: Instruction): Range {
  return { start: file.source.lineStart(run.firstLine), end: run.range.end };
}

function rowsOf(file: Dockerfile): Instruction[][] {
  const rows: Instruction[][] = [];
  let row: Instruction[] = [];
  for (const instruction of file.instructions) {
    if (instruction.name === 'RUN') row.push(instruction);
    else {
      if (row.length > 1) rows.push(row);
      row = [];
    }
  }
  if (row.length > 1) rows.push(row);
  return rows;
}

/**
 * Merges a row as far as behaviour stays the same: where two neighbours cannot be merged, or the whole so far cannot
 * take one more, the next plan begins. With `proven` no plan is one of which that is in doubt.
 */
export function mergeRow(file: Dockerfile, row: readonly Instruction[], only: 'proven' | 'all' = 'all'): MergePlan[] {
  const plans: MergePlan[] = [];
  let from = 0;
  while (from < row.length - 1) {
    const { length, plan } = longest(file, row.slice(from), only);
    if (plan !== undefined) plans.push(plan);
    from += Math.max(1, length);
  }
  return plans;
}

/** The longest beginning of the row that can be merged with the same behaviour, found by halving. */
function longest(
  file: Dockerfile,
  row: readonly Instruction[],
  only: 'proven' | 'all',
): { readonly length: number; readonly plan?: MergePlan } {
  const tryFirst = (length: number): MergePlan | undefined => {
    const [plan] = mergeRuns(file, row.slice(0, length)).plans ?? [];
    return plan?.behaviour === 'same' && (only === 'all' || plan.doubt === undefined) ? plan : undefined;
  };
  let reach = 1;
  while (reach < row.length) {
    const before = row[reach - 1];
    const next = row[reach];
    if (before === undefined || next === undefined || unfit(next) !== undefined || unlike(file, before, next)) break;
    reach++;
  }
  const whole = tryFirst(reach);
  if (whole !== undefined) return { length: reach, plan: whole };
  let low = 1;
  let plan: MergePlan | undefined;
  let high = reach;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const tried = tryFirst(middle);
    if (tried === undefined) high = middle;
    else {
      low = middle;
      plan = tried;
    }
  }
  return plan === undefined ? { length: low } : { length: low, plan };
}
