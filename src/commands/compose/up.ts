import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { composeCommand } from './compose-command';

/** Makes and starts what a Compose file says. */
export const composeUp = composeCommand({
  id: 'slipway.compose.up',
  title: 'Compose Up…',
  summary:
    'Creates and starts the containers, networks and volumes of a Compose project, by the installed `docker compose` or `podman compose`.',
  icon: 'play',
  order: 1,
  name: () => t('Compose Up'),
  words: ['up', '--detach'],
  needsFiles: true,
  // Labels of a container say which files these are, and anybody can have written labels.
  question: ({ project, name }) =>
    project === undefined ? undefined : { message: t('Create and start what these files say for {0}?', oneLine(name)) },
});
