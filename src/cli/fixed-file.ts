import type { LintConfiguration } from '../dockerfile/configuration';
import { fixAll } from '../dockerfile/fix-all';
import { lint } from '../dockerfile/lint';
import { unifiedDiff } from './unified-diff';
import { replaceFile } from './write-file';

/** A file to fix. */
export interface FileToFix {
  readonly file: string;
  /** As it is called in the output. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly text: string;
  readonly configuration: LintConfiguration;
  /** Whether the file itself is changed. */
  readonly write: boolean;
}

/** What came of fixing a file. */
export interface FixedFile {
  readonly text: string;
  /** Unified, empty where nothing changes. */
  readonly diff: string;
  /** Says what was done. */
  readonly told?: string;
  /** Says why nothing was done although there is something to fix. */
  readonly refused?: string;
}

/** Makes every safe fix. A file that is not UTF-8 stays as it is, since writing it would change other bytes. */
export function fixedFile({ file, name, bytes, text, configuration, write }: FileToFix): FixedFile {
  const fixed = fixAll(text, configuration);
  if (fixed.text === text) return { text, diff: '' };
  if (!Buffer.from(text, 'utf8').equals(bytes)) {
    return { text, diff: '', refused: `${name}: it is not UTF-8 and so stays as it is` };
  }
  if (write) replaceFile(file, fixed.text);
  const codes = fixedCodes(text, fixed.text, configuration);
  return { text: fixed.text, diff: unifiedDiff(name, text, fixed.edits), told: `${name}: fixed ${codes}\n` };
}

/** `DL3009, DL3015 (2)`: the findings with a safe fix that are there no longer. */
function fixedCodes(before: string, after: string, configuration: LintConfiguration): string {
  const counts = new Map<string, number>();
  const count = (text: string, by: number): void => {
    for (const { code, fix } of lint(text, configuration)) {
      if (fix?.kind === 'safe') counts.set(code, (counts.get(code) ?? 0) + by);
    }
  };
  count(before, 1);
  count(after, -1);
  return [...counts]
    .filter(([, times]) => times > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, times]) => (times === 1 ? code : `${code} (${times})`))
    .join(', ');
}
