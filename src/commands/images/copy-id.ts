import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { chooseOneImage, imagesOf } from '../image-targets';

/** Copies the whole ids of images, one a line. */
export const copyImageId = defineCommand<object, string>({
  id: 'slipway.images.copyId',
  title: 'Copy Id',
  summary: 'Copies the whole ids of images, one a line.',
  on: [{ node: 'image' }],
  many: true,
  placement: { group: '7_copy' },
  palette: false,
  answers: {},
  result: 'string',
  run: async (app, call) => {
    const rows = imagesOf(call.nodes);
    const images = rows.length > 0 ? rows : [await chooseOneImage(app, t('Copy Id'))];
    const text = [...new Set(images.map(({ image }) => image.id))].join('\n');
    await app.clipboard.write(text);
    return text;
  },
});
