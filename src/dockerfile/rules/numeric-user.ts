import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';

/** DL3066: USER with a name. */
export const numericUser = defineRule({
  code: 'DL3066',
  name: 'numeric-user',
  severity: 'info',
  fixes: 'suggested',
  summary: 'Without the image nobody can tell whether a named user is root: give `USER` a number.',
  docs: `Only the image knows what number a user's name stands for. Kubernetes with \`runAsNonRoot\` refuses an image whose
user is a name, because it cannot tell whether it is root. The number is offered where the file itself says it
(\`useradd -u 1000 app\`) or everybody knows it (\`root\`, \`nobody\`).`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN useradd -l -u 1000 app\nUSER app\n',
      fixed: 'FROM debian:12\nRUN useradd -l -u 1000 app\nUSER 1000\n',
    },
    { good: 'FROM debian:12\nUSER 1000:1000\n' },
  ],
  on: ['USER'],
  checkInstruction(user, context) {
    const [word] = user.words;
    if (word === undefined) return;
    const name = word.value.replace(/^["']|["']$/g, '').replace(/:.*$/, '');
    if (/^\d+$/.test(name)) return;
    const start = word.range.start + word.value.indexOf(name);
    const range = { start, end: start + name.length };
    context.report(user, {
      message: t('The host may not know the user {0}: write its number.', name),
      range,
      fix: () => number(user, name, range, context.file),
    });
  },
});

const wellKnown: Readonly<Record<string, string>> = { root: '0', nobody: '65534', nonroot: '65532' };

function number(user: Instruction, name: string, range: Fix['edits'][number]['range'], file: Dockerfile): Fix | undefined {
  const id = numberOf(user, name, file) ?? (Object.hasOwn(wellKnown, name) ? wellKnown[name] : undefined);
  if (id === undefined) return undefined;
  return { kind: 'suggested', title: t('Write the number {0}', id), edits: [{ range, text: id }] };
}

/** The number that a `useradd` or `adduser` in the stage or one below it gives the user. */
function numberOf(user: Instruction, name: string, file: Dockerfile): string | undefined {
  for (let stage = file.stageOf(user); stage !== undefined; stage = stage.parent) {
    for (const run of stage.named('RUN')) {
      if (run.index > user.index || !run.joined.text.includes(name)) continue;
      for (const command of run.script?.named('useradd', 'adduser') ?? []) {
        const id = command.flagValue('u', 'uid');
        if (id !== undefined && /^\d+$/.test(id) && command.words.some(({ value }) => value === name)) return id;
      }
    }
  }
  return undefined;
}
