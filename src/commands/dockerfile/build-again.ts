import { t } from '../../core/localize';
import { optional, text } from '../answers/takes';
import { buildAttended, buildUnattended } from '../builds/attended-build';
import type { BuiltImage } from '../builds/after-build';
import { showBegun } from '../builds/build-page';
import { defineCommand } from '../define';
import { buildFormPage } from './build-form-page';
import { chosenDockerfile, dockerfileInExplorer } from './dockerfile-to-build';
import { lastBuild, proposedBuild } from './remembered-build';
import { askMissingSecrets } from './stored-secrets';

/** Builds a Dockerfile as it was built last, and asks nothing. */
export const buildDockerfileAgain = defineCommand({
  id: 'slipway.dockerfile.buildAgain',
  title: 'Build Dockerfile Again',
  summary: 'Builds a Dockerfile with all options with which it was built last; the first time its form is shown.',
  icon: 'debug-rerun',
  palette: true,
  editor: { group: '1_modification@2' },
  explorer: { group: '7_slipway', file: dockerfileInExplorer },
  answers: {
    file: optional(text('Absolute path (or `file:` URI) of the Dockerfile.')),
    uri: optional(text('The Dockerfile by its URI, as Explorer and editor give it.')),
  },
  oneOf: [['file'], ['uri']],
  result: '{ imageId?: string; reference?: string }',
  run: async (app, call): Promise<BuiltImage> => {
    const file = await chosenDockerfile(app, call.answers.file ?? call.answers.uri, t('Build Dockerfile Again'));
    const last = lastBuild(app, file);
    if (call.programmatic) return buildUnattended(app, last ?? proposedBuild(file));
    if (!last) {
      const page = await app.pages.open(buildFormPage, { file });
      await page.closed;
      return {};
    }
    app.trust.requireForRegistries(t('Build Image'));
    await askMissingSecrets(app, last);
    return buildAttended(app, last, showBegun(app));
  },
});
