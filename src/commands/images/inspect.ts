import type { ImagePageModel } from '../../core/image-page';
import { t } from '../../core/localize';
import { text } from '../answers/takes';
import { defineCommand } from '../define';
import { oneImage } from '../targets/one-image';
import { imagePage } from './image-page';

/** Opens the page of an image. */
export const inspectImage = defineCommand({
  id: 'slipway.images.inspect',
  title: 'Inspect Image',
  summary: 'Opens a page about an image: names, platform, size and what is shared, configuration, labels, who uses it, and its history.',
  icon: 'info',
  on: [{ node: 'image' }],
  placement: { group: '3_look', order: 1 },
  palette: true,
  key: { key: 'i', views: ['images'] },
  answers: { image: text('A reference or an id.') },
  result: '{ name, engine, details, sharedLayers, sharedBytes?: number, sizeNote?: string, steps, base?: string, usedBy }',
  run: async (app, call): Promise<ImagePageModel> => {
    const { name, image } = await oneImage(app, call, t('Inspect Image'));
    const { model } = await app.pages.open(imagePage, { name, id: image.id });
    return model;
  },
});
