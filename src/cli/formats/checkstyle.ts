import type { Severity } from '../../dockerfile/configuration';
import { placeOf, type CheckedFile } from '../checked-file';
import { own } from '../../core/records';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'info', style: 'info' };

/** A file in Checkstyle's XML, with the exact place of each finding; `source` is the code. */
export function checkstylePiece(checked: CheckedFile): string {
  const parts = [`<file name="${escaped(checked.file)}">\n`];
  for (const finding of checked.findings) {
    const { line, column } = placeOf(checked, finding);
    const severity = levels[finding.severity];
    parts.push(
      `<error line="${line}" column="${column}" severity="${severity}" message="${escaped(finding.message)}" source="${escaped(finding.code)}"/>\n`,
    );
  }
  return `${parts.join('')}</file>\n`;
}

/** Checkstyle's XML of all files. */
export function checkstyleWhole(pieces: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${pieces.join('')}</checkstyle>\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** XML 1.0 has no way to write most control characters. */
function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (character) => own(entities, character) ?? '')
      .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
      // eslint-disable-next-line no-control-regex -- these are the characters to be found
      .replace(/[\u0000-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}
