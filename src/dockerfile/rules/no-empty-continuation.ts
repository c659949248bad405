import { t } from '../../core/localize';
import type { TextEdit } from '../edits';
import { wholeLines } from '../facts/lines';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { defineRule } from '../rule';

/** NoEmptyContinuation: blank lines inside a continued instruction. */
export const noEmptyContinuation = defineRule({
  code: 'NoEmptyContinuation',
  name: 'no-empty-continuation',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'safe',
  summary: 'A blank line inside a continued instruction is deprecated: remove it.',
  docs: `A blank line behind a line that is continued looks like the end of the instruction, but is not. The builder still
passes over it; it says that it will not for ever. Comment lines may stand there.`,
  examples: [
    {
      bad: 'FROM alpine:3.20\nRUN apk add gnupg \\\n\n    curl\n',
      fixed: 'FROM alpine:3.20\nRUN apk add gnupg \\\n    curl\n',
    },
    { good: 'FROM alpine:3.20\nRUN apk add gnupg \\\n# for the tests\n    curl\n' },
  ],
  checkFile(file, context) {
    for (const instruction of file.instructions) {
      const lines = emptyLines(instruction, file);
      const [first, ...others] = lines;
      if (first === undefined) continue;
      context.report(instruction, {
        message: t('The instruction contains a blank line.'),
        range: file.source.lineRange(first),
        alsoAt: others.map((line) => file.source.lineRange(line)),
        line: lastContinued(instruction, file),
        fix: () => ({ kind: 'safe', title: t('Delete the blank lines'), edits: deletions(lines, file) }),
      });
    }
  },
});

/** What is behind the last line end of the file is no line. */
function emptyLines(instruction: Instruction, file: Dockerfile): number[] {
  return instruction.emptyLines.filter((line) => file.source.lineStart(line) < file.text.length);
}

function lastContinued(instruction: Instruction, file: Dockerfile): number {
  const [heredoc] = instruction.heredocs;
  if (heredoc !== undefined) return file.source.lineAt(heredoc.bodyRange.start) - 1;
  const isBehindEnd = file.source.lineStart(instruction.lastLine) >= file.text.length;
  return instruction.lastLine - (isBehindEnd ? 1 : 0);
}

function deletions(lines: readonly number[], file: Dockerfile): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at];
    if (first === undefined) break;
    while (lines[at + 1] === (lines[at] ?? 0) + 1) at++;
    edits.push({ range: wholeLines(file, first, lines[at] ?? first), text: '' });
  }
  return edits;
}
