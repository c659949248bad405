import { t } from '../../core/localize';
import { stageEnvironments } from '../facts/environment';
import { globalArguments } from '../facts/global-arguments';
import { expanded, variablesIn } from '../facts/variables';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { defineRule, type Fix, type RuleContext } from '../rule';
import { own } from '../../core/records';

/** DL3066: USER with a name. */
export const numericUser = defineRule({
  code: 'DL3066',
  name: 'numeric-user',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'suggested',
  summary: 'Without the image nobody can tell whether a named user is root: give `USER` a number.',
  docs: `Only the image knows what number a user's name stands for. Kubernetes with \`runAsNonRoot\` refuses an image whose
user is a name, because it cannot tell whether it is root. The number is offered where the file itself says it
(\`useradd -u 1000 app\`) or everybody knows it (\`root\`, \`nobody\`). What ARG and ENV of the stage set is looked into; an ARG without a default may
become a number.`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN useradd -l -u 1000 app\nUSER app\n',
      fixed: 'FROM debian:12\nRUN useradd -l -u 1000 app\nUSER 1000\n',
    },
    { bad: 'FROM debian:12\nARG NAME=app\nUSER $NAME\n' },
    { good: 'FROM debian:12\nUSER 1000:1000\n' },
    { good: 'FROM debian:12\nARG UID=1000\nUSER ${UID}\n' },
  ],
  on: ['USER'],
  checkInstruction(user, context) {
    const [word] = user.words;
    if (word === undefined) return;
    const written = userIn(word.value.replace(/^["']|["']$/g, ''));
    const name = nameOf(written, user, context);
    if (name === undefined || /^\d*$/.test(name)) return;
    const start = word.range.start + word.value.indexOf(written);
    const range = { start, end: start + written.length };
    context.report(user, {
      message: t('The host may not know the user {0}: use its number.', name),
      range,
      fix: () => (written === name ? number(user, name, range, context.file) : undefined),
    });
  },
});

/** What stands before the colon in front of the group; `${NAME:-1}` has colons of its own. */
function userIn(text: string): string {
  let at = 0;
  const lastBrace = text.lastIndexOf('}');
  while (at < text.length && text[at] !== ':') {
    if (at < lastBrace && text.startsWith('${', at)) at = text.indexOf('}', at);
    at++;
  }
  return text.slice(0, at);
}

/** With the values of ARG and ENV; as written where nothing sets a variable, `undefined` where only the build knows. */
function nameOf(written: string, user: Instruction, { file, configuration }: RuleContext): string | undefined {
  if (!written.includes('$')) return written;
  const environments = stageEnvironments(file, configuration.baseImages);
  const value = expanded(written, file.escape, (name) => environments.variable(name, user)?.value, 'fail');
  if (value !== undefined) return value;
  // One from before the first FROM is not seen here, which UndefinedVar tells; as hadolint has it, it may become a number.
  const isDeclared = (name: string): boolean => environments.variable(name, user) !== undefined || globalArguments(file).names.has(name);
  const isSetLater = variablesIn(written, { escape: file.escape, quotes: true }).some(({ name }) => isDeclared(name));
  return isSetLater ? undefined : written;
}

const wellKnown: Readonly<Record<string, string>> = { root: '0', nobody: '65534', nonroot: '65532' };

function number(user: Instruction, name: string, range: Fix['edits'][number]['range'], file: Dockerfile): Fix | undefined {
  const id = numberOf(user, name, file) ?? own(wellKnown, name);
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
