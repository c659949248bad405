import { t } from '../../core/localize';
import { stageEnvironments } from '../facts/environment';
import type { Instruction } from '../instruction';
import { removes, reportUncleaned } from '../packages/cleaning';
import { finalStages } from '../packages/final-image';
import { covers } from '../packages/mounts';
import { defineRule, type RuleContext } from '../rule';
import { commandsNamed } from '../shell/programs';
import { eachRunOf } from '../shell/runs';
import type { ShellScript } from '../shell/shell-script';
import { withoutTrailingSlashes } from '../../core/trailing';

/** DL3060: `yarn install` leaves its cache in the image. */
export const yarnCacheClean = defineRule({
  code: 'DL3060',
  name: 'yarn-cache-clean',
  origin: 'hadolint',
  severity: 'info',
  fixes: 'suggested',
  summary: '`yarn install` leaves its cache in the layer: run `yarn cache clean` in the same `RUN`.',
  docs: `yarn keeps a copy of every package that it downloads. Cleaned in the same \`RUN\` the copies never become part of a
layer. With a cache mount on yarn's folder they stay out of the image and the next build downloads less. Stages that the final image is
not built from are left alone.

yarn 2 and later run programs out of that cache where the project wants it so (Plug'n'Play), and then need it: the fix is for a
person to choose.`,
  examples: [
    {
      bad: 'FROM node:22\nRUN yarn install\n',
      fixed: 'FROM node:22\nRUN yarn install && yarn cache clean\n',
    },
    { good: 'FROM node:22\nRUN yarn install && yarn cache clean\n' },
    { good: 'FROM node:22\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn/v6 yarn install\n' },
  ],
  checkFile: eachRunOf(['yarn'], (run, script, context) => {
    const stage = context.file.stageOf(run);
    if (run.onbuild === undefined && stage !== undefined && !finalStages(context.file).has(stage)) return;
    reportUncleaned(run, script, context, {
      mountedOn: (target) =>
        isYarnFolder(target) || [...usual, ...namedFolders(run, script, context)].some((folder) => covers(target, folder)),
      fills: ({ name, words }) => (name === 'yarn' ? words.find(({ value }) => value === 'install') : undefined),
      cleans: (command) =>
        (command.name === 'yarn' && command.operands()[0]?.value === 'cache' && command.operands()[1]?.value === 'clean') ||
        removes(command, '/usr/local/share/.cache', '/root/.cache'),
      command: () => 'yarn cache clean',
      message: t('yarn leaves its cache in the layer: run yarn cache clean in the same RUN.'),
      folders: ['/usr/local/share/.cache/yarn'],
      isCertain: false,
    });
  }),
});

/** Of the user root: yarn 1 as root, yarn 1 elsewhere, yarn 2 and later. */
const usual = ['/usr/local/share/.cache/yarn', '/root/.cache/yarn', '/root/.yarn/berry/cache'];

/** The home of the user and the folder of the project are not known: any folder of these names may be yarn's. */
function isYarnFolder(target: string): boolean {
  return /\/\.cache(?:\/yarn(?:\/v\d+)?)?$|\/\.?yarn(?:-cache|\/(?:berry|berry\/cache|cache))?$/.test(target);
}

/** `YARN_CACHE_FOLDER`, `--cache-folder` and `yarn config set cache-folder`. */
function namedFolders(run: Instruction, script: ShellScript, { file, configuration }: RuleContext): readonly string[] {
  const environments = stageEnvironments(file, configuration.baseImages);
  const commands = commandsNamed(script, 'yarn');
  return [
    environments.variable('YARN_CACHE_FOLDER', run)?.value,
    ...commands.map((command) => command.flagValue('cache-folder')),
    ...commands
      .map(({ words }) => words[words.findIndex(({ value }) => /^(?:cache-folder|cacheFolder)$/.test(value)) + 1]?.value)
      .filter((value) => value?.startsWith('/') === true),
    ...commands.map(({ assignments }) => /^YARN_CACHE_FOLDER=["']?(\/[^"']*)/.exec(assignments[0]?.text ?? '')?.[1]),
  ].flatMap((folder) => (folder === undefined || folder === '' ? [] : [withoutTrailingSlashes(folder)]));
}
