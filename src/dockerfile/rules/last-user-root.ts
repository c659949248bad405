import { t } from '../../core/localize';
import { linesAfter } from '../facts/lines';
import { sectionsOf } from '../facts/sections';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';

/** DL3002: a stage that ends as root. */
export const lastUserRoot = defineRule({
  code: 'DL3002',
  name: 'last-user-root',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'suggested',
  summary: 'The container would run as root: end the stage with a `USER` that has fewer rights.',
  docs: `What breaks out of a container that runs as root is root outside too, as far as the engine lets it. Switch to a
user without rights once the work that needs root is done.

The last \`USER\` of every stage is looked at; a stage that only serves others may well be left as root.`,
  examples: [
    { bad: 'FROM busybox:1.36\nUSER root\nRUN id\n', fixed: 'FROM busybox:1.36\nUSER root\nRUN id\nUSER 1000\n' },
    { good: 'FROM busybox:1.36\nUSER root\nRUN id\nUSER guest\n' },
  ],
  checkFile(file, context) {
    for (const { instructions, triggers } of sectionsOf(file)) {
      for (const list of [instructions, triggers]) {
        const last = list.findLast(({ name }) => name === 'USER');
        const word = last?.words[0];
        if (last === undefined || word === undefined || !isRoot(word.value)) continue;
        context.report(last, {
          message: t('The container would run as root: end the stage with a USER that has fewer rights.'),
          range: word.range,
          fix: () => (last.onbuild === undefined ? otherUser(last, instructions, file) : undefined),
        });
      }
    }
  },
});

function isRoot(user: string): boolean {
  return /^["']?(?:root|0)(?::.*)?["']?$/.test(user);
}

function otherUser(user: Instruction, instructions: readonly Instruction[], file: Dockerfile): Fix {
  const needsRoot = instructions.findLast(({ name }) => ['RUN', 'COPY', 'ADD', 'WORKDIR', 'USER'].includes(name));
  return {
    kind: 'suggested',
    title: t('Insert USER 1000 after the last instruction that needs root'),
    edits: [linesAfter(file, needsRoot ?? user, 'USER 1000')],
  };
}
