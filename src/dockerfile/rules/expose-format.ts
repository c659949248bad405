import { t } from '../../core/localize';
import { defineRule } from '../rule';

/** ExposeInvalidFormat: EXPOSE with an address or a port of the host. */
export const exposeFormat = defineRule({
  code: 'ExposeInvalidFormat',
  name: 'expose-format',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'safe',
  summary: '`EXPOSE` takes only ports of the container: leave out addresses and ports of the host.',
  docs: `\`EXPOSE\` only says on which port the container listens; addresses and ports of the host are given when it
is started (\`docker run -p\`). The builder drops them, and will refuse them one day.`,
  examples: [
    { bad: 'FROM alpine:3.20\nEXPOSE 127.0.0.1:80:80\n', fixed: 'FROM alpine:3.20\nEXPOSE 80\n' },
    { bad: 'FROM alpine:3.20\nEXPOSE 5000:5000/udp\n', fixed: 'FROM alpine:3.20\nEXPOSE 5000/udp\n' },
    { good: 'FROM alpine:3.20\nEXPOSE 80\n' },
  ],
  on: ['EXPOSE'],
  checkInstruction(expose, context) {
    if (expose.onbuild !== undefined) return;
    for (const { value, text, range } of expose.words) {
      if (value.includes('$')) continue;
      const colon = value.lastIndexOf(':');
      if (colon < 1 || value.slice(0, colon).replaceAll(':', '') === '') continue;
      const place = { start: range.start, end: range.start + colon + 1 };
      const isWhole = text === value && range.end - range.start === text.length;
      context.report(expose, {
        message: t('EXPOSE takes only the port of the container, not {0}.', value),
        range,
        ...(isWhole && { fix: { kind: 'safe', title: t('Keep the port of the container'), edits: [{ range: place, text: '' }] } }),
      });
    }
  },
});
