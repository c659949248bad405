import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { PullResult } from '../../engine/images/images';
import { back } from '../../ports';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { imageChoices, imageName, imagesOf } from '../targets/image-targets';
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
    const given = call.answers.images ?? imagesOf(call.nodes).map(imageName);
    if (given.length > 0)
      return pullEach(
        app,
        given.map((reference) => ({ reference })),
        call.programmatic,
      );
    const title = t('Pull Again');
    const choices = (await imageChoices(app)).filter(({ value }) => value.reference !== undefined);
    const chosen = await app.ask.chooseMany(choices, { title, placeholder: t('Choose images') });
    if (chosen === back || chosen.length === 0) throw failure('cancelled', { operation: title });
    return pullEach(
      app,
      chosen.map((data) => ({ reference: imageName(data) })),
      call.programmatic,
    );
  },
});
