import { t } from '../../core/localize';
import { composeCommand } from './compose-command';

/** Pulls the images that a Compose file names. */
export const composePull = composeCommand({
  id: 'slipway.compose.pull',
  title: 'Compose Pull',
  summary: 'Pulls the images that a Compose project uses, by the installed `docker compose` or `podman compose`.',
  icon: 'cloud-download',
  order: 3,
  name: () => t('Compose Pull'),
  words: ['pull'],
  needsFiles: true,
});
