import type { Format } from './command-line';

/** Some of the files of a run, to be checked apart from the others. */
export interface Share {
  /** The words of the command line. */
  readonly words: readonly string[];
  readonly files: readonly string[];
  readonly workingFolder: string;
  readonly home: string;
  readonly windows: boolean;
  readonly format: Format;
  /** Whether the report has colours. */
  readonly coloured: boolean;
}

/** What came of a share. */
export interface CheckedShare {
  /** The parts of the report, one for each file. */
  readonly pieces: readonly string[];
  /** Whether the run must fail. */
  readonly failed: boolean;
  /** What was said on the way. */
  readonly told: string;
  /** Why nothing can be checked, in a sentence. */
  readonly problem?: string;
}

/** So many files take longer than it takes to begin with another share. */
const fewest = 150;

/** The files in shares of about the same size, in order; the first is for the caller. One share where more do not pay. */
export function sharesOf(files: readonly string[], processors: number): readonly (readonly string[])[] {
  const count = Math.max(1, Math.min(processors, Math.floor(files.length / fewest)));
  const size = Math.ceil(files.length / count);
  return Array.from({ length: count }, (_, index) => files.slice(index * size, (index + 1) * size));
}
