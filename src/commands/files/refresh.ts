import { t } from '../../core/localize';
import { forgetListings } from '../../engine/files/list-folder';
import { defineCommand } from '../define';
import { chooseFile, fileAnswers, folderOf, onePlace, tellChanged } from '../targets/file-targets';

/** Reads the names in a folder again. */
export const refreshFiles = defineCommand({
  id: 'slipway.files.refresh',
  title: 'Read Again',
  summary: 'Reads the names in a folder of a container or a volume again: what a container does to its files nobody tells.',
  icon: 'refresh',
  on: [
    { node: 'file', with: ['folder'] },
    { node: 'volumeFile', with: ['folder'] },
  ],
  placement: { group: '2_open', order: 3, inline: true },
  palette: false,
  answers: fileAnswers,
  oneOf: [...onePlace],
  result: 'undefined',
  run: async (app, call): Promise<undefined> => {
    const engine = await app.connection.engine();
    const target = await chooseFile(app, call, t('Read Again'));
    forgetListings(engine);
    await tellChanged(app, target.place, [folderOf(target)]);
    return undefined;
  },
});
