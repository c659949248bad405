import { t } from '../../core/localize';
import { failure } from '../../core/errors';
import { shortId } from '../../core/reference';
import { names as namesAnswer } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets, type Target } from '../targets/choose-targets';
import { images, localImages } from '../targets/image-targets';
import { isNewer, tagAnswers } from '../../nodes/image-updates';
import type { App } from '../../app';
import type { ImageNodeData } from '../../nodes/image';
import type { Choice } from '../../ports';
import { pullEach } from './pull';

/** Pulls what a registry was found to have newer. */
export const pullNewerImages = defineCommand({
  id: 'slipway.images.pullNewer',
  title: 'Pull Newer Image',
  summary: 'Pulls tags again for which a check found something newer in the registry.',
  icon: 'cloud-download',
  on: [{ node: 'image', with: ['outdated'] }],
  many: true,
  placement: { group: '4_share', order: 3, inline: true },
  palette: true,
  answers: { images: namesAnswer('References with a tag.') },
  result: '{ images: readonly string[] }',
  run: async (app, call): Promise<{ readonly images: readonly string[] }> => {
    const targets = await chooseTargets(app, call, images, {
      title: t('Pull Newer Image'),
      choices: outdatedImages,
      whenNone: t('No newer images found yet. Use “Check for Update” to check the registries.'),
    });
    if (targets.length === 0) throw failure('invalidInput', { field: 'images', value: '', reason: t('No image is specified.') });
    const names = targets.map(({ name }) => name);
    await pullEach(
      app,
      names.map((reference) => ({ reference })),
      call.programmatic,
    );
    return { images: names };
  },
});

/** Those of which a check has found something newer. */
async function outdatedImages(app: App): Promise<readonly Choice<Target<ImageNodeData>>[]> {
  const answers = tagAnswers(app);
  return (await localImages(app)).flatMap((listed): readonly Choice<Target<ImageNodeData>>[] => {
    const { image, reference } = listed;
    return reference !== undefined && isNewer(image, reference, answers.get(reference))
      ? [{ label: reference, description: shortId(image.id), picked: true, value: { id: image.id, name: reference, listed } }]
      : [];
  });
}
