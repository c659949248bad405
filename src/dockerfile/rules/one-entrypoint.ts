import { reportRepeated } from '../facts/repeated';
import { defineRule } from '../rule';

/** DL4004 and MultipleInstructionsDisallowed: only the last ENTRYPOINT of a stage counts. */
export const oneEntrypoint = defineRule({
  code: 'DL4004',
  name: 'one-entrypoint',
  origin: 'hadolint',
  aliases: ['MultipleInstructionsDisallowed'],
  severity: 'error',
  fixes: 'safe',
  summary: 'A stage has more than one `ENTRYPOINT`, and only the last counts: delete the others.',
  docs: `Only the last \`ENTRYPOINT\` of a stage counts; the ones before it are read and thrown away, which is hardly what
was meant. DL4004 stands at the later ones, MultipleInstructionsDisallowed at those that do not count.`,
  examples: [
    {
      bad: 'FROM busybox:1.36\nENTRYPOINT ["./a"]\nENTRYPOINT ["./b"]\n',
      fixed: 'FROM busybox:1.36\nENTRYPOINT ["./b"]\n',
    },
    { good: 'FROM busybox:1.36 AS a\nENTRYPOINT ["./a"]\nFROM busybox:1.36\nENTRYPOINT ["./b"]\n' },
  ],
  checkFile(file, context) {
    reportRepeated('ENTRYPOINT', 'DL4004', file, context);
  },
});
