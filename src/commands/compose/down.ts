import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { defineCommand } from '../define';
import { composeAnswers, composeFileInExplorer, composeTarget, oneComposeTarget } from './compose-target';
import { requireTrust, runCompose } from './run-compose';

/** Stops and removes what Compose has made of a file; volumes stay. */
export const composeDown = defineCommand({
  id: 'slipway.compose.down',
  title: 'Compose Down…',
  summary:
    'Stops and removes the containers and networks of a Compose project, by the installed `docker compose` or `podman compose`; volumes stay.',
  icon: 'debug-stop',
  on: [{ node: 'containerGroup' }],
  placement: { group: '1_run', order: 2 },
  palette: true,
  explorer: { group: '7_slipway', file: composeFileInExplorer },
  answers: composeAnswers,
  oneOf: oneComposeTarget,
  result: '{ readonly project: string }',
  run: async (app, call): Promise<{ readonly project: string }> => {
    const title = t('Compose Down');
    requireTrust(app, title);
    const target = await composeTarget(app, call, title);
    if (!call.programmatic)
      await app.ask.confirm(
        t('Stop and remove the containers and networks of {0}?', oneLine(target.name)),
        t('Compose Down'),
        [...target.files.map((file) => oneLine(file, 500)), t('Volumes stay.')].join('\n'),
      );
    await runCompose(app, { title, target, words: ['down'], programmatic: call.programmatic });
    return { project: target.name };
  },
});
