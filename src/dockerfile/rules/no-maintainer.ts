import { t } from '../../core/localize';
import { casedLike } from '../facts/lines';
import type { Instruction } from '../instruction';
import { defineRule, type Fix } from '../rule';

/** DL4000 and MaintainerDeprecated. */
export const noMaintainer = defineRule({
  code: 'DL4000',
  name: 'no-maintainer',
  origin: 'hadolint',
  aliases: ['MaintainerDeprecated'],
  severity: 'error',
  fixes: 'safe',
  summary: '`MAINTAINER` is out of date: write the label `org.opencontainers.image.authors`.',
  docs: `Use the label \`org.opencontainers.image.authors\`, which tools can read.`,
  examples: [
    {
      bad: 'FROM busybox:1.36\nMAINTAINER Somebody <somebody@example.org>\n',
      fixed: 'FROM busybox:1.36\nLABEL org.opencontainers.image.authors="Somebody <somebody@example.org>"\n',
    },
    { good: 'FROM busybox:1.36\nLABEL org.opencontainers.image.authors="Somebody"\n' },
  ],
  on: ['MAINTAINER'],
  checkInstruction(maintainer, context) {
    context.report(maintainer, {
      message: t('MAINTAINER is out of date: name the author in a label.'),
      ...(maintainer.onbuild !== undefined && { names: ['DL4000'] }),
      fix: () => asLabel(maintainer),
    });
  },
});

function asLabel(maintainer: Instruction): Fix | undefined {
  const text = maintainer.argumentsText.trim();
  const { escape, source } = maintainer.file;
  const { start, end } = maintainer.argumentsRange;
  const written = source.text.slice(start, end).trimEnd();
  if (text === '' || written.includes('\n') || maintainer.flags.length > 0 || maintainer.onbuild !== undefined) return undefined;
  const label = casedLike(maintainer.keyword, 'LABEL');
  const between = source.text.slice(maintainer.keywordRange.end, start);
  const keyword = { start: maintainer.keywordRange.start, end: start };
  const key = `${label}${between}org.opencontainers.image.authors=`;
  if (/^"[^"\\`$]*"$/.test(text)) {
    return { kind: 'safe', title: t('Use a label'), edits: [{ range: keyword, text: key }] };
  }
  const special = /["$\\`]/g;
  const quoted = written.replace(special, (character) =>
    character === '"' || character === '$' || character === escape ? escape + character : character,
  );
  return {
    kind: 'safe',
    title: t('Use a label'),
    edits:
      quoted === written
        ? [
            { range: keyword, text: `${key}"` },
            { range: { start: start + written.length, end: start + written.length }, text: '"' },
          ]
        : [{ range: { start: keyword.start, end: start + written.length }, text: `${key}"${quoted}"` }],
  };
}
