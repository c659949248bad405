import { randomBytes } from 'node:crypto';
import type { App } from '../../app';
import type { Build } from '../../builds/builds';
import type { BuildRequest } from '../../core/build/build-request';
import { isLocalAddress } from '../../core/engine-place';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { oneLine, plainLines } from '../../core/untrusted';
import { type StepMount, type StepSurroundings, stepSurroundings } from '../../dockerfile/failed/step-surroundings';
import type { Instruction } from '../../dockerfile/instruction';
import type { Dockerfile } from '../../dockerfile/model';
import { parseDockerfile } from '../../dockerfile/parse';
import type { TerminalStream } from '../../engine/containers/containers';
import type { Engine } from '../../engine/engine';
import { flag, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { PrefacedTerminal } from '../terminals/prefaced-terminal';
import { buildAnswer, chosenBuild } from './chosen-builds';
import { callsOfBuild, readDockerfile } from './perform-build';
import { type ShellPlan, shellPlan, type ShellPlanOptions } from './shell-container';
import { removeShell } from './shell-end';
import { putSecrets, secretFiles } from './shell-secrets';

/** Opens a shell in what was there when a RUN failed. */
export const openBuildShell = defineCommand({
  id: 'slipway.builds.openShell',
  title: 'Open a Shell Where It Failed…',
  summary:
    'Builds up to the RUN at which a build failed, which the cache makes quick, and opens a terminal there with the step’s environment, folder, user, shell and mounts, as far as a container can have them. The failed command is in its history. Container and image go when the terminal is closed.',
  icon: 'terminal',
  on: [
    { node: 'build', with: ['failedRun'] },
    { node: 'buildStep', with: ['failedRun'] },
  ],
  placement: { group: '1_run', order: 2, inline: true },
  palette: true,
  key: { key: 'e', views: ['builds'] },
  answers: {
    build: buildAnswer,
    secrets: optional(flag('Puts the secrets that the step reads into the container as files; they are asked for without it.')),
  },
  result: '{ readonly container: string }',
  run: async (app, call): Promise<{ readonly container: string }> => {
    app.show.requireTerminal(t('Open a Shell Where It Failed'));
    app.trust.requireForRegistries(t('Open a Shell Where It Failed'));
    const build = await chosenBuild(app, call, {
      title: t('Open a Shell Where It Failed'),
      placeholder: t('Failed build'),
      accepts: ({ state }) => state === 'failed',
    });
    const { dockerfile, run } = await failedRun(build);
    const engine = await app.connection.engine();
    const platform = build.request.platform ?? engine.information.platform;
    const surroundings = stepSurroundings(dockerfile, run, build.request.buildArguments ?? {}, platform);
    const files = secretFiles(surroundings);
    const given = call.programmatic ? (call.answers.secrets ?? false) : call.answers.secrets;
    // Asked before anything is begun.
    const wantsSecrets = await asksForSecrets(app, files, given);
    const image = await app.progress.run(t('Building up to line {0}', run.firstLine + 1), (onProgress, signal) =>
      buildBefore(app, engine, { request: build.request, dockerfile, surroundings }, { onProgress, signal }),
    );
    const facts = await planFacts(app, engine, image, { request: build.request, surroundings }).catch((error: unknown) =>
      giveUp(engine, { image }, error),
    );
    const { id, stream, plan } = await startShell(engine, facts);
    if (wantsSecrets)
      await putSecrets(app, engine, id, files, build.request).catch((error: unknown) => {
        stream.dispose();
        return giveUp(engine, { image, container: id }, error);
      });
    const terminal = new PrefacedTerminal(stream, preface(run, surroundings, plan), () => {
      removeShell(engine, { image, container: id }).catch((error: unknown) => app.log.error('the shell of a failed build', error));
    });
    await app.show.terminal({ name: t('Failed: {0}', oneLine(build.title, 60)), icon: 'terminal', open: () => Promise.resolve(terminal) });
    return { container: id };
  },
});

/** The RUN at which a build failed, in the Dockerfile as it is now. Throws `unsupported`, `invalidInput` and `fileFailed`. */
async function failedRun({
  number,
  request,
  graph,
  failure: error,
}: Build): Promise<{ readonly dockerfile: Dockerfile; readonly run: Instruction }> {
  const { dockerfile: file } = request;
  if (file.kind === 'inside')
    throw failure('unsupported', {
      operation: t('Open a Shell Where It Failed'),
      engine: 'Slipway',
      detail: t('The Dockerfile is in an archive or at an address, where Slipway does not read it.'),
    });
  const { placeFailure } = await import('./build-marks');
  const dockerfile = parseDockerfile(file.text ?? (await readDockerfile(file.file)));
  const instruction = placeFailure(dockerfile, { graph, request, number }, error)?.place.instruction;
  if (instruction?.name === 'RUN') return { dockerfile, run: instruction };
  throw failure('invalidInput', {
    field: 'build',
    value: String(number),
    reason: t('The build did not fail at a RUN, or its Dockerfile has changed since.'),
  });
}

interface Before {
  readonly request: BuildRequest;
  readonly dockerfile: Dockerfile;
  readonly surroundings: StepSurroundings;
}

/** Builds up to the instruction; gives the id of an image that nothing else has. */
async function buildBefore(
  app: App,
  engine: Engine,
  { request, dockerfile, surroundings }: Before,
  options: { readonly onProgress: (progress: { readonly message?: string }) => void; readonly signal: AbortSignal },
): Promise<string> {
  const { source, buildArguments, secrets, ssh, network, extraHosts, shmSize, ulimits, contexts, platform } = request;
  const file = request.dockerfile.kind === 'file' ? request.dockerfile.file : '';
  const { imageId } = await engine.builder.build(
    {
      source,
      dockerfile: { kind: 'file', file, text: surroundings.dockerfile },
      // Of its own even where nothing stands above, so that no base image is taken for it and removed.
      labels: { 'slipway.shell': randomBytes(8).toString('hex') },
      ...defined({ buildArguments, secrets, ssh, network, extraHosts, shmSize, ulimits, contexts, platform }),
    },
    { ...callsOfBuild(app, dockerfile), ...options, onEvent: () => undefined },
  );
  if (imageId === undefined)
    throw failure('engineFailed', { operation: 'build', status: 200, detail: t('The builder ended without an image.') });
  return imageId;
}

async function planFacts(
  app: App,
  engine: Engine,
  image: string,
  known: Pick<ShellPlanOptions, 'request' | 'surroundings'>,
): Promise<ShellPlanOptions> {
  const { Config } = await engine.images.inspect(image);
  const { Env, Shell } = (Config ?? {}) as { readonly Env?: unknown; readonly Shell?: unknown };
  const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
  const { state } = app.connection;
  return {
    ...known,
    image,
    shell: texts(Shell),
    imageVariables: new Set(texts(Env).map((each) => each.split('=', 1)[0] ?? '')),
    isLocal: state.kind === 'connected' && isLocalAddress(state.candidate.address),
  };
}

/** Secrets come into a container, from which they can be copied, only when somebody wants it. */
async function asksForSecrets(app: App, secrets: readonly StepMount[], given: boolean | undefined): Promise<boolean> {
  if (secrets.length === 0 || given !== undefined) return secrets.length > 0 && given === true;
  const names = secrets.map(({ id, target }) => oneLine(id ?? target ?? '')).join(', ');
  const put = t('Put Them In');
  const without = t('Without Them');
  const answer = await app.ask.decide(
    t('The step reads secrets: {0}. Put them into the container as files?', names),
    [without, put],
    t('They are in the container’s file system until the terminal is closed, and whoever can use the engine can read them there.'),
  );
  return answer === put;
}

interface StartedShell {
  readonly id: string;
  readonly stream: TerminalStream;
  readonly plan: ShellPlan;
}

async function startShell(engine: Engine, facts: ShellPlanOptions): Promise<StartedShell> {
  const plan = shellPlan(facts);
  let container: string | undefined;
  let stream: TerminalStream | undefined;
  try {
    const { id } = await engine.containers.create({ body: plan.body });
    container = id;
    stream = await engine.containers.attach(id);
    await engine.containers.start(id);
    return { id, stream, plan };
  } catch (error) {
    stream?.dispose();
    // An engine behind a local socket may be in a virtual machine that has not this folder.
    const lacksFolder = facts.isLocal && SlipwayError.details(error, 'notFound')?.what === 'path';
    if (lacksFolder && container === undefined) return startShell(engine, { ...facts, isLocal: false });
    return giveUp(engine, { image: facts.image, ...defined({ container }) }, error);
  }
}

/** Leaves nothing of a shell that was not opened. */
async function giveUp(engine: Engine, made: { readonly image: string; readonly container?: string }, error: unknown): Promise<never> {
  await removeShell(engine, made).catch(() => undefined);
  throw error instanceof SlipwayError ? error : failure('engineFailed', { operation: 'run', status: 0, detail: String(error) }, error);
}

function preface(run: Instruction, { command }: StepSurroundings, { missing, hasHistory }: ShellPlan): readonly string[] {
  return [
    t('This is what the builder had before line {0}, where it failed:', run.firstLine + 1),
    ...plainLines(command, 1_000)
      .split('\n')
      .map((line) => `  ${line}`),
    ...(hasHistory ? [t('It is in the history: the up arrow brings it back.')] : []),
    ...missing,
    t('When this terminal is closed, the container is removed with everything in it.'),
    '',
  ];
}
