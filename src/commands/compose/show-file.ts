import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { composeAnswers, composeTarget, requireFiles } from './compose-target';

/** Opens the file that a Compose project was made of. */
export const showComposeFile = defineCommand({
  id: 'slipway.compose.showFile',
  title: 'Show Compose File',
  summary: 'Opens the files that a Compose project was made of, where they are on this computer.',
  icon: 'go-to-file',
  on: [{ node: 'containerGroup' }],
  placement: { group: '3_look', order: 5 },
  palette: true,
  answers: { project: composeAnswers.project },
  oneOf: [['project']],
  result: '{ readonly files: readonly string[] }',
  run: async (app, call): Promise<{ readonly files: readonly string[] }> => {
    const title = t('Show Compose File');
    const files = requireFiles(await composeTarget(app, call, title));
    // A project may be made of several, the one that counts last.
    for (const file of files) await app.show.file({ file });
    return { files };
  },
});
