import { t } from '../../core/localize';
import { copiedName } from '../../core/untrusted';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseOneImage, imageName, imagesOf } from '../targets/image-targets';

/** Copies the references of images, one a line. */
export const copyImageReference = defineCommand({
  id: 'slipway.images.copyReference',
  title: 'Copy Reference',
  summary: 'Copies the references of images, one per line.',
  on: [{ node: 'image', with: ['tagged'] }],
  many: true,
  placement: { group: '7_copy', order: 1 },
  palette: false,
  answers: { images: names('References.') },
  result: 'string',
  run: async (app, call): Promise<string> => {
    const rows = imagesOf(call.nodes).map(imageName);
    const text = (call.answers.images ?? (rows.length > 0 ? rows : [imageName(await chooseOneImage(app, t('Copy Reference')))]))
      .map(copiedName)
      .join('\n');
    await app.clipboard.write(text);
    return text;
  },
});
