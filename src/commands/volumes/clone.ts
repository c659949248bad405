import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { createFilledVolume, withVolumeArchive } from '../../engine/files/volume-archives';
import { name, text } from '../answers/takes';
import { askInSteps } from '../asking/steps';
import { textSteps } from '../asking/text-steps';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { volumes } from '../targets/volume-targets';
import { counted } from './counted';
import { checkedVolumeName, wrongVolumeName } from './new-volume';

/** Makes a volume with the same content. */
export const cloneVolume = defineCommand({
  id: 'slipway.volumes.clone',
  title: 'Clone Volume…',
  summary:
    'Creates a volume of the driver `local` with what is in another one, with owners, modes and times. When it fails or is cancelled no volume is left.',
  icon: 'copy',
  on: [{ node: 'volume' }],
  placement: { group: '5_keep', order: 3 },
  palette: true,
  answers: { volume: name('Name of the volume.'), name: text('Name of the new volume.') },
  result: '{ readonly name: string }',
  run: async (app, call): Promise<{ readonly name: string }> => {
    const title = t('Clone Volume');
    const { name: source } = await chooseTarget(app, call, volumes, { title, placeholder: t('Choose a volume') });
    const typed = { name: call.answers.name ?? `${source}-copy` };
    if (call.answers.name === undefined) {
      const taken = await app.inventory.read('volumes');
      const ask = textSteps(app, title, typed);
      await askInSteps([
        ask({ key: 'name', prompt: t('Name of the copy of {0}', oneLine(source)), problem: (value) => wrongVolumeName(value, taken) }),
      ]);
    }
    const copy = checkedVolumeName(typed.name, 'name');
    await app.progress.run(t('Cloning {0}', oneLine(source)), async (report, signal) => {
      const engine = await app.connection.engine(signal);
      await withVolumeArchive(engine, source, signal, (archive) =>
        createFilledVolume(engine, { name: copy }, signal, (put) => put(counted(archive, report))),
      );
    });
    if (!call.programmatic) await app.show.reveal(`volume/${copy}`, 'volumes');
    return { name: copy };
  },
});
