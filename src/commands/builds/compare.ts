import type { PageComparison } from '../../core/build/build-page';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { showBuild } from './build-page';
import { comparisonOf } from './build-page-model';
import { buildAnswer, chosenBuild } from './chosen-builds';

/** Tells which steps a build had to do that the build before of the same Dockerfile had already, and which files are the cause. */
export const compareBuild = defineCommand({
  id: 'slipway.builds.compare',
  title: 'Compare with the Build Before',
  summary:
    'Shows which steps were not taken from the cache though the build before of the same Dockerfile had them, and which files had changed.',
  icon: 'diff',
  on: [{ node: 'build', with: ['ended'] }],
  placement: { group: '3_look', order: 4 },
  palette: true,
  key: { key: 'd', views: ['builds'] },
  answers: { build: buildAnswer },
  result:
    '{ number: number; time: number; lost: readonly { step: string; text: string; loss: { kind: string }; followers: readonly string[] }[]; gained: number; kept: number; gone: readonly string[] }',
  run: async (app, call): Promise<PageComparison> => {
    const build = await chosenBuild(app, call, {
      title: t('Compare with the Build Before'),
      placeholder: t('Build to compare with the one before'),
      accepts: (one) => one.state !== 'running',
    });
    const comparison = comparisonOf(app.builds, build);
    if (!comparison)
      throw failure('invalidInput', {
        field: 'build',
        value: String(build.number),
        reason: t('There is no build of this Dockerfile before it that has ended.'),
      });
    if (!call.programmatic) await showBuild(app, build, {});
    return comparison;
  },
});
