import { t } from '../../core/localize';
import { defineCommand } from '../define';
import { composeAnswers, composeFileInExplorer, composeTarget, oneComposeTarget, requireFiles } from './compose-target';
import { requireTrust, runCompose } from './run-compose';

/** Pulls the images that a Compose file names. */
export const composePull = defineCommand({
  id: 'slipway.compose.pull',
  title: 'Compose Pull',
  summary: 'Pulls the images that a Compose project uses, by the installed `docker compose` or `podman compose`.',
  icon: 'cloud-download',
  on: [{ node: 'containerGroup' }],
  placement: { group: '1_run', order: 3 },
  palette: true,
  explorer: { group: '7_slipway', file: composeFileInExplorer },
  answers: composeAnswers,
  oneOf: oneComposeTarget,
  result: '{ readonly project: string }',
  run: async (app, call): Promise<{ readonly project: string }> => {
    const title = t('Compose Pull');
    requireTrust(app, title);
    const target = await composeTarget(app, call, title);
    requireFiles(target);
    await runCompose(app, { title, target, words: ['pull'], programmatic: call.programmatic });
    return { project: target.name };
  },
});
