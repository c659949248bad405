import path from 'node:path';
import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure, isCancelled, SlipwayError } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';
import { familiarReference, invalidNewName, parseReference, shortId, withDefaultTag } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { Dockerfile } from '../../dockerfile/model';
import { parseDockerfile } from '../../dockerfile/parse';
import type { RegistryCredentials } from '../../engine/operation';
import { readBounded } from '../../files/bounded-file';
import { fileOnDisk } from '../../files/on-disk';
import type { MessageAction } from '../../ports';
import { optional, text, textsByName } from '../answers/takes';
import { defineCommand } from '../define';
import { imageRow, revealImage } from '../targets/image-targets';
import { runImage } from '../images/run';
import { localPath } from '../archives/local-files';
import { askBuild, type BuildAnswers, rememberBuild } from './ask-build';
import { lineOfStep, registriesOf } from './build-plan';
import { BuildTerminal } from './build-terminal';
import { buildContext } from './build-context';
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
    const dockerfile = parseDockerfile(await readText(file));
    const wanted = checked(call.programmatic ? { ...answers, file } : await askBuild(app, dockerfile, { ...answers, file }));
    if (!call.programmatic) await app.dockerfiles.save([wanted.context]);
    app.log.command(dockerLine(buildWords(wanted), app.terminalShell()));
    const result = await build(app, dockerfile, wanted, !call.programmatic);
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

async function readText(file: string): Promise<string> {
  try {
    return await readBounded(file, 'dockerfile');
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    throw failure('fileFailed', { file, code, detail: error instanceof Error ? error.message : String(error) }, error);
  }
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

async function build(app: App, dockerfile: Dockerfile, wanted: Checked, show: boolean): Promise<Result> {
  const { file, reference, target, buildArgs } = wanted;
  if (show) app.show.requireTerminal(t('Build Image'));
  app.trust.requireForRegistries(t('Build Image'));
  const terminal = new BuildTerminal();
  const title = t('Building {0}', oneLine(reference ?? path.basename(file)));
  app.dockerfiles.markBuild({ file, problem: undefined });
  const credentials = await credentialsFor(app, dockerfile);
  if (show)
    await app.show.terminal({
      name: t('Build: {0}', reference ?? path.basename(file)),
      icon: 'tools',
      open: () => Promise.resolve(terminal),
      tellsEnd: true,
      reuse: `build ${file}`,
    });
  try {
    const imageId = await app.progress.run(title, async (onProgress, cancel) => {
      const signal = AbortSignal.any([cancel, terminal.signal]);
      const engine = await app.connection.engine(signal);
      const { archive, name } = await buildContext(wanted.context, file, await readText(file), app.host.platform);
      const built = await engine.builder.build(archive, {
        dockerfile: name,
        signal,
        onProgress,
        credentials,
        onOutput: (text) => terminal.print(text),
        ...defined({ reference, target, buildArguments: buildArgs }),
      });
      return built.imageId;
    });
    terminal.finish(t('Built {0}', reference ?? imageId));
    return { imageId, ...defined({ reference }) };
  } catch (error) {
    const placed = withLine(dockerfile, file, error);
    terminal.finish(isCancelled(placed) ? t('The build was cancelled.') : failureReason(placed));
    const { line, detail } = SlipwayError.details(placed, 'buildFailed') ?? {};
    if (line !== undefined) app.dockerfiles.markBuild({ file, problem: { line, message: detail ?? '' } });
    throw placed;
  }
}

function withLine(dockerfile: Dockerfile, file: string, error: unknown): unknown {
  const details = SlipwayError.details(error, 'buildFailed');
  if (!details) return error;
  const line = details.line ?? lineOfStep(dockerfile, details.step);
  return line === undefined ? error : failure('buildFailed', { ...details, line, file }, error);
}

async function credentialsFor(app: App, dockerfile: Dockerfile): Promise<readonly RegistryCredentials[]> {
  const known = await Promise.all(registriesOf(dockerfile).map((registry) => app.registries.credentials(registry)));
  return known.filter((entry) => entry !== undefined);
}
