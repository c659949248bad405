import { Finding } from '../dockerfile/finding';
import { defineRule } from '../dockerfile/rule';
import { SourceText } from '../dockerfile/text';
import type { CheckedFile } from './checked-file';
import { sentence } from './sentence';

/** A file that could not be read or checked: not a rule that can be asked for, but a finding as any other. */
const rule = defineRule({
  code: 'FileFailed',
  name: 'file-failed',
  origin: 'slipway',
  severity: 'error',
  fixes: 'none',
  summary: 'The file could not be read or checked.',
  docs: '',
  examples: [],
});

/** What went wrong with one file, as its only finding, so that reports stay whole and the other files are checked. */
export function failedFile(file: string, error: unknown): CheckedFile {
  const source = new SourceText('');
  const range = { start: 0, end: 0 };
  return { file, source, findings: [new Finding(rule, rule.names, 'error', 0, range, { message: sentence(error) })] };
}
