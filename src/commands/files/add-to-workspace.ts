import { t } from '../../core/localize';
import { uriOfFile } from '../../nodes/file-rows';
import { defineCommand } from '../define';
import { chooseFile, fileAnswers, onePlace, shownName } from '../targets/file-targets';

/** Shows a folder in VS Code's own Explorer. */
export const addFilesToWorkspace = defineCommand({
  id: 'slipway.files.addToWorkspace',
  title: 'Add Folder to Workspace',
  summary: 'Adds a folder of a container or a volume to the workspace, where the Explorer shows it and all of VS Code works with it.',
  icon: 'root-folder',
  on: [{ node: 'file', with: ['folder'] }, { node: 'volumeFile', with: ['folder'] }, { node: 'volume' }],
  placement: { group: '2_open', order: 2 },
  palette: false,
  answers: fileAnswers,
  oneOf: [...onePlace],
  result: '{ readonly uri: string }',
  run: async (app, call): Promise<{ readonly uri: string }> => {
    await app.connection.engine();
    const target = await chooseFile(app, call, t('Add Folder to Workspace'));
    const uri = uriOfFile(app, target);
    const top = target.path === '/' ? shownName(target) : `${shownName(target)} (${target.place.name})`;
    await app.files.addToWorkspace(uri, top);
    return { uri };
  },
});
