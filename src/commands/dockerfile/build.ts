import path from 'node:path';
import type { App } from '../../app';
import type { BuildRequest } from '../../core/build/build-request';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { familiarReference, invalidNewName, parseReference, withDefaultTag } from '../../core/reference';
import { parseDockerfile } from '../../dockerfile/parse';
import { fileOnDisk } from '../../files/on-disk';
import { optional, text, textsByName } from '../answers/takes';
import { defineCommand } from '../define';
import { localPath } from '../archives/local-files';
import { askBuild, type BuildAnswers, rememberBuild } from './ask-build';
import { buildAttended, buildUnattended } from '../builds/attended-build';
import { showBegun } from '../builds/build-page';
import { readDockerfile } from '../builds/perform-build';
import { dockerfileToBuild } from './dockerfile-to-build';
import { defined } from '../../core/records';

interface Result {
  readonly imageId: string;
  /** With its tag; absent for an image without a name. */
  readonly reference?: string;
}

/** Builds an image of a Dockerfile. */
export const buildDockerfile = defineCommand({
  id: 'slipway.dockerfile.build',
  title: 'Build Image…',
  summary:
    'Builds an image of a Dockerfile with the engine’s own builder, honouring `.dockerignore`; its page shows steps and output, the line that failed is marked.',
  icon: 'tools',
  palette: true,
  editor: { group: '1_modification@1' },
  explorer: { group: '7_slipway', file: '/^(?!.*ignore$)((.*\\.)?(docker|container)file(\\..*)?)$/i' },
  answers: {
    file: optional(text('Absolute path (or `file:` URI) of the Dockerfile.')),
    context: optional(text('Absolute path of the context folder; that of the Dockerfile without it.')),
    reference: optional(text('Name of the image; without it the image has none.')),
    target: optional(text('Stage to build; the last one without it.')),
    buildArgs: optional(textsByName('Values of build arguments.')),
    uri: optional(text('The Dockerfile by its URI, as Explorer and editor give it.')),
  },
  oneOf: [['file'], ['uri']],
  result: '{ imageId: string; reference?: string }',
  run: async (app, call): Promise<Result> => {
    const { uri, file: given = uri, ...answers } = call.answers;
    const file = await fileOnDisk(localPath('file', given ?? (await dockerfileToBuild(app))));
    // What the editor shows is what a person means, though the engine gets what is on the disk.
    if (!call.programmatic) await app.dockerfiles.save([file]);
    const dockerfile = parseDockerfile(await readDockerfile(file));
    const wanted = checked(call.programmatic ? { ...answers, file } : await askBuild(app, dockerfile, { ...answers, file }));
    if (call.programmatic) return build(app, wanted, buildUnattended);
    const result = await build(app, wanted, (_app, request) => buildAttended(app, request, showBegun(app)));
    await rememberBuild(app, wanted);
    return result;
  },
});

type Checked = BuildAnswers & { readonly context: string };

function checked({ file, context, reference, ...rest }: BuildAnswers): Checked {
  const reason = reference === undefined ? undefined : invalidNewName(reference);
  if (reference !== undefined && reason !== undefined) throw failure('invalidInput', { field: 'reference', value: reference, reason });
  return {
    ...rest,
    file,
    context: context === undefined ? path.dirname(file) : localPath('context', context),
    ...(reference === undefined ? {} : { reference: familiarReference(withDefaultTag(parseReference(reference))) }),
  };
}

async function build(app: App, wanted: Checked, perform: typeof buildUnattended): Promise<Result> {
  const { file, reference, target, buildArgs } = wanted;
  const request: BuildRequest = {
    source: { kind: 'folder', folder: wanted.context },
    dockerfile: { kind: 'file', file },
    ...defined({ target, buildArguments: buildArgs, references: reference === undefined ? undefined : [reference] }),
  };
  const { imageId } = await perform(app, request);
  if (imageId === undefined)
    throw failure('engineFailed', { operation: 'build', status: 200, detail: t('The builder ended without an image.') });
  return { imageId, ...defined({ reference }) };
}
