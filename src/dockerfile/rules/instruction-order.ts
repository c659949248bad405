import { t } from '../../core/localize';
import { defineRule } from '../rule';

/** DL3061: what must not stand before the first FROM. */
export const instructionOrder = defineRule({
  code: 'DL3061',
  name: 'instruction-order',
  origin: 'hadolint',
  severity: 'error',
  fixes: 'none',
  summary: 'Before the first `FROM` only `ARG`, comments and parser directives may stand.',
  docs: `Before the first \`FROM\` there is no stage to work in; only \`ARG\` may stand there, for the use of \`FROM\`.`,
  examples: [
    { bad: 'LABEL a="b"\nFROM debian:12\n' },
    { good: '# syntax=docker/dockerfile:1\nARG VERSION=12\nFROM debian:${VERSION}\nLABEL a="b"\n' },
  ],
  checkFile(file, context) {
    for (const instruction of file.preamble) {
      if (instruction.name === 'ARG') continue;
      context.report(instruction, {
        message: t('{0} is not allowed before the first FROM: only ARG and comments are.', instruction.name),
      });
    }
  },
});
