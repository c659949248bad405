import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';

/** DL3021: COPY of several sources to what does not look like a folder. */
export const copySeveral = defineRule({
  code: 'DL3021',
  name: 'copy-several',
  origin: 'hadolint',
  severity: 'error',
  fixes: 'safe',
  summary: 'Several sources of a `COPY` need a folder as destination: end it with `/`.',
  docs: `Several sources can only be copied into a folder, and the builder takes the destination for one only when it
ends with \`/\`.`,
  examples: [
    { bad: 'FROM busybox:1.36\nCOPY a b /src\n', fixed: 'FROM busybox:1.36\nCOPY a b /src/\n' },
    { good: 'FROM busybox:1.36\nCOPY a b /src/\n' },
    { good: 'FROM busybox:1.36\nCOPY a b "/src/"\n' },
  ],
  on: ['COPY'],
  checkInstruction(copy, context) {
    const { sources, destination } = copy.copy;
    if (sources.length < 2 || destination === undefined) return;
    const folder = destination.value.replace(/^(["'])(.*)\1$/, '$2');
    if (folder.endsWith('/')) return;
    context.report(copy, {
      message: t('Several sources can only be copied to a folder: the destination must end with /.'),
      range: destination.range,
      fix: () => withSlash(copy, context.file),
    });
  },
});

function withSlash(copy: Instruction, file: Dockerfile): Fix | undefined {
  const { destination } = copy.copy;
  if (destination === undefined) return undefined;
  const { range } = destination;
  const quoted = /["']/.test(file.text.charAt(range.end - 1));
  const at = range.end - (quoted ? 1 : 0);
  if (/[\\`]/.test(file.text.charAt(at - 1))) return undefined;
  return { kind: 'safe', title: t('Append /'), edits: [{ range: { start: at, end: at }, text: '/' }] };
}
