import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure, isCancelled, SlipwayError, type SlipwayErrorKind } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';
import { checkRunLine, type LineSurroundings, parseRunLine, parseRunWords, type RunLine } from '../../core/run-line';
import { oneLine } from '../../core/untrusted';
import type { ContainerSummary, TerminalStream } from '../../engine/containers/containers';
import type { Engine } from '../../engine/engine';
import { containerNode } from '../../nodes/container';
import type { Node } from '../../nodes/define';
import { back, type Remark } from '../../ports';
import { choice, optional, text, texts } from '../answers/takes';
import { CookedTerminal } from '../terminals/cooked-terminal';
import { defineCommand } from '../define';
import { askTarget, targetsOfRows } from '../targets/choose-targets';
import { images } from '../targets/image-targets';
import { offerCommitAfter } from '../terminals/offer-commit';
import { askInSteps } from '../asking/steps';
import { chooseReading, chosenReading, lineReadings, type LineReading, readAs, readingLabel, readingRemark } from './line-dialect';
import { lineSurroundings } from './line-surroundings';
import { missingImage } from './missing-image';
import { proposedLine, rememberRun } from './proposed-line';
import { pullImage } from './pull';
import { removeAtEnd } from './remove-at-end';
import { defined } from '../../core/records';

interface Result {
  /** Id of the container. */
  readonly container: string;
  readonly name: string;
}

/** Runs an image in a new container, detached or in a terminal. */
export const runImage = defineCommand({
  id: 'slipway.images.run',
  title: 'Run Image…',
  summary: 'Runs an image by a `docker run` option line, detached or with its terminal. A missing image is pulled.',
  icon: 'play',
  on: [{ node: 'image' }],
  placement: { group: '1_run', order: 1, inline: true },
  palette: true,
  key: { key: 'r', views: ['images'] },
  answers: {
    line: optional(text('What stands after `docker run`: `-d --name web -p 8080:80 nginx:1`.')),
    image: optional(text('Reference or id of the image.')),
    options: optional(texts('With `image`: the options, one word each.')),
    command: optional(texts('With `image`: the command, one word each.')),
    dialect: optional(
      choice(
        ['posix', 'powershell', 'cmd'],
        'How `line` is written; by what stands in it without it, and as a POSIX shell where nothing tells.',
      ),
    ),
    workingDirectory: optional(text('Absolute path that `.` and `$(pwd)` in the line stand for; else the folder of the workspace.')),
  },
  oneOf: [['line'], ['image']],
  result: '{ container: string; name: string }',
  run: async (app, call): Promise<Result> => {
    const { image, options = [], command = [], workingDirectory = app.workspaceFolder(), dialect = 'automatic' } = call.answers;
    // A line may name an engine, and then the one in use must be known.
    await app.connection.engine();
    const known = lineSurroundings(app, workingDirectory);
    const asked = call.answers.line === undefined && image === undefined ? await askLine(app, call.nodes, known) : undefined;
    const line = call.answers.line ?? asked?.line;
    const surroundings = readAs(known, asked?.reading ?? dialect);
    const read =
      line === undefined ? parseRunWords({ options, image: image ?? '', command }, surroundings) : parseRunLine(line, surroundings);
    if (!read.detached) app.show.requireTerminal('docker run');
    // Where somebody works in it, Slipway removes it by itself and asks before.
    const asksAtEnd = !call.programmatic && read.remove && !read.detached && read.interactive;
    const run = asksAtEnd ? withoutAutoRemove(read) : read;
    app.log.command(dockerLine(['run', ...run.words], app.terminalShell()));
    const container = await create(app, run, !call.programmatic);
    const engine = await app.connection.engine();
    const stream = await start(app, engine, run, container, !call.programmatic);
    if (!call.programmatic && line !== undefined) await rememberRun(app, line, run);
    const result = await present(app, engine, run, container, stream, !call.programmatic && !run.remove);
    if (asksAtEnd) removeAtEnd(app, engine, { id: container, name: result.name }).catch((error: unknown) => app.show.error(error));
    return result;
  },
});

/** The same run without the engine's own removal at the end. */
function withoutAutoRemove(run: RunLine): RunLine {
  const { HostConfig, ...body } = run.specification.body;
  const { AutoRemove, ...host } = (HostConfig ?? {}) as Readonly<Record<string, unknown>>;
  return AutoRemove === true ? { ...run, specification: { ...run.specification, body: { ...body, HostConfig: host } } } : run;
}

async function askLine(
  app: App,
  nodes: readonly Node[],
  surroundings: LineSurroundings,
): Promise<{ readonly line: string; readonly reading: LineReading }> {
  const title = t('Run Image');
  let image = targetsOfRows(nodes, images)[0]?.name;
  const fromRow = image !== undefined;
  let line: string | undefined;
  let reading = chosenReading(app);
  const askImage = async (place: object): Promise<typeof back | undefined> => {
    const chosen = await askTarget(app, images, { title, ...place });
    if (chosen === back) return back;
    image = chosen.name;
    return undefined;
  };
  const askOptions = async (place: object): Promise<typeof back | undefined> => {
    const prompt = t('Options, image and command, as after docker run. With -d it runs in the background.');
    const { line: value, cursor } = await proposedLine(app, image ?? '');
    const mode = {
      icon: 'terminal',
      label: () => t('Read as: {0}', readingLabel(reading)),
      next: () => void (reading = lineReadings[(lineReadings.indexOf(reading) + 1) % lineReadings.length] ?? 'automatic'),
    };
    const typed = await app.ask.input({
      title,
      ...place,
      prompt,
      value,
      cursor,
      mode,
      check: (text) => remark(text, readAs(surroundings, reading)),
    });
    if (typed === back) return back;
    line = typed;
    return undefined;
  };
  await askInSteps([...(fromRow ? [] : [askImage]), askOptions]);
  if (line === undefined) throw failure('cancelled', { operation: 'run' });
  if (reading !== chosenReading(app)) await chooseReading(app, reading);
  return { line, reading };
}

