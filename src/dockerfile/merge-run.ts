import { t } from '../core/localize';
import { applyEdits, type TextEdit } from './edits';
import type { Instruction } from './instruction';
import { arrange, type Obstacle, type PlacedSide } from './merge/arrangement';
import { mergeEdits, type LaidOutSide } from './merge/layout';
import { doubtText, mergeDoubt, type MergeDoubt } from './merge/merge-doubt';
import type { MergeRefusal } from './merge/merge-refusal';
import { readSide, type RunSide } from './merge/run-side';
import { shellOptions } from './merge/shell-state';
import { windowsSides } from './merge/windows';
import type { Dockerfile } from './model';
import { parseDockerfile } from './parse';
import { defined } from '../core/records';

/** A way to make one RUN of several. */
export interface MergePlan {
  readonly instructions: readonly Instruction[];
  /** `same`: builds to the same file system; `changes`: state that one RUN leaves in its shell reaches the next. */
  readonly behaviour: 'same' | 'changes';
  /** Of `changes`: the command that leaves it. */
  readonly changedBy?: string;
  /** Of `same`: why that is not known for sure, so that a person has to choose it. */
  readonly doubt?: MergeDoubt;
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** The ways to merge, the best first, or why there is none. */
export type MergeResult =
  | { readonly plans: readonly [MergePlan, ...MergePlan[]]; readonly refusal?: undefined }
  | { readonly plans?: undefined; readonly refusal: MergeRefusal };

/**
 * Merges RUN instructions that follow each other in one stage with nothing but blank lines and comments between. All of
 * them become one or none does.
 */
export function mergeRuns(file: Dockerfile, runs: readonly Instruction[]): MergeResult {
  const [first] = runs;
  if (first === undefined || runs.length < 2) return { refusal: { kind: 'tooFew', instruction: first } };
  for (const [index, run] of runs.entries()) {
    const before = runs[index - 1];
    const refusal = unfit(run) ?? (before === undefined ? undefined : unlike(file, before, run));
    if (refusal !== undefined) return { refusal };
  }
  return first.shell.kind === 'posix' ? mergePosix(file, runs) : mergeWindows(file, runs);
}

/** Why the RUN cannot be merged with any other, as far as its own form says. */
export function unfit(run: Instruction): MergeRefusal | undefined {
  if (run.onbuild !== undefined || run.name === 'ONBUILD') return { kind: 'onbuild', instruction: run };
  if (run.name !== 'RUN') return { kind: 'notAdjacent', instruction: run };
  if (run.json !== undefined) return { kind: 'execForm', instruction: run };
  if (run.script === undefined) return { kind: 'empty', instruction: run };
  if (run.heredocs.length > 0) return { kind: 'heredoc', instruction: run };
  const heredoc = run.script.commands.some(({ redirects }) => redirects.some(({ operator }) => /^<<-?$/.test(operator)));
  if (heredoc) return { kind: 'heredoc', instruction: run };
  const fresh = run.flags.find((flag) => flag.name === 'mount' && isFreshMount(flag.flagValue ?? ''));
  return fresh === undefined ? undefined : { kind: 'ownMounts', instruction: run, by: fresh.text };
}

/** Mounts whose content does not outlive the RUN: tmpfs, and bind mounts that can be written to. */
function isFreshMount(value: string): boolean {
  const parts = value.split(',').map((part) => part.trim().toLowerCase());
  const type = parts.find((part) => part.startsWith('type='))?.slice(5) ?? 'bind';
  return type === 'tmpfs' || (type === 'bind' && parts.some((part) => /^(?:rw|readwrite)(?:=(?:true|1))?$/.test(part)));
}

/** Why the two cannot be merged, as far as their places, flags and shells say. */
export function unlike(file: Dockerfile, before: Instruction, run: Instruction): MergeRefusal | undefined {
  if (file.stageOf(before) !== file.stageOf(run)) return { kind: 'otherStage', instruction: run };
  if (run.index !== before.index + 1) return { kind: 'notAdjacent', instruction: run };
  const flags = (side: Instruction): string => side.flags.map(({ text }) => text).join(' ');
  if (flags(before) !== flags(run)) return { kind: 'otherFlags', instruction: run };
  const [one, other] = [before.shell, run.shell];
  const equal = one === other || (one.kind === other.kind && one.words.join(' ') === other.words.join(' '));
  return equal ? undefined : { kind: 'otherShell', instruction: run };
}

function mergePosix(file: Dockerfile, runs: readonly Instruction[]): MergeResult {
  const sides: RunSide[] = [];
  for (const run of runs) {
    const side = readSide(run);
    if (side === undefined) return { refusal: { kind: emptyOrBroken(run), instruction: run } };
    const background = side.changes.find(({ kind }) => kind === 'background');
    if (background !== undefined) return { refusal: { kind: 'background', instruction: run, by: background.by } };
    if (side.comment !== undefined && run !== runs.at(-1) && spansLines(file, side)) {
      return { refusal: { kind: 'comment', instruction: run } };
    }
    sides.push(side);
  }
  return choose(file, sides, shellOptions(runs[0]?.shell.words ?? []));
}

function choose(file: Dockerfile, sides: readonly RunSide[], options: readonly string[]): MergeResult {
  const runs = sides.map(({ run }) => run);
  const same = arrange(sides, options, false);
  const changed = arrange(sides, options, true);
  const plans: MergePlan[] = [];
  if (!('change' in same)) plans.push(doubted(planOf(file, runs, same, 'same'), mergeDoubt(file, runs)));
  const obstacle = 'change' in same ? same.change : same.find(({ group }) => group === '(')?.side.changes[0];
  if (obstacle !== undefined && !('change' in changed) && !isAlike(same, changed)) {
    plans.push({ ...planOf(file, runs, changed, 'changes'), changedBy: obstacle.by });
  }
  const sound = plans.filter((plan) => isSound(file, plan));
  const [best, ...others] = sound;
  if (best !== undefined) return { plans: [best, ...others] };
  if (!('change' in same) || obstacle === undefined) return { refusal: { kind: 'syntax', instruction: runs[0] } };
  const kind = obstacle.kind === 'leave' ? 'leavesShell' : 'state';
  return { refusal: { kind, instruction: same.side.run, by: obstacle.by } };
}

function isAlike(one: readonly PlacedSide[] | Obstacle, other: readonly PlacedSide[]): boolean {
  return !('change' in one) && one.every(({ group, joiner }, index) => group === other[index]?.group && joiner === other[index].joiner);
}

function emptyOrBroken(run: Instruction): 'empty' | 'syntax' {
  return run.script?.errors.length === 0 && run.script.statements.length === 0 ? 'empty' : 'syntax';
}

function spansLines(file: Dockerfile, { script, comment }: RunSide): boolean {
  if (comment === undefined) return false;
  const { start, end } = script.rangeOf(comment);
  return file.text.slice(start, end).includes('\n');
}

function planOf(
  file: Dockerfile,
  runs: readonly Instruction[],
  placed: readonly PlacedSide[],
  behaviour: MergePlan['behaviour'],
): MergePlan {
  const sides = placed.map(({ side, joiner, group, from, groupFrom }): LaidOutSide => {
    const statementAt = (index: number): number => side.statements[index]?.pos ?? side.span.start;
    return {
      run: side.run,
      range: side.script.rangeOf({ start: statementAt(from), end: side.span.end }),
      openAt: side.script.joined.offsetInFile(statementAt(groupFrom)),
      joiner,
      opening: group === '' ? '' : `${group} `,
      closing: group === '{' ? '; }' : group === '(' ? ' )' : '',
      comment: side.comment === undefined ? undefined : side.script.rangeOf(side.comment),
    };
  });
  return { instructions: runs, behaviour, title: titleOf(runs.length, behaviour), edits: mergeEdits(file, sides) };
}

/** The plan as one that a person chooses, for the reason that its title gives. */
function doubted(plan: MergePlan, doubt: MergeDoubt | undefined): MergePlan {
  return doubt === undefined ? plan : { ...plan, title: titleWith(plan.title, doubt), doubt };
}

/** A title with the reason why the plan is not made without a person. */
export function titleWith(title: string, doubt: MergeDoubt | undefined): string {
  return doubt === undefined ? title : t('{0} ({1})', title, doubtText(doubt));
}

function titleOf(count: number, behaviour: MergePlan['behaviour']): string {
  return behaviour === 'same' ? t('Merge {0} RUN instructions', count) : t('Merge {0} RUN instructions (changes behaviour)', count);
}

function mergeWindows(file: Dockerfile, runs: readonly Instruction[]): MergeResult {
  const read = windowsSides(runs);
  if ('refusal' in read) return read;
  const { sides, behaviour, changedBy, doubt } = read;
  const plan: MergePlan = {
    instructions: runs,
    behaviour,
    title: titleOf(runs.length, behaviour),
    edits: mergeEdits(file, sides),
    ...defined({ changedBy }),
  };
  const told = behaviour === 'same' ? doubted(plan, mergeDoubt(file, runs) ?? doubt) : plan;
  return isSound(file, plan) ? { plans: [told] } : { refusal: { kind: 'syntax', instruction: runs[0] } };
}

/** Reads the merged lines again: one RUN that is valid in its shell must come of them. */
function isSound(file: Dockerfile, plan: MergePlan): boolean {
  const first = plan.instructions[0];
  const last = plan.instructions.at(-1);
  if (first === undefined || last === undefined) return false;
  const start = file.source.lineStart(first.firstLine);
  const end = file.source.lineStart(last.lastLine + 1);
  const edits = plan.edits.map(({ range, text }) => ({
    range: { start: range.start - start, end: range.end - start },
    text,
  }));
  const directive = `# escape=${file.escape}\n`;
  const merged = parseDockerfile(directive + applyEdits(file.text.slice(start, end), edits));
  const [run] = merged.instructions;
  if (run === undefined || merged.instructions.length !== 1 || run.name !== 'RUN') return false;
  return run.json === undefined && run.script !== undefined && run.script.errors.length === 0;
}
