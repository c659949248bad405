import { t } from '../../core/localize';
import { failure } from '../../core/errors';
import { shortId } from '../../core/reference';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { imageName, imagesOf, localImages } from '../targets/image-targets';
import { isNewer, tagAnswers } from '../../nodes/image-updates';
import type { App } from '../../app';
import { back, type Choice } from '../../ports';
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
  answers: { images: names('References with a tag.') },
  result: '{ images: readonly string[] }',
  run: async (app, call): Promise<{ readonly images: readonly string[] }> => {
    const named = call.answers.images ?? imagesOf(call.nodes).map(imageName);
    const images = named.length > 0 ? named : await chooseOutdated(app);
    await pullEach(
      app,
      images.map((reference) => ({ reference })),
      call.programmatic,
    );
    return { images };
  },
});

async function chooseOutdated(app: App): Promise<readonly string[]> {
  const title = t('Pull Newer Image');
  const answers = tagAnswers(app);
  const choices = (await localImages(app)).flatMap(({ image, reference }): readonly Choice<string>[] =>
    reference !== undefined && isNewer(image, reference, answers.get(reference))
      ? [{ label: reference, description: shortId(image.id), picked: true, value: reference }]
      : [],
  );
  if (choices.length === 0) {
    await app.show.information(t('No newer images found yet. Use “Check for Update” to check the registries.'));
    throw failure('cancelled', { operation: title });
  }
  const chosen = await app.ask.chooseMany(choices, { title, placeholder: t('Choose images') });
  if (chosen === back || chosen.length === 0) throw failure('cancelled', { operation: title });
  return chosen;
}
