import { t } from '../../core/localize';
import { wholeLines } from '../facts/lines';
import type { Comment } from '../comment';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';

/** DL1001: comments that silence rules. */
export const noInlineIgnore = defineRule({
  code: 'DL1001',
  name: 'no-inline-ignore',
  origin: 'hadolint',
  severity: 'off',
  fixes: 'suggested',
  summary: 'A comment silences rules (`# hadolint ignore=…`): settle that in the configuration.',
  docs: `For projects that want exceptions in one place, the configuration, and none in the files. Off until the
configuration gives it a severity. Comments for the whole file or a stage are not meant.`,
  examples: [
    {
      bad: '# hadolint ignore=DL3006\nFROM debian\n',
      fixed: 'FROM debian\n',
    },
    { good: '# hadolint shell=bash\nFROM debian:12\n' },
  ],
  checkFile(file, context) {
    for (const pragma of file.pragmas) {
      if (pragma.kind !== 'skip' || pragma.dialect !== 'hadolint' || pragma.scope !== 'instruction') continue;
      const { comment } = pragma;
      const at = instructionAt(file, comment.line);
      if (at === undefined) continue;
      context.report(at, {
        message: t('Comments that ignore rules are not allowed here: use the configuration.'),
        range: comment.range,
        line: comment.line,
        fix: () => removal(file, comment),
      });
    }
  },
});

/** The instruction in which or above which the line stands; the last one where none follows. */
function instructionAt(file: Dockerfile, line: number): Instruction | undefined {
  const { instructions } = file;
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.lastLine ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return instructions[low] ?? instructions.at(-1);
}

function removal(file: Dockerfile, { line }: Comment): Fix {
  const range = wholeLines(file, line, line);
  return { kind: 'suggested', title: t('Delete the comment'), edits: [{ range, text: '' }] };
}
