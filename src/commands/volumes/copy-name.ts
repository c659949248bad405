import { t } from '../../core/localize';
import { copiedName } from '../../core/untrusted';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { volumes } from '../targets/volume-targets';

/** Copies names, one a line. */
export const copyVolumeName = defineCommand({
  id: 'slipway.volumes.copyName',
  title: 'Copy Volume Name',
  summary: 'Copies the names of volumes, one per line.',
  icon: 'copy',
  on: [{ node: 'volume' }],
  many: true,
  placement: { group: '7_copy', order: 1 },
  palette: true,
  answers: { volumes: names('Names of the volumes.') },
  result: '{ readonly text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const targets = await chooseTargets(app, call, volumes, {
      title: t('Copy Volume Name'),
      placeholder: t('Choose a volume'),
      askForOne: true,
    });
    const text = targets.map(({ name }) => copiedName(name)).join('\n');
    await app.clipboard.write(text);
    return { text };
  },
});
