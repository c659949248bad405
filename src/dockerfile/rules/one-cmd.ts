import { reportRepeated } from '../facts/repeated';
import { defineRule } from '../rule';

/** DL4003 and MultipleInstructionsDisallowed: only the last CMD of a stage counts. */
export const oneCmd = defineRule({
  code: 'DL4003',
  name: 'one-cmd',
  origin: 'hadolint',
  aliases: ['MultipleInstructionsDisallowed'],
  severity: 'warning',
  fixes: 'safe',
  summary: 'A stage has more than one `CMD`, and only the last counts: delete the others.',
  docs: `Only the last \`CMD\` of a stage counts; the ones before it are read and thrown away, which is hardly what
was meant. DL4003 stands at the later ones, MultipleInstructionsDisallowed at those that do not count.`,
  examples: [
    {
      bad: 'FROM busybox:1.36\nCMD ["./a"]\nCMD ["./b"]\n',
      fixed: 'FROM busybox:1.36\nCMD ["./b"]\n',
    },
    { good: 'FROM busybox:1.36 AS a\nCMD ["./a"]\nFROM busybox:1.36\nCMD ["./b"]\n' },
  ],
  checkFile(file, context) {
    reportRepeated('CMD', 'DL4003', file, context);
  },
});
