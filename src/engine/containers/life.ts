import { failure, SlipwayError } from '../../core/errors';
import { familiarRepository, parseReference } from '../../core/reference';
import { containerSummary } from './container-shapes';
import { prepareCreate } from './create-options';
import type { CommitOptions, EngineContainers, StopOptions } from './containers';
import type { EngineInformation } from '../information';
import type { OperationContext } from '../errors/errors';
import { fullId } from '../images/image-shapes';
import { inspect } from '../images/inspection';
import { object, text, texts } from '../json/json';
import { t } from '../../core/localize';
import { checkObjectName } from '../transport/names';
import { compareApiVersions } from '../transport/negotiation';
import { matchesPlatform } from '../images/platform';
import type { Query } from '../transport/query';
import type { EngineRequest, EngineTransport } from '../transport/transport';
import { defined } from '../../core/records';

type ContainerMethods = Pick<
  EngineContainers,
  'list' | 'inspect' | 'create' | 'start' | 'stop' | 'restart' | 'kill' | 'pause' | 'unpause' | 'remove' | 'commit'
>;

/** The life of containers. */
export function containerMethods(transport: EngineTransport, information: EngineInformation): ContainerMethods {
  const act = (container: string, verb: string, signal?: AbortSignal) => transport.longText({ ...post(container, verb), signal });
  return {
    async list(options = {}) {
      const query: Query = { all: options.all, size: options.size, filters: options.filters };
      const context = { operation: 'list containers' };
      return transport.list({ method: 'GET', path: '/containers/json', query, context }, containerSummary);
    },

    async inspect(container) {
      return object(await inspectContainer(transport, container));
    },

    create: (specification, signal) => createContainer(transport, information, specification, signal),
    async start(container) {
      await act(container, 'start');
    },
    async stop(container, signal, options) {
      await transport.longText({ ...post(container, 'stop'), query: stopQuery(transport, information, options), signal });
    },
    async restart(container, signal, options) {
      await transport.longText({ ...post(container, 'restart'), query: stopQuery(transport, information, options), signal });
    },
    async kill(container, signal) {
      await transport.longText({ ...post(container, 'kill'), query: { signal } });
    },
    async pause(container) {
      await act(container, 'pause');
    },
    async unpause(container) {
      await act(container, 'unpause');
    },

    async remove(container, options = {}) {
      const query = { force: options.force, v: options.volumes };
      const context = containerContext('remove', container);
      const path = `/containers/${checkObjectName('container', container)}`;
      await transport.longText({ method: 'DELETE', path, query, context }).catch(unlessBeingRemoved);
    },

    commit: (container, options) => commitContainer(transport, container, options),
  };
}

/** An older engine would take no notice of the signal. */
function stopQuery({ engineName }: EngineTransport, { apiVersion }: EngineInformation, { timeout, signal }: StopOptions = {}): Query {
  if (signal !== undefined && compareApiVersions(apiVersion, '1.42') < 0)
    throw failure('unsupported', {
      operation: t('Stopping with another signal'),
      engine: engineName,
      detail: t('Docker can do it from version 23 on. Kill Container sends any signal.'),
    });
  return { t: timeout, signal };
}

/** The engine's own description of a container. */
export function inspectContainer(transport: EngineTransport, container: string): Promise<unknown> {
  const path = `/containers/${checkObjectName('container', container)}/json`;
  return transport.json({ method: 'GET', path, context: containerContext('inspect', container) });
}

/** What an error about this container says. */
export function containerContext(operation: string, container: string): Pick<OperationContext, 'operation' | 'what' | 'name'> {
  return { operation, what: 'container', name: container };
}

function post(container: string, verb: string): EngineRequest {
  const path = `/containers/${checkObjectName('container', container)}/${verb}`;
  return { method: 'POST', path, context: containerContext(verb, container) };
}

/** Another removal, such as that of `--rm`, has come first. */
function unlessBeingRemoved(error: unknown): undefined {
  const conflict = SlipwayError.details(error, 'conflict');
  if (conflict && /removal of container \S+ is already in progress/.test(conflict.detail)) return undefined;
  throw error;
}

async function createContainer(
  transport: EngineTransport,
  information: EngineInformation,
  specification: Parameters<EngineContainers['create']>[0],
  signal: AbortSignal | undefined,
): ReturnType<EngineContainers['create']> {
  const { name, platform } = specification;
  if (name !== undefined) checkObjectName('container', name);
  const { body, join } = prepareCreate(specification, information);
  if (information.kind === 'podman' && platform !== undefined) await checkPlatform(transport, text(body.Image), platform);
  const answer = object(
    await transport.longJson({
      method: 'POST',
      path: '/containers/create',
      query: { name, platform },
      body,
      signal,
      // An image that is not found is told by its name, a conflict by the container's own.
      context: { operation: 'create', what: 'image', name: text(body.Image), ...defined({ conflictName: name }) },
    }),
  );
  const id = text(answer.Id);
  try {
    for (const [network, EndpointConfig] of join) await joinNetwork(transport, network, { Container: id, EndpointConfig });
  } catch (error) {
    await transport.longText({
      method: 'DELETE',
      path: `/containers/${id}`,
      query: { force: true, v: true },
      context: containerContext('remove', id),
    });
    throw error;
  }
  return { id, warnings: texts(answer.Warnings) };
}

/** Podman takes the local image whatever its platform. */
async function checkPlatform(transport: EngineTransport, image: string, platform: string): Promise<void> {
  const found = object(await inspect(transport, image));
  if (matchesPlatform(found, platform)) return;
  const detail = `image with reference ${image} was found but its platform is ${text(found.Os)}/${text(found.Architecture)}`;
  throw failure('notFound', { what: 'manifest', name: image, detail, needed: true });
}

async function joinNetwork(transport: EngineTransport, network: string, body: object): Promise<void> {
  const context = { operation: 'create', what: 'network', name: network } as const;
  await transport.text({ method: 'POST', path: `/networks/${checkObjectName('network', network)}/connect`, body, context });
}

async function commitContainer(
  transport: EngineTransport,
  container: string,
  options: CommitOptions,
): Promise<{ readonly imageId: string }> {
  const reference = options.reference === undefined ? undefined : parseReference(options.reference);
  const query: Query = {
    container: checkObjectName('container', container),
    repo: reference && familiarRepository(reference),
    tag: reference && (reference.tag ?? 'latest'),
    author: options.author,
    comment: options.message,
    changes: options.changes,
    pause: options.pause === false ? '0' : '1',
  };
  const context = containerContext('commit', container);
  const answer = object(await transport.longJson({ method: 'POST', path: '/commit', query, body: {}, context }));
  return { imageId: fullId(text(answer.Id)) };
}
