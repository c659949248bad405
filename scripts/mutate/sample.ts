import { seededNumbers } from '../seeded-numbers';

/** A mutant as a run of Stryker names it; lines and columns count from nought. */
export interface Mutant {
  readonly key: string;
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** `size` of the mutants, the same ones for the same seed and the same code, in whatever order they come. */
export function sampleOf(mutants: readonly Mutant[], size: number, seed: number): readonly Mutant[] {
  const next = seededNumbers(seed);
  return mutants
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map((mutant) => ({ mutant, order: next() }))
    .sort((one, other) => one.order - other.order)
    .slice(0, size)
    .map(({ mutant }) => mutant);
}

/** Patterns of Stryker's `mutate` for just these mutants and those that lie in them: what is left alone stays as fast as it was. */
export function rangesOf(mutants: readonly Mutant[]): readonly string[] {
  return [...new Set(mutants.map(({ file, start, end }) => `${file}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`))];
}
