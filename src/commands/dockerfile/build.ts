import path from 'node:path';
import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import type { BuildRequest } from '../../core/build/build-request';
import { failure, isCancelled } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';
import { familiarReference, invalidNewName, parseReference, shortId, withDefaultTag } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import { parseDockerfile } from '../../dockerfile/parse';
import { fileOnDisk } from '../../files/on-disk';
import type { MessageAction } from '../../ports';
import { optional, text, textsByName } from '../answers/takes';
import { defineCommand } from '../define';
import { imageRow, revealImage } from '../targets/image-targets';
import { runImage } from '../images/run';
import { localPath } from '../archives/local-files';
import { askBuild, type BuildAnswers, rememberBuild } from './ask-build';
import { performBuild, readDockerfile } from '../builds/perform-build';
import { openBuildTerminal } from './build-terminal';
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
    'Builds an image of a Dockerfile with the engine’s own builder, honouring `.dockerignore`; steps and output stand in a terminal, the line that failed is marked.',
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
    if (!call.programmatic) await app.dockerfiles.save([wanted.context]);
    app.log.command(dockerLine(buildWords(wanted), app.terminalShell()));
    const result = await build(app, wanted, !call.programmatic);
    if (call.programmatic) return result;
    await rememberBuild(app, wanted);
    app.show.status(t('Built {0}', result.reference ?? shortId(result.imageId)));
    if (result.reference === undefined) await app.views.refresh('images');
    else offerToRun(app, result.reference, await revealImage(app, result.reference));
    return result;
  },
});

/**
 * What comes after a build: to run it, and to find it, as a build often begins in the Explorer or in the editor, where no
 * image can be seen. Nobody waits for the answer.
 */
function offerToRun(app: App, reference: string, seen: boolean): void {
  const run: MessageAction = {
    title: t('Run…'),
    run: async () => {
      const row = await imageRow(app, reference);
      await runImage.run(app, { nodes: row ? [row] : [], answers: {}, programmatic: false });
    },
  };
  const show: MessageAction = {
    title: t('Show in Images'),
    run: async () => {
      await revealImage(app, reference, { open: true });
    },
  };
  app.show.information(t('Built {0}', oneLine(reference)), run, ...(seen ? [] : [show])).catch((error: unknown) => app.show.error(error));
}

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

function buildWords({ file, context, reference, target, buildArgs = {} }: Checked): readonly string[] {
  return [
    'build',
    '-f',
    file,
    ...(reference === undefined ? [] : ['-t', reference]),
    ...(target === undefined ? [] : ['--target', target]),
    ...Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    context,
  ];
}

async function build(app: App, wanted: Checked, show: boolean): Promise<Result> {
  const { file, reference, target, buildArgs } = wanted;
  const request: BuildRequest = {
    source: { kind: 'folder', folder: wanted.context },
    dockerfile: { kind: 'file', file },
    ...defined({ target, buildArguments: buildArgs, references: reference === undefined ? undefined : [reference] }),
  };
  const terminal = show ? await openBuildTerminal(app, request) : undefined;
  try {
    const { imageId } = await performBuild(app, request);
    if (imageId === undefined)
      throw failure('engineFailed', { operation: 'build', status: 200, detail: t('The builder ended without an image.') });
    terminal?.finish(t('Built {0}', reference ?? imageId));
    return { imageId, ...defined({ reference }) };
  } catch (error) {
    terminal?.finish(isCancelled(error) ? t('The build was cancelled.') : failureReason(error));
    throw error;
  }
}
