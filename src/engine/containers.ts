import { SlipwayError } from '../core/errors';
import { familiarRepository, parseReference } from '../core/reference';
import { containerSummary } from './container-shapes';
import type { CommitOptions, Engine } from './engine';
import type { OperationContext } from './errors';
import { fullId } from './image-shapes';
import { list, object, text, texts } from './json';
import { checkObjectName } from './names';
import type { Query } from './query';
import type { EngineRequest, Transport } from './transport';

type ContainerMethods = Pick<
  Engine,
  | 'listContainers'
  | 'inspectContainer'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'restartContainer'
  | 'killContainer'
  | 'pauseContainer'
  | 'unpauseContainer'
  | 'removeContainer'
  | 'commitContainer'
>;

/** The life of containers. */
export function containerMethods(transport: Transport): ContainerMethods {
  const act = (container: string, verb: string, signal?: AbortSignal) =>
    transport.longText({ ...post(container, verb), signal });
  return {
    async listContainers(options = {}) {
      const query: Query = { all: options.all, size: options.size, filters: options.filters };
      const context = { operation: 'list containers' };
      return list(await transport.json({ method: 'GET', path: '/containers/json', query, context })).map(containerSummary);
    },

    async inspectContainer(container) {
      return object(await inspectContainer(transport, container));
    },

    createContainer: (specification, signal) => createContainer(transport, specification, signal),
    async startContainer(container) {
      await act(container, 'start');
    },
    async stopContainer(container, signal) {
      await act(container, 'stop', signal);
    },
    async restartContainer(container, signal) {
      await act(container, 'restart', signal);
    },
    async killContainer(container, signal) {
      await transport.longText({ ...post(container, 'kill'), query: { signal } });
    },
    async pauseContainer(container) {
      await act(container, 'pause');
    },
    async unpauseContainer(container) {
      await act(container, 'unpause');
    },

    async removeContainer(container, options = {}) {
      const query = { force: options.force, v: options.volumes };
      const context = containerContext('remove', container);
      const path = `/containers/${checkObjectName('container', container)}`;
      await transport.longText({ method: 'DELETE', path, query, context }).catch(unlessBeingRemoved);
    },

    commitContainer: (container, options) => commitContainer(transport, container, options),
  };
}

/** The engine's own description of a container. */
export function inspectContainer(transport: Transport, container: string): Promise<unknown> {
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
  if (conflict && /removal of container .* is already in progress/.test(conflict.detail)) return undefined;
  throw error;
}

async function createContainer(
  transport: Transport,
  specification: Parameters<Engine['createContainer']>[0],
  signal: AbortSignal | undefined,
): ReturnType<Engine['createContainer']> {
  const { name, platform, body } = specification;
  if (name !== undefined) checkObjectName('container', name);
  const answer = object(
    await transport.longJson({
      method: 'POST',
      path: '/containers/create',
      query: { name, platform },
      body,
      signal,
      // An image that is not found is told by its name, a conflict by the container's own.
      context: { operation: 'create', what: 'image', name: text(body.Image), ...(name !== undefined && { conflictName: name }) },
    }),
  );
  return { id: text(answer.Id), warnings: texts(answer.Warnings) };
}

async function commitContainer(
  transport: Transport,
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
