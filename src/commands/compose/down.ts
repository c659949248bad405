import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { composeCommand } from './compose-command';

/** Stops and removes what Compose has made of a file; volumes stay. */
export const composeDown = composeCommand({
  id: 'slipway.compose.down',
  title: 'Compose Down…',
  summary:
    'Stops and removes the containers and networks of a Compose project, by the installed `docker compose` or `podman compose`; volumes stay.',
  icon: 'debug-stop',
  order: 2,
  name: () => t('Compose Down'),
  words: ['down'],
  needsFiles: false,
  question: ({ name }) => ({
    message: t('Stop and remove the containers and networks of {0}?', oneLine(name)),
    lines: [t('Volumes stay.')],
  }),
});
