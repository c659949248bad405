import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { findFileIfAny, writeFile } from '../../engine/files/container-files';
import { uriOfFile } from '../../nodes/file-rows';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { fileAnswers, inPlace, onePlace, tellChanged } from '../targets/file-targets';
import { askNewEntry } from './new-entry';

/** Makes an empty file, and opens it. */
export const newFile = defineCommand({
  id: 'slipway.files.newFile',
  title: 'New File…',
  summary: 'Creates an empty file in a folder of a container or a volume, with the owner of the folder, and opens it.',
  icon: 'new-file',
  on: [{ node: 'file', with: ['folder'] }, { node: 'volumeFile', with: ['folder'] }, { node: 'volume' }],
  placement: { group: '4_keep', order: 5 },
  palette: false,
  answers: { ...fileAnswers, name: optional(text('Name of the file; `path` is the folder.')) },
  oneOf: [...onePlace],
  result: '{ readonly path: string }',
  run: async (app, call): Promise<{ readonly path: string }> => {
    const title = t('New File');
    const { target, folder, path } = await askNewEntry(app, call, { title, prompt: (name) => t('Name of the new file in {0}', name) });
    await inPlace(app, call, target, 'owners', async (engine, open) => {
      if (await findFileIfAny(engine, open, path))
        throw failure('conflict', { name: folder, usedBy: [], detail: t('It has something of this name already.') });
      await writeFile(engine, open, path, new Uint8Array());
    });
    await tellChanged(app, target.place, [folder]);
    if (!call.programmatic) await app.files.open(uriOfFile(app, { place: target.place, path }));
    return { path };
  },
});
