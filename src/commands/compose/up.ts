import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { defineCommand } from '../define';
import { composeAnswers, composeFileInExplorer, composeTarget, oneComposeTarget, requireFiles } from './compose-target';
import { requireTrust, runCompose } from './run-compose';

/** Makes and starts what a Compose file says. */
export const composeUp = defineCommand({
  id: 'slipway.compose.up',
  title: 'Compose Up…',
  summary:
    'Creates and starts the containers, networks and volumes of a Compose project, by the installed `docker compose` or `podman compose`.',
  icon: 'play',
  on: [{ node: 'containerGroup' }],
  placement: { group: '1_run', order: 1 },
  palette: true,
  explorer: { group: '7_slipway', file: composeFileInExplorer },
  answers: composeAnswers,
  oneOf: oneComposeTarget,
  result: '{ readonly project: string }',
  run: async (app, call): Promise<{ readonly project: string }> => {
    const title = t('Compose Up');
    requireTrust(app, title);
    const target = await composeTarget(app, call, title);
    const files = requireFiles(target);
    // Labels of a container say which files these are, and anybody can have written labels.
    if (!call.programmatic && target.project !== undefined)
      await app.ask.confirm(
        t('Create and start what these files say for {0}?', oneLine(target.name)),
        t('Compose Up'),
        files.map((file) => oneLine(file, 500)).join('\n'),
      );
    await runCompose(app, { title, target, words: ['up', '--detach'], programmatic: call.programmatic });
    return { project: target.name };
  },
});
