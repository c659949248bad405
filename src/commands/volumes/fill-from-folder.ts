import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { fileFailure } from '../../files/file-failure';
import { name, text } from '../answers/takes';
import { localPath } from '../archives/local-files';
import { defineCommand } from '../define';
import { upload } from '../files/upload';
import { chooseTarget } from '../targets/choose-targets';
import { volumes } from '../targets/volume-targets';

/** Copies what is in a folder of this machine to the top of a volume. */
export const fillVolumeFromFolder = defineCommand({
  id: 'slipway.volumes.fillFromFolder',
  title: 'Copy Folder into Volume…',
  summary:
    'Copies what is in a folder of this computer to the top of a volume, with modes, times and links; it gets the owner of that. The other way is Download to Folder… on the volume.',
  icon: 'folder-opened',
  on: [{ node: 'volume' }],
  placement: { group: '4_keep', order: 4 },
  palette: true,
  answers: {
    volume: name('Name of the volume.'),
    folder: text('Absolute path of a folder of this computer. What has the names in it already is replaced.'),
  },
  result: '{ readonly files: number }',
  run: async (app, call): Promise<{ readonly files: number }> => {
    const title = t('Copy Folder into Volume');
    const { name: volume } = await chooseTarget(app, call, volumes, { title, placeholder: t('Choose a volume') });
    const folder = localPath(
      'folder',
      call.answers.folder ?? (await app.ask.openFolder({ title: t('Folder to copy into {0}', oneLine(volume)) })),
    );
    const names = await readdir(folder).catch((error: unknown) => Promise.reject(fileFailure(folder, error)));
    if (names.length === 0) throw failure('invalidInput', { field: 'folder', value: folder, reason: t('This folder is empty.') });
    return upload(
      app,
      call,
      { place: { kind: 'volume', name: volume }, path: '/' },
      names.map((one) => join(folder, one)),
    );
  },
});
