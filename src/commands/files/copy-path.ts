import { t } from '../../core/localize';
import { copiedName } from '../../core/untrusted';
import { defineCommand } from '../define';
import { chooseFiles, filesAnswers, onePlace } from '../targets/file-targets';

/** Copies paths, one a line. */
export const copyFilePath = defineCommand({
  id: 'slipway.files.copyPath',
  title: 'Copy File Path',
  summary: 'Copies the paths of files as they are in the container or the volume, one per line.',
  icon: 'copy',
  on: [{ node: 'file' }, { node: 'volumeFile' }],
  many: true,
  placement: { group: '7_copy', order: 1 },
  palette: false,
  answers: filesAnswers,
  oneOf: [...onePlace],
  result: '{ readonly text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const targets = await chooseFiles(app, call, t('Copy File Path'));
    const copied = targets.map(({ path }) => copiedName(path)).join('\n');
    await app.clipboard.write(copied);
    return { text: copied };
  },
});
