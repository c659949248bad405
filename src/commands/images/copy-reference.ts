import { t } from '../../core/localize';
import { copiedName } from '../../core/untrusted';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { images } from '../targets/image-targets';

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
    const targets = await chooseTargets(app, call, images, { title: t('Copy Reference'), askForOne: true });
    const text = targets.map(({ name }) => copiedName(name)).join('\n');
    await app.clipboard.write(text);
    return text;
  },
});
