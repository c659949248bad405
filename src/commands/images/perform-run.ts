import { rm } from 'node:fs/promises';
import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure, isCancelled, SlipwayError, type SlipwayErrorKind } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import type { RunLine } from '../../core/run-line';
import { oneLine } from '../../core/untrusted';
import type { ContainerSummary, TerminalStream } from '../../engine/containers/containers';
import type { Engine } from '../../engine/engine';
import { containerNode } from '../../nodes/container';
import { CookedTerminal } from '../terminals/cooked-terminal';
import { offerCommitAfter } from '../terminals/offer-commit';
import { claimIdFile, writeIdFile } from './container-id-file';
import { missingImage } from './missing-image';
import { pullImage } from './pull';
import { removeAtEnd } from './remove-at-end';

/** A container that was made of an image and started. */
export interface StartedRun {
  /** Id of the container. */
  readonly container: string;
  readonly name: string;
}

/** How a run is done besides what its line says. */
interface RunManner {
  /** Whether somebody is there who can be asked: to pull what is missing, what becomes of a container at its end. */
  readonly mayAsk: boolean;
  /** Called when the container has started, before it is shown. */
  readonly started?: (run: RunLine) => Promise<void>;
  /**
   * Whether a container that was created but could not start stays; without this somebody who may be asked is asked, and else it is
   * removed. Not called for one that removes itself, nor where the engine has gone.
   */
  readonly keeps?: (error: unknown, container: string) => Promise<boolean>;
}

/**
 * Does what a run line says: creates a container, with a pull of its image where that is missing, starts it, and shows its row or
 * its terminal. What fails or is cancelled leaves no container behind. Throws what creating, pulling and starting throw.
 */
export async function performRun(app: App, read: RunLine, manner: RunManner): Promise<StartedRun> {
  const { mayAsk } = manner;
  if (!read.detached) app.show.requireTerminal('docker run');
  // Where somebody works in it, Slipway removes it by itself and asks before.
  const asksAtEnd = mayAsk && read.remove && !read.detached && read.interactive;
  const run = asksAtEnd ? withoutAutoRemove(read) : read;
  app.log.command(dockerLine(['run', ...run.words], app.terminalShell()));
  const idFile = await claimIdFile(app, run);
  const container = await create(app, run, mayAsk);
  const engine = await app.connection.engine();
  await writeIdFile(idFile, container).catch(async (error: unknown) => {
    await discard(app, engine, container);
    throw error;
  });
  const stream = await start(app, engine, run, container, manner, idFile);
  await manner.started?.(run);
  const result = await present(app, engine, run, container, stream, mayAsk && !run.remove);
  if (asksAtEnd) removeAtEnd(app, engine, { id: container, name: result.name }).catch((error: unknown) => app.show.error(error));
  return result;
}

/** The same run without the engine's own removal at the end. */
function withoutAutoRemove(run: RunLine): RunLine {
  const { HostConfig, ...body } = run.specification.body;
  const { AutoRemove, ...host } = (HostConfig ?? {}) as Readonly<Record<string, unknown>>;
  return AutoRemove === true ? { ...run, specification: { ...run.specification, body: { ...body, HostConfig: host } } } : run;
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
async function start(
  app: App,
  engine: Engine,
  run: RunLine,
  container: string,
  manner: RunManner,
  idFile: string | undefined,
): Promise<TerminalStream | undefined> {
  let stream: TerminalStream | undefined;
  try {
    if (!run.detached) stream = await engine.containers.attach(container);
    await engine.containers.start(container);
    return stream;
  } catch (error) {
    stream?.dispose();
    const keeps = run.remove || !refusals.has(error instanceof SlipwayError ? error.kind : undefined) ? undefined : keepsBy(app, manner);
    const leave = async (): Promise<void> => {
      await discard(app, engine, container);
      if (idFile !== undefined) await rm(idFile, { force: true });
    };
    if (!keeps) {
      await leave();
      throw error;
    }
    app.log.error(`docker run ${run.image}`, error);
    if (await keeps(error, container)) await reveal(app, engine, container);
    else await leave();
    if (manner.keeps) throw error;
    // The question has shown what went wrong.
    throw failure('cancelled', { operation: 'run' }, error);
  }
}

function keepsBy(app: App, { mayAsk, keeps }: RunManner): RunManner['keeps'] {
  return keeps ?? (mayAsk ? (error) => wantsToKeep(app, error) : undefined);
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

/** Removes a container that a failed run has made, with its anonymous volumes. Never throws: what went wrong before is told. */
export async function discard(app: App, engine: Engine | Promise<Engine>, container: string): Promise<void> {
  try {
    await (await engine).containers.remove(container, { force: true, volumes: true });
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
): Promise<StartedRun> {
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
