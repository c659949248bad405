import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { ConnectError } from '@connectrpc/connect';
import type { BuildRequest } from '../../../core/build/build-request';
import { failure, SlipwayError } from '../../../core/errors';
import { t } from '../../../core/localize';
import { readBoundedBytes } from '../../../files/bounded-file';
import { fileFailure, isGone } from '../../../files/file-failure';
import { nameOnDisk } from '../../../files/on-disk';
import { inspect } from '../../images/inspection';
import { object, text } from '../../json/json';
import type { EngineTransport } from '../../transport/transport';
import type { BuildCalls, BuildOutcome } from '../builder';
import { archiveOpener } from '../context-archive';
import { buildFailure } from './build-failure';
import { type ContextTree, fileTree, folderTree, foreignNameFailure } from './context-tree';
import { openControl } from './control';
import { type OutputReceiver, outputReceiver } from './receive-output';
import { folderMethod, methodsOf, serve, serveFolder, type SessionServices } from './services';
import { BuildSession } from './session';
import { contextFolder, dockerfileFolder, namedFolders, solveRequest } from './solve-request';
import { StatusReader } from './status';

/**
 * Builds with BuildKit as `docker buildx build` does: a session over `/session` gives it files, credentials and secrets as it
 * asks for them, and its own API behind `/grpc` is told what to build and tells what it does.
 */
export async function buildWithBuildKit(transport: EngineTransport, build: BuildRequest, calls: BuildCalls): Promise<BuildOutcome> {
  const receiver = build.output && (await outputReceiver(build.output, calls.host));
  try {
    const outcome = await solve(transport, build, calls, receiver);
    await receiver?.finish();
    return outcome;
  } finally {
    await receiver?.discard();
  }
}

async function solve(
  transport: EngineTransport,
  build: BuildRequest,
  calls: BuildCalls,
  receiver: OutputReceiver | undefined,
): Promise<BuildOutcome> {
  let failed: unknown;
  let foreign: Uint8Array | undefined;
  const files = await filesOf(build, calls.platform);
  const services: SessionServices = {
    ...calls,
    trees: files.trees,
    archives: files.archives,
    secrets: build.secrets ?? [],
    agents: build.ssh ?? [],
    receive: receiver && ((bytes) => receiver.receive(bytes)),
    listener: {
      onFileSent: (path, size) => calls.onEvent({ kind: 'file', file: { path, size } }),
      onForeignName: (name) => (foreign ??= name),
    },
    onFailure: (error) => (failed ??= error),
  };
  const options = { name: 'slipway', sharedKey: files.sharedKey, methods: methodsOf(services), signal: calls.signal };
  const session = await BuildSession.open(transport, {
    ...options,
    routes: (router) => serve(router, services),
    streamed: { method: folderMethod, answer: (...call) => serveFolder(services, ...call) },
  });
  try {
    const control = await openControl(transport, calls.signal);
    try {
      calls.onEvent({ kind: 'builder', builder: 'buildkit' });
      const facts = { session: session.id, ref: randomBytes(16).toString('hex'), filename: files.filename, remote: files.remote };
      const status = new StatusReader(reported(calls));
      const call = calls.signal ? { signal: calls.signal } : {};
      const told = (async () => {
        for await (const each of control.client.status({ ref: facts.ref }, call)) status.add(each);
      })();
      // It ends with the build, and is told by it.
      told.catch(() => undefined);
      try {
        const { exporterResponse } = await control.client.solve(solveRequest(build, facts), call);
        await told.catch(() => undefined);
        return build.output ? {} : { imageId: await imageIdOf(transport, exporterResponse) };
      } catch (error) {
        if (calls.signal?.aborted) throw failure('cancelled', { operation: 'build' }, error);
        // What failed here is the reason of what the builder says.
        if (failed instanceof Error) throw failed;
        if (error instanceof SlipwayError) throw error;
        const request = {
          method: 'POST',
          path: '/grpc',
          context: { operation: 'build' },
          body: { BuildArgs: build.buildArguments ?? {} },
        } as const;
        if (control.isLost())
          throw transport.streamFailure(Object.assign(new Error('the connection ended'), { code: 'ECONNRESET' }), request);
        if (!(error instanceof ConnectError)) throw transport.streamFailure(error, request);
        await told.catch(() => undefined);
        if (foreign !== undefined && /invalid UTF-8/i.test(error.rawMessage)) throw foreignNameFailure(foreign);
        throw buildFailure(error, status, transport.context(request));
      }
    } finally {
      control.dispose();
    }
  } finally {
    session.dispose();
  }
}

