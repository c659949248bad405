import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { PullResult } from '../../engine/images/images';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { images } from '../targets/image-targets';
import { pullEach } from './pull';

/** Pulls what rows name once more, so that a tag is again what its registry has. */
export const pullImagesAgain = defineCommand({
  id: 'slipway.images.pullAgain',
  title: 'Pull Again',
  summary: 'Pulls images again under their names, so that each tag matches its registry.',
  icon: 'cloud-download',
  on: [{ node: 'image', with: ['tagged'] }],
  many: true,
  placement: { group: '4_share', order: 4 },
  palette: true,
  key: { key: 'shift+p', views: ['images'] },
  answers: { images: names('References.') },
  result: 'readonly { reference: string; imageId: string; digest: string | undefined; changed: boolean }[]',
  run: async (app, call): Promise<readonly PullResult[]> => {
    const targets = await chooseTargets(app, call, images, {
      title: t('Pull Again'),
      accepts: ({ reference }) => reference !== undefined,
    });
    if (targets.length === 0) throw failure('invalidInput', { field: 'images', value: '', reason: t('No image is specified.') });
    return pullEach(
      app,
      targets.map(({ name }) => ({ reference: name })),
      call.programmatic,
    );
  },
});