function remark(value: string, surroundings: LineSurroundings): Remark | undefined {
  const checked = checkRunLine(value, surroundings);
  const reading = readingRemark(value, surroundings);
  if ('reason' in checked) return { severity: 'error', message: reading === undefined ? checked.reason : `${checked.reason} ${reading}` };
  return reading === undefined ? undefined : { severity: 'information', message: reading };
}

/** Creates the container; an image that is missing is pulled first, after asking. */
async function create(app: App, run: RunLine, mayAsk: boolean): Promise<string> {
  if (run.pull === 'always') await pull(app, run, mayAsk);
  try {
    return await createOnce(app, run);
  } catch (error) {
    const missing = run.pull === 'never' ? undefined : await missingImage(await app.connection.engine(), run, error);
    if (missing === undefined) throw error;
    const { platform = '' } = run.specification;
    const question =
      missing === 'image'
        ? t('There is no local image {0}.', oneLine(run.image))
        : t('The local image {0} is not for {1}.', oneLine(run.image), oneLine(platform));
    if (mayAsk) await app.ask.confirm(question, t('Pull and Run'));
  }
  await pull(app, run, mayAsk);
  return createOnce(app, run);
}

async function pull(app: App, { image, specification: { platform } }: RunLine, mayAsk: boolean): Promise<void> {
  const answers = { reference: image, ...defined({ platform }) };
  await pullImage.run(app, { nodes: [], answers, programmatic: !mayAsk });
}

async function createOnce(app: App, run: RunLine): Promise<string> {
  const engine = await app.connection.engine();
  return app.progress.run(t('Creating a container from {0}', oneLine(run.image)), async (_report, signal) => {
    const { id, warnings } = await engine.containers.create(run.specification, signal);
    for (const warning of warnings) app.log.information(warning);
    if (!signal.aborted) return id;
    await discard(app, engine, id);
    throw failure('cancelled', { operation: 'run' });
  });
}

/** Starts the container, attached before so that none of its output is missed. One that cannot start goes again. */
async function start(app: App, engine: Engine, run: RunLine, container: string, mayAsk: boolean): Promise<TerminalStream | undefined> {
  let stream: TerminalStream | undefined;
  try {
    if (!run.detached) stream = await engine.containers.attach(container);
    await engine.containers.start(container);
    return stream;
  } catch (error) {
    stream?.dispose();
    const ask = mayAsk && !run.remove && refusals.has(error instanceof SlipwayError ? error.kind : undefined);
    if (!ask) {
      await discard(app, engine, container);
      throw error;
    }
    app.log.error(`docker run ${run.image}`, error);
    if (await wantsToKeep(app, error)) await reveal(app, engine, container);
    else await discard(app, engine, container);
    // The question has shown what went wrong.
    throw failure('cancelled', { operation: 'run' }, error);
  }
}

/** Failures of the start itself; after others the engine is not there to keep anything. */
const refusals: ReadonlySet<SlipwayErrorKind | undefined> = new Set(['conflict', 'engineFailed', 'invalidInput', 'notFound']);

async function wantsToKeep(app: App, error: unknown): Promise<boolean> {
  try {
    const detail = t('The container is removed unless you keep it.');
    await app.ask.confirm(t('The container was created but could not start: {0}', failureReason(error)), t('Keep the Container'), detail);
    return true;
  } catch (answer) {
    if (isCancelled(answer)) return false;
    throw answer;
  }
}

/** Removes a container that a failed run has made, with its anonymous volumes. */
async function discard(app: App, engine: Engine, container: string): Promise<void> {
  try {
    await engine.containers.remove(container, { force: true, volumes: true });
  } catch (error) {
    // With --rm the engine has removed it already.
    if (!SlipwayError.details(error, 'notFound') && !SlipwayError.details(error, 'conflict')) app.log.error(`remove ${container}`, error);
  }
}

async function present(
  app: App,
  engine: Engine,
  run: RunLine,
  id: string,
  stream: TerminalStream | undefined,
  offersCommit: boolean,
): Promise<Result> {
  if (!stream) return { container: id, name: await reveal(app, engine, id) };
  // One that ends at once and removes itself is listed no more.
  const name = run.specification.name ?? (await find(engine, id))?.name ?? id.slice(0, 12);
  const interrupt = (signal: string): void =>
    void engine.containers.kill(id, signal).catch((error: unknown) => app.log.error(`interrupt ${name}`, error));
  // With a terminal of its own the container gets the key itself.
  const session = run.tty ? stream : new CookedTerminal(stream, { input: run.interactive, interrupt });
  const shown = offersCommit && run.interactive ? offerCommitAfter(app, { id, name }, { fresh: true })(session) : session;
  await app.show.terminal({ name: t('Run: {0}', name), icon: 'play', open: () => Promise.resolve(shown) });
  return { container: id, name };
}

async function find(engine: Engine, id: string): Promise<ContainerSummary | undefined> {
  const [summary] = await engine.containers.list({ all: true, filters: { id: [id] } });
  return summary;
}

/** Reveals the container's row; gives its name. */
async function reveal(app: App, engine: Engine, id: string): Promise<string> {
  const container = await find(engine, id);
  if (!container) return id.slice(0, 12);
  await app.show.reveal(containerNode.make({ container, readAt: Date.now() }).id);
  return container.name;
}
