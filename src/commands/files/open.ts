import { t } from '../../core/localize';
import { uriOfFile } from '../../nodes/file-rows';
import { defineCommand } from '../define';
import { chooseFile, fileAnswers, onePlace } from '../targets/file-targets';

/** Opens a file in an editor, in which it can be changed and saved. */
export const openFile = defineCommand({
  id: 'slipway.files.open',
  title: 'Open File',
  summary: 'Opens a file of a container or a volume in an editor; saving writes it back with its owner and mode.',
  icon: 'go-to-file',
  on: [
    { node: 'file', with: ['document'] },
    { node: 'volumeFile', with: ['document'] },
  ],
  placement: { group: '2_open', order: 1 },
  palette: false,
  answers: fileAnswers,
  oneOf: [...onePlace],
  result: '{ readonly uri: string }',
  run: async (app, call): Promise<{ readonly uri: string }> => {
    await app.connection.engine();
    const uri = uriOfFile(app, await chooseFile(app, call, t('Open File')));
    await app.files.open(uri);
    return { uri };
  },
});
