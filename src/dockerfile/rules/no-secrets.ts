import { t } from '../../core/localize';
import type { TextEdit } from '../edits';
import { deletion } from '../facts/lines';
import { isKnownSecret, looksSecret } from '../facts/secret-names';
import type { Instruction } from '../instruction';
import type { KeyValue } from '../key-values';
import type { Dockerfile } from '../model';
import { defineRule, type Fix } from '../rule';

/** DL3064 and SecretsUsedInArgOrEnv: names that look like secrets. */
export const noSecrets = defineRule({
  code: 'DL3064',
  name: 'no-secrets',
  origin: 'hadolint',
  aliases: ['SecretsUsedInArgOrEnv'],
  severity: 'warning',
  fixes: 'suggested',
  summary: 'A secret in `ARG` or `ENV` can be read from the image: mount it with `RUN --mount=type=secret`.',
  docs: `The values of \`ARG\` and \`ENV\` are kept in the image, and whoever has it can read them. Give secrets to the build
with \`RUN --mount=type=secret\`, and to the container when it starts.

Only the names are looked at. DL3064 knows parts such as \`password\`, \`token\`, \`secret\`, \`private\` and \`username\`, and
some well-known names; SecretsUsedInArgOrEnv takes whole words between underscores, \`key\` and \`auth\` among them, but not
with \`public\`, \`file\` or \`version\`.`,
  examples: [
    {
      bad: 'FROM node:22\nARG NPM_TOKEN\nRUN npm ci --token "$NPM_TOKEN"\n',
      fixed: 'FROM node:22\nRUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN npm ci --token "$NPM_TOKEN"\n',
    },
    { bad: 'FROM scratch\nENV DB_PASSWORD=hunter2\n' },
    { good: 'FROM scratch\nENV COLOR=red\n' },
  ],
  on: ['ARG', 'ENV'],
  checkInstruction(instruction, context) {
    const isBuilt = context.file.stageOf(instruction) !== undefined && instruction.onbuild === undefined;
    const found = instruction.keyValues.pairs.flatMap((pair) => {
      const names = isKnownSecret(pair.key) ? ['DL3064'] : [];
      if (isBuilt && looksSecret(pair.key)) names.push('SecretsUsedInArgOrEnv');
      return names.length === 0 ? [] : [{ pair, names }];
    });
    for (const { pair, names } of found) {
      context.report(instruction, {
        message: t('{0} looks like a secret, and what {1} sets stays in the image.', pair.key, instruction.name),
        range: pair.keyRange,
        names,
        fix: () => secretMount(instruction, pair, context.file),
      });
    }
  },
});

/** Whether `$NAME` or `${NAME` stands in the text. */
function uses(text: string, name: string): boolean {
  return Array.from(text.matchAll(/\$\{?(\w+)/g)).some(([, used]) => used === name);
}

/** Takes the ARG away and mounts the secret, under the same name, in each RUN that uses it. */
function secretMount(instruction: Instruction, { key, value }: KeyValue, file: Dockerfile): Fix | undefined {
  const stage = file.stageOf(instruction);
  const isAlone = instruction.name === 'ARG' && instruction.keyValues.pairs.length === 1;
  if (stage === undefined || !isAlone || value !== undefined || !/^\w+$/.test(key)) return undefined;
  if (instruction.onbuild !== undefined) return undefined;
  const users = stage.instructions.filter(({ index, joined }) => index > instruction.index && uses(joined.text, key));
  if (users.length === 0 || users.some(({ name }) => name !== 'RUN')) return undefined;
  const mounts = users.map((run): TextEdit => {
    const at = run.flags[0]?.range.start ?? run.argumentsRange.start;
    return { range: { start: at, end: at }, text: `--mount=type=secret,id=${key},env=${key} ` };
  });
  return {
    kind: 'suggested',
    title: t('Mount the secret {0} where it is used', key),
    edits: [...deletion(file, instruction), ...mounts],
  };
}
