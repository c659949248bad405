import { oneLine } from '../../core/untrusted';
import type { Severity } from '../../dockerfile/configuration';
import { placeOf, type CheckedFile } from '../checked-file';

const colours: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36, style: 35 };

/** One line for each finding: `Dockerfile:3:9 DL3014 warning: Use the -y switch.`, with the exact place. */
export function textPiece(checked: CheckedFile, coloured: boolean): string {
  const paint = (colour: number, text: string): string => (coloured ? `\u001b[${colour}m${text}\u001b[0m` : text);
  let report = '';
  const name = oneLine(checked.file, 4096);
  for (const finding of checked.findings) {
    const { line, column } = placeOf(checked, finding);
    const level = paint(colours[finding.severity], `${finding.severity}:`);
    report += `${name}:${line}:${column} ${paint(1, finding.code)} ${level} ${oneLine(finding.message, 1000)}\n`;
  }
  return report;
}
