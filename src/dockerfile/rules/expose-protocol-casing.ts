import { t } from '../../core/localize';
import { defineRule } from '../rule';

/** ExposeProtoCasing: `80/TCP`. */
export const exposeProtocolCasing = defineRule({
  code: 'ExposeProtoCasing',
  name: 'expose-protocol-casing',
  origin: 'buildkit',
  severity: 'warning',
  fixes: 'safe',
  summary: 'Write the protocol of an `EXPOSE` in lower case: `tcp`, `udp`.',
  docs: `The builder writes protocols in lower case into the image, whatever stands in the file.`,
  examples: [
    { bad: 'FROM alpine:3.20\nEXPOSE 80/TcP\n', fixed: 'FROM alpine:3.20\nEXPOSE 80/tcp\n' },
    { good: 'FROM alpine:3.20\nEXPOSE 80/tcp 53/udp\n' },
  ],
  on: ['EXPOSE'],
  checkInstruction(expose, context) {
    if (expose.onbuild !== undefined) return;
    for (const { value, text, range } of expose.words) {
      const slash = value.indexOf('/');
      const protocol = value.slice(slash + 1);
      const better = protocol.toLowerCase();
      if (slash === -1 || protocol === better || !['tcp', 'udp', 'sctp'].includes(better)) continue;
      const isWhole = range.end - range.start === text.length && text === value;
      const place = isWhole ? { start: range.start + slash + 1, end: range.end } : range;
      context.report(expose, {
        message: t('Write the protocol {0} in lower case.', protocol),
        range: place,
        ...(isWhole && { fix: { kind: 'safe', title: t('Write {0}', better), edits: [{ range: place, text: better }] } }),
      });
    }
  },
});
