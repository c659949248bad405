import { reportRepeated } from '../facts/repeated';
import { defineRule } from '../rule';

/** DL3012 and MultipleInstructionsDisallowed: only the last HEALTHCHECK of a stage counts. */
export const oneHealthcheck = defineRule({
  code: 'DL3012',
  name: 'one-healthcheck',
  origin: 'hadolint',
  aliases: ['MultipleInstructionsDisallowed'],
  severity: 'error',
  fixes: 'safe',
  summary: 'A stage has more than one `HEALTHCHECK`, and only the last counts: delete the others.',
  docs: `Only the last \`HEALTHCHECK\` of a stage counts; the ones before it are read and thrown away, which is hardly what
was meant. DL3012 stands at the later ones, MultipleInstructionsDisallowed at those that do not count.`,
  examples: [
    {
      bad: 'FROM busybox:1.36\nHEALTHCHECK CMD ["./a"]\nHEALTHCHECK CMD ["./b"]\n',
      fixed: 'FROM busybox:1.36\nHEALTHCHECK CMD ["./b"]\n',
    },
    { good: 'FROM busybox:1.36 AS a\nHEALTHCHECK CMD ["./a"]\nFROM busybox:1.36\nHEALTHCHECK CMD ["./b"]\n' },
  ],
  checkFile(file, context) {
    reportRepeated('HEALTHCHECK', 'DL3012', file, context);
  },
});
