import type { CheckedFile } from './checked-file';
import type { Format } from './command-line';
import { checkstylePiece, checkstyleWhole } from './formats/checkstyle';
import { githubPiece } from './formats/github';
import { jsonPiece, jsonWhole } from './formats/json';
import { textPiece } from './formats/text';

/** A format whose reports are put together of parts, one for each file, that need nothing of one another. */
export interface ReportInPieces {
  readonly piece: (checked: CheckedFile, coloured: boolean) => string;
  readonly whole: (pieces: readonly string[]) => string;
}

const joined = (pieces: readonly string[]): string => pieces.join('');

const formats: Readonly<Record<Format, ReportInPieces | undefined>> = {
  text: { piece: textPiece, whole: joined },
  github: { piece: githubPiece, whole: joined },
  json: { piece: jsonPiece, whole: jsonWhole },
  checkstyle: { piece: checkstylePiece, whole: checkstyleWhole },
  // Its results count the rules of all files.
  sarif: undefined,
};

/** How a report of that format is put together of parts; `undefined` where it needs all files at once. */
export function reportInPieces(format: Format): ReportInPieces | undefined {
  return formats[format];
}
