import { t } from '../../core/localize';
import { reportWords } from '../packages/reports';
import { defineRule } from '../rule';
import { commandsNamed } from '../shell/programs';
import { eachRunOf } from '../shell/runs';

const programs = ['ssh', 'vim', 'shutdown', 'service', 'ps', 'free', 'top', 'kill', 'mount', 'ifconfig'];

/** DL3001: programs that do nothing useful while an image is built. */
export const noUseInContainer = defineRule({
  code: 'DL3001',
  name: 'no-use-in-container',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'none',
  summary: 'Commands for a terminal or a whole machine (`vim`, `ssh`, `service`, `shutdown`, `mount`, …) do nothing useful in a build.',
  docs: `A build has no terminal, no init system and no processes but its own: what \`service\` starts is gone when the
\`RUN\` ends, \`mount\` is not permitted, and \`top\` shows nothing that lasts. Start services from CMD or ENTRYPOINT.`,
  examples: [{ bad: 'FROM debian:12\nRUN service nginx start\n' }, { good: 'FROM debian:12\nCMD ["nginx", "-g", "daemon off;"]\n' }],
  checkFile: eachRunOf(programs, (run, script, context) => {
    const words = commandsNamed(script, ...programs).flatMap(({ nameWord }) => nameWord ?? []);
    reportWords(run, context, script, words, (first) =>
      t('{0} is of no use in a build: remove it.', script.text.slice(first.start, first.end)),
    );
  }),
});
