import { t } from '../../core/localize';
import type { KeyValue } from '../key-values';
import { defineRule, type Fix } from '../rule';
import { withoutTrailing } from '../../core/trailing';

/** DL3048: keys of labels that do not follow Docker's guidelines. */
export const labelKey = defineRule({
  code: 'DL3048',
  name: 'label-key',
  origin: 'hadolint',
  severity: 'style',
  fixes: 'suggested',
  summary: 'A label key has characters that it should not have, or a prefix reserved for Docker: rename it.',
  docs: `Docker's [guidelines for label keys](https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations):
they begin and end with a lower-case letter (or end with a digit), hold only lower-case letters, digits, \`.\`, \`-\` and \`_\`,
and no two of \`.\` or \`-\` in a row. \`com.docker.\`, \`io.docker.\` and \`org.dockerproject.\` are Docker's own. Other keys
work too; this is a matter of style.`,
  examples: [
    { bad: 'FROM busybox:1.36\nLABEL +?not..valid--key="foo"\n' },
    { bad: 'FROM busybox:1.36\nLABEL Vendor="Acme"\n', fixed: 'FROM busybox:1.36\nLABEL vendor="Acme"\n' },
    { good: 'FROM busybox:1.36\nLABEL org.example.vendor="Acme"\n' },
  ],
  on: ['LABEL'],
  checkInstruction(label, context) {
    const [first, ...others] = label.keyValues.pairs.filter(({ key }) => isBad(key));
    if (first === undefined) return;
    const reserved = reservedPrefix(first.key);
    context.report(label, {
      message:
        reserved === undefined
          ? t('The label key {0} should be made of lower-case letters, digits, _ and single . or -.', first.key)
          : t('Label keys that begin with {0} are reserved for Docker.', reserved),
      range: first.keyRange,
      alsoAt: others.map(({ keyRange }) => keyRange),
      fix: () => repaired([first, ...others]),
    });
  },
});

function reservedPrefix(key: string): string | undefined {
  return ['com.docker.', 'io.docker.', 'org.dockerproject.'].find((prefix) => key.startsWith(prefix));
}

function isBad(key: string): boolean {
  return !/^[a-z](?:[a-z0-9._-]*[a-z0-9])?$/.test(key) || /\.\.|--/.test(key) || reservedPrefix(key) !== undefined;
}

function repaired(pairs: readonly KeyValue[]): Fix | undefined {
  const edits = pairs.flatMap(({ key, keyRange }) => {
    const better = goodKey(key);
    const quote = keyRange.end - keyRange.start === key.length + 2 ? 1 : 0;
    if (isBad(better) || keyRange.end - keyRange.start !== key.length + 2 * quote) return [];
    return [{ range: { start: keyRange.start + quote, end: keyRange.end - quote }, text: better }];
  });
  return edits.length === 0 ? undefined : { kind: 'suggested', title: t('Write the keys according to the guidelines'), edits };
}

function goodKey(key: string): string {
  const good = key
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[\s/:]+/g, '-')
    .replace(/[^a-z0-9._-]/g, '')
    .replace(/([.-])[.-]+/g, '$1')
    .replace(/^[^a-z]+/, '');
  return withoutTrailing(good, (character) => !/[a-z0-9]/.test(character));
}
