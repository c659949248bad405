import { t } from '../../core/localize';
import { text } from '../answers/takes';
import { localPath } from '../archives/local-files';
import { defineCommand } from '../define';
import { chooseFile, fileAnswers, onePlace } from '../targets/file-targets';
import { upload } from './upload';

/** The same for a whole folder: dialogs of most systems choose files or folders. */
export const uploadFolder = defineCommand({
  id: 'slipway.files.uploadFolder',
  title: 'Upload Folder…',
  summary: 'Copies a folder of this computer, with all that is in it, into a folder of a container, running or not, or of a volume.',
  icon: 'cloud-upload',
  on: [{ node: 'file', with: ['folder'] }, { node: 'volumeFile', with: ['folder'] }, { node: 'volume' }],
  placement: { group: '4_keep', order: 3 },
  palette: false,
  answers: { ...fileAnswers, folder: text('Absolute path of a folder of this computer.') },
  oneOf: [...onePlace],
  result: '{ readonly files: number }',
  run: async (app, call): Promise<{ readonly files: number }> => {
    const target = await chooseFile(app, call, t('Upload Folder'));
    const folder = call.answers.folder ?? (await app.ask.openFolder({ title: t('Folder to upload') }));
    return upload(app, call, target, [localPath('folder', folder)]);
  },
});
