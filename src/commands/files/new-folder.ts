import { t } from '../../core/localize';
import { createFolder } from '../../engine/files/container-files';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { fileAnswers, inPlace, onePlace, tellChanged } from '../targets/file-targets';
import { askNewEntry } from './new-entry';

/** Makes a folder. */
export const newFolder = defineCommand({
  id: 'slipway.files.newFolder',
  title: 'New Folder…',
  summary: 'Creates a folder in a container or a volume, with the owner of the folder around it.',
  icon: 'new-folder',
  on: [{ node: 'file', with: ['folder'] }, { node: 'volumeFile', with: ['folder'] }, { node: 'volume' }],
  placement: { group: '4_keep', order: 6 },
  palette: false,
  answers: { ...fileAnswers, name: optional(text('Name of the new folder; `path` is the one around it.')) },
  oneOf: [...onePlace],
  result: '{ readonly path: string }',
  run: async (app, call): Promise<{ readonly path: string }> => {
    const title = t('New Folder');
    const { target, folder, path } = await askNewEntry(app, call, { title, prompt: (name) => t('Name of the new folder in {0}', name) });
    await inPlace(app, call, target, 'owners', (engine, open) => createFolder(engine, open, path));
    await tellChanged(app, target.place, [folder]);
    return { path };
  },
});
