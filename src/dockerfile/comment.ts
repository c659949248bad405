import type { Range } from './text';

/** A comment line. */
export interface Comment {
  /** From the `#` to the end of the line, line end left out. */
  readonly range: Range;
  /** Without `#` and the blanks around. */
  readonly text: string;
  /** Counted from zero. */
  readonly line: number;
}

/** `# escape=`, `# syntax=` or `# check=` in the first lines. */
export interface Directive extends Comment {
  /** Lower case. */
  readonly name: 'escape' | 'syntax' | 'check';
  readonly value: string;
  readonly valueRange: Range;
}
