import type { GlobStep } from './glob';

/** What leads to a node where it is no character (those are code points) and no class (those are {@link firstClass} and below). */
export const any = -1;
/** Behind `*`: stays for all but `/`. */
export const star = -2;
/** Behind `**` that takes anything: stays for everything. */
export const rest = -3;
/** In the folders of `**` and `/`: stays for everything. Its one child is {@link behind}. */
export const inside = -4;
/** Behind those folders: by a `/`, or by nothing when the folders were only reached. */
export const behind = -5;
export const firstClass = -6;

export type GlobClass = Extract<GlobStep, { kind: 'class' }>;

/**
 * Patterns as the paths of a tree, so that what patterns begin with is there once. Nodes are numbered from top to bottom,
 * first children first: the first child of a node has the next number.
 */
export interface GlobTree {
  /** What leads to each node; 0 for the root. */
  readonly labels: readonly number[];
  readonly parents: readonly number[];
  /** Label `firstClass - n` is the class n. */
  readonly classes: readonly GlobClass[];
  /** The patterns that end at a node, by their places in the list. */
  readonly ends: ReadonlyMap<number, readonly number[]>;
}

/** Whether a label leads to its node without a character. */
export const isFree = (label: number | undefined): boolean => label === star || label === rest || label === inside || label === behind;

/** The tree of the patterns. Sorted patterns give its nodes in their order. */
export function globTree(patterns: readonly (readonly GlobStep[])[]): GlobTree {
  const classes: GlobClass[] = [];
  const numbers = new Map<string, number>();
  const classNumber = (step: GlobClass): number => {
    const key = JSON.stringify(step);
    const number = numbers.get(key) ?? classes.push(step) - 1;
    numbers.set(key, number);
    return number;
  };
  const written = patterns
    .map((steps, pattern) => ({ pattern, labels: labelsOf(steps, classNumber) }))
    .sort((left, right) => compare(left.labels, right.labels));
  const labels = [0];
  const parents = [-1];
  const ends = new Map<number, number[]>();
  const path = [0];
  let before: readonly number[] = [];
  for (const each of written) {
    let common = 0;
    while (common < each.labels.length && common < before.length && each.labels[common] === before[common]) common++;
    path.length = common + 1;
    for (const label of each.labels.slice(common)) {
      parents.push(path.at(-1) ?? 0);
      path.push(labels.push(label) - 1);
    }
    addTo(ends, path.at(-1) ?? 0, each.pattern);
    before = each.labels;
  }
  return { labels, parents, classes, ends };
}

/** Adds to the list of a key. */
export function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function labelsOf(steps: readonly GlobStep[], classNumber: (step: GlobClass) => number): readonly number[] {
  return simplified(steps).flatMap((step) => {
    switch (step.kind) {
      case 'character':
        return [step.character.codePointAt(0) ?? 0];
      case 'any':
        return [any];
      case 'star':
        return [star];
      case 'rest':
        return [rest];
      case 'folders':
        return [inside, behind];
      case 'class':
        return [firstClass - classNumber(step)];
    }
  });
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < left.length && at < right.length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The same meaning with no more than two steps on end that may take nothing: a star and folders. */
function simplified(steps: readonly GlobStep[]): readonly GlobStep[] {
  const result: GlobStep[] = [];
  for (const step of steps) {
    let next = step;
    for (let joined = joinedSteps(result.at(-1), next); joined !== undefined; joined = joinedSteps(result.at(-1), next)) {
      result.pop();
      next = { kind: joined };
    }
    // `*?` is `?*`, of which there are fewer.
    if (next.kind === 'any' && result.at(-1)?.kind === 'star') result.splice(-1, 0, next);
    else result.push(next);
  }
  return result;
}

/** What two steps are that may take nothing, where they are together no more than one of them, or anything. */
function joinedSteps(before: GlobStep | undefined, next: GlobStep): 'star' | 'folders' | 'rest' | undefined {
  if (!mayTakeNothing(before) || !mayTakeNothing(next)) return undefined;
  if (before.kind === next.kind) return before.kind;
  return before.kind === 'star' && next.kind === 'folders' ? undefined : 'rest';
}

function mayTakeNothing(step: GlobStep | undefined): step is Extract<GlobStep, { kind: 'star' | 'folders' | 'rest' }> {
  return step?.kind === 'star' || step?.kind === 'folders' || step?.kind === 'rest';
}
