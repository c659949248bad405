import type { App } from '../../app';
import type { BuildRequest } from '../../core/build/build-request';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { buildUnattended } from '../builds/attended-build';
import { readDockerfile } from '../builds/perform-build';
import { defineCommand } from '../define';
import { readBuildLine } from './build-surroundings';
import { buildAnswers, type GivenBuildAnswers, optionsOfAnswers, requestOfAnswers } from './build-answers';
import { buildFormPage } from './build-form-page';
import { chosenDockerfile, dockerfileInExplorer } from './dockerfile-to-build';

interface Result {
  /** Absent when only files were wanted. */
  readonly imageId?: string;
  /** The first name, with its tag; absent for an image without a name. */
  readonly reference?: string;
}

/** Builds an image of a Dockerfile. */
export const buildDockerfile = defineCommand({
  id: 'slipway.dockerfile.build',
  title: 'Build Image…',
  summary:
    'Builds an image of a Dockerfile with the engine’s own builder, honouring `.dockerignore`; a form has all its options and the docker line that says the same. The page of the build shows steps and output, the line that failed is marked.',
  icon: 'tools',
  palette: true,
  editor: { group: '1_modification@1' },
  explorer: { group: '7_slipway', file: dockerfileInExplorer, folder: true },
  answers: buildAnswers,
  oneOf: [['file'], ['uri'], ['line'], ['address'], ['archive']],
  result: '{ imageId?: string; reference?: string }',
  run: async (app, call): Promise<Result> => {
    if (call.programmatic) return buildUnattended(app, await requestOfAnswers(app, call.answers));
    const file = await chosenDockerfile(app, call.answers.file ?? call.answers.uri, t('Build Image'));
    // What the editor shows is what a person means.
    await app.dockerfiles.save([file]);
    // One that cannot be read has no form.
    await readDockerfile(file);
    const page = await app.pages.open(buildFormPage, { file, ...given(app, file, call.answers) });
    await page.closed;
    return {};
  },
});

/** What the caller knows already. */
function given(app: App, file: string, answers: GivenBuildAnswers): { readonly given?: Partial<BuildRequest> } {
  if (answers.line !== undefined) {
    const check = readBuildLine(app, answers.line, file);
    return 'build' in check ? { given: check.build.request } : {};
  }
  const options = optionsOfAnswers(app, answers);
  const source = answers.context === undefined ? undefined : ({ kind: 'folder', folder: answers.context } as const);
  const known = defined({ ...options, source });
  return Object.keys(known).length > 0 ? { given: known } : {};
}
