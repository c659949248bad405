import { t } from '../../core/localize';
import { removes, reportUncleaned } from '../packages/cleaning';
import { finalStages } from '../packages/final-image';
import { defineRule } from '../rule';
import { eachRunOf } from '../shell/runs';

/** DL3060: `yarn install` leaves its cache in the image. */
export const yarnCacheClean = defineRule({
  code: 'DL3060',
  name: 'yarn-cache-clean',
  severity: 'info',
  fixes: 'safe',
  summary: '`yarn install` leaves its cache in the layer: run `yarn cache clean` in the same `RUN`.',
  docs: `yarn keeps a copy of every package that it downloads. Cleaned in the same \`RUN\` the copies never become part of a
layer. With a cache mount they stay out of the image and the next build downloads less. Stages that the final image is
not built from are left alone.`,
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
      mountedOn: 'any',
      fills: ({ name, words }) => (name === 'yarn' ? words.find(({ value }) => value === 'install') : undefined),
      cleans: (command) =>
        (command.name === 'yarn' && command.operands()[0]?.value === 'cache' && command.operands()[1]?.value === 'clean') ||
        removes(command, '/usr/local/share/.cache', '/root/.cache'),
      command: () => 'yarn cache clean',
      message: t('yarn leaves its cache in the layer: run yarn cache clean in the same RUN.'),
      folders: ['/usr/local/share/.cache/yarn'],
    });
  }),
});