/** The files of a build, and how the builder is told of them. */
interface BuildFiles {
  readonly trees: ReadonlyMap<string, ContextTree>;
  readonly archives: ReadonlyMap<string, () => Promise<Readable>>;
  readonly filename: string;
  readonly remote: string | undefined;
  readonly sharedKey: string;
}

async function filesOf(build: BuildRequest, platform: NodeJS.Platform): Promise<BuildFiles> {
  const { source, dockerfile } = build;
  const trees = new Map<string, ContextTree>();
  const archives = new Map<string, () => Promise<Readable>>();
  for (const [name, folder] of namedFolders(build)) trees.set(name, await existingFolder(folder, platform));
  let remote: string | undefined;
  if (source.kind === 'folder') trees.set(contextFolder, await existingFolder(source.folder, platform));
  else if (source.kind === 'none') trees.set(contextFolder, fileTree([]));
  else if (source.kind === 'address') remote = source.address;
  else {
    const id = randomBytes(16).toString('hex');
    archives.set(id, await archiveOpener(source.file));
    // The name of a session's archives in BuildKit (session/upload); nothing is looked up by it.
    remote = `http://buildkit-session/${id}`;
  }
  const filename = dockerfile.kind === 'file' ? await addDockerfile(trees, dockerfile) : dockerfile.path;
  if (dockerfile.kind === 'inside' && remote === undefined)
    throw failure('invalidInput', { field: 'file', value: dockerfile.path, reason: t('Name the Dockerfile by its path on this machine.') });
  return { trees, archives, filename, remote, sharedKey: sharedKeyOf(source.kind === 'folder' ? source.folder : '') };
}

/** A folder that is not there, or no folder, is told before anything is begun. */
async function existingFolder(folder: string, platform: NodeJS.Platform): Promise<ContextTree> {
  await readdir(folder).catch((error: unknown) => Promise.reject(fileFailure(folder, error)));
  return folderTree(folder, platform);
}

/** The Dockerfile with its own ignore file: it may lie outside of the context, or in an editor. */
async function addDockerfile(
  trees: Map<string, ContextTree>,
  { file, text: written }: { readonly file: string; readonly text?: string },
): Promise<string> {
  const name = await nameOnDisk(path.dirname(file), path.basename(file));
  const content =
    written === undefined
      ? await readBoundedBytes(file, 'dockerfile').catch((error: unknown) => Promise.reject(fileFailure(file, error)))
      : Buffer.from(written);
  const ignore = await readBoundedBytes(`${file}.dockerignore`, 'ignoreFile').catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw fileFailure(`${file}.dockerignore`, error);
  });
  trees.set(dockerfileFolder, fileTree([{ name, content }, ...(ignore ? [{ name: `${name}.dockerignore`, content: ignore }] : [])]));
  return name;
}

/** Says nothing about this machine but that it is the same folder again. */
function sharedKeyOf(folder: string): string {
  return createHash('sha256').update(`slipway ${folder}`).digest('hex');
}

/** Says what goes on in the progress of the whole, besides. */
function reported(calls: BuildCalls): BuildCalls['onEvent'] {
  return (event) => {
    if (event.kind === 'step' && event.step.started !== undefined && event.step.completed === undefined)
      calls.onProgress?.({ message: event.step.name });
    calls.onEvent(event);
  };
}

/** A build is done only when there is an image. */
async function imageIdOf(transport: EngineTransport, answer: Readonly<Record<string, string>>): Promise<string> {
  for (const id of [answer['containerimage.digest'], answer['containerimage.config.digest']]) {
    if (id === undefined || id === '') continue;
    const found = await inspect(transport, id).catch((error: unknown) => {
      if (SlipwayError.details(error, 'notFound')) return undefined;
      throw error;
    });
    if (found !== undefined) return text(object(found)['Id']);
  }
  throw failure('engineFailed', { operation: 'build', status: 200, detail: t('The builder ended without an image.') });
}
