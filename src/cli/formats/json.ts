import type { Severity } from '../../dockerfile/configuration';
import type { Finding } from '../../dockerfile/finding';
import { placeOf, type CheckedFile } from '../checked-file';

/** One finding in the JSON output. Lines and columns count from 1, columns in UTF-16 code units. */
export interface JsonFinding {
  readonly file: string;
  /**
   * The line on which the tools of `code` and `aliases` print it: the first of the instruction in most cases. The three
   * members below speak of the exact place, which may begin further down.
   */
  readonly line: number;
  /** Where the exact place begins, in its own first line. */
  readonly column: number;
  readonly endLine: number;
  /** Behind the last character. */
  readonly endColumn: number;
  /** The DL number where there is one, else BuildKit's name; `DU` and a number for an error of the builder. */
  readonly code: string;
  /** The other names under which this very finding stands. */
  readonly aliases: readonly string[];
  readonly level: Severity;
  readonly message: string;
  readonly fix: 'safe' | 'suggested' | null;
}

/** One object for each finding of a file. */
export function jsonPiece(checked: CheckedFile): string {
  return checked.findings.map((finding) => JSON.stringify(jsonFinding(checked, finding))).join(',\n');
}

/** An array with all objects. */
export function jsonWhole(pieces: readonly string[]): string {
  const filled = pieces.filter((piece) => piece !== '');
  return filled.length === 0 ? '[]\n' : `[\n${filled.join(',\n')}\n]\n`;
}

function jsonFinding(checked: CheckedFile, finding: Finding): JsonFinding {
  const { column, endLine, endColumn } = placeOf(checked, finding);
  const { code, aliases, severity: level, message } = finding;
  return { file: checked.file, line: finding.line + 1, column, endLine, endColumn, code, aliases, level, message, fix: fixKind(finding) };
}

function fixKind(finding: Finding): JsonFinding['fix'] {
  return finding.fix?.kind ?? finding.alternatives[0]?.kind ?? null;
}
