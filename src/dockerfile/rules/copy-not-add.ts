import { t } from '../../core/localize';
import { casedLike } from '../facts/lines';
import type { Instruction, PathArgument } from '../instruction';
import { defineRule, type Fix } from '../rule';

/** DL3020: ADD of what COPY can copy. */
export const copyNotAdd = defineRule({
  code: 'DL3020',
  name: 'copy-not-add',
  severity: 'error',
  fixes: 'safe',
  summary: '`ADD` does more than copy: take `COPY` for plain files and folders.',
  docs: `\`ADD\` unpacks archives and fetches URLs; for anything else \`COPY\` does the same and says that nothing of the
kind is meant.`,
  examples: [
    { bad: 'FROM busybox:1.36\nADD app /usr/src/\n', fixed: 'FROM busybox:1.36\nCOPY app /usr/src/\n' },
    { good: 'FROM busybox:1.36\nADD rootfs.tar.xz /\n' },
    { good: 'FROM busybox:1.36\nADD https://example.org/tool /usr/bin/\n' },
  ],
  on: ['ADD'],
  checkInstruction(add, context) {
    const { sources, destination } = add.copy;
    if (destination === undefined) return;
    const plain = sources.filter(({ value }) => !isRemote(value) && !isArchive(value));
    const [first] = plain;
    if (first === undefined) return;
    context.report(add, {
      message: t('COPY copies files and folders; ADD is for archives and URLs.'),
      range: add.keywordRange,
      fix: () => asCopy(add, sources, plain),
    });
  },
});

const archive = /\.(?:tar|tar\.(?:gz|bz2|xz|z|lz|lzma|zst)|gz|bz2|xz|z|lz|lzma|tgz|tb2|tbz|tbz2|tz2|tlz|tpz|txz|taz|tzst|zst)$/i;

function isArchive(path: string): boolean {
  return archive.test(path.replace(/^(["'])(.*)\1$/, '$2'));
}

function isRemote(path: string): boolean {
  return /^["']?(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)/i.test(path);
}

function asCopy(add: Instruction, sources: readonly PathArgument[], plain: readonly PathArgument[]): Fix | undefined {
  if (plain.length < sources.length) return undefined;
  if (add.flags.some(({ name }) => !['chown', 'chmod', 'link', 'exclude'].includes(name.toLowerCase()))) return undefined;
  // What a variable or a pattern stands for may be an archive after all.
  const isSure = !sources.some(({ value }) => /[$*?[]/.test(value));
  return {
    kind: isSure ? 'safe' : 'suggested',
    title: t('Use COPY'),
    edits: [{ range: add.keywordRange, text: casedLike(add.keyword, 'COPY') }],
  };
}
