import { t } from '../../core/localize';
import { defineRule } from '../rule';

/** DL3011: a port that does not exist. */
export const validPort = defineRule({
  code: 'DL3011',
  name: 'valid-port',
  origin: 'hadolint',
  severity: 'error',
  fixes: 'none',
  summary: 'A port is a number from 0 to 65535.',
  docs: `The builder refuses a port number above 65535, alone or at an end of a range.`,
  examples: [{ bad: 'FROM busybox:1.36\nEXPOSE 80000\n' }, { good: 'FROM busybox:1.36\nEXPOSE 65535 8000-8100/udp\n' }],
  on: ['EXPOSE'],
  checkInstruction(expose, context) {
    for (const { value, range } of expose.words) {
      const ports = /^(?:[^]*:)?(\d+)(?:-(\d+))?(?:\/[^]*)?$/.exec(value);
      if (ports === null || ![ports[1], ports[2]].some((port) => port !== undefined && Number(port) > 65535)) continue;
      context.report(expose, { message: t('{0} is not a port: use a number from 0 to 65535.', value), range });
    }
  },
});
