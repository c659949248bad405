import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { Code, ConnectError, type ConnectRouter, type HandlerContext } from '@connectrpc/connect';
import type { BuildSecret, BuildSsh } from '../../../core/build/build-request';
import type { RegistryCredentials } from '../../operation';
import type { BuildCalls } from '../builder';
import type { ContextTree } from './context-tree';
import type { MessageParts } from './message-stream';
import { Auth } from './protocol/authentication_pb';
import { type BytesMessage, FileSend, type Packet, Packet_Type, PacketSchema } from './protocol/file_sync_pb';
import { Health, HealthCheckResponse_ServingStatus } from './protocol/health_pb';
import { Secrets } from './protocol/secrets_pb';
import { SSH, type BytesMessage as AgentBytes } from './protocol/ssh_forward_pb';
import { Upload } from './protocol/upload_pb';
import { type SendListener, sendFiles } from './send-files';
import { headerValues, rawHeadersKey } from './session';

/** What a session gives to the builder, each only when it is asked for. */
export interface SessionServices {
  /** Folders by the names under which the builder asks for them. */
  readonly trees: ReadonlyMap<string, ContextTree>;
  readonly listener: SendListener;
  readonly credentials: BuildCalls['credentials'];
  readonly secrets: readonly BuildSecret[];
  readonly secret: BuildCalls['secret'];
  readonly agents: readonly BuildSsh[];
  readonly sshAgent: BuildCalls['sshAgent'];
  /** Archives by the last part of their address, opened when they are fetched. */
  readonly archives: ReadonlyMap<string, () => Promise<Readable>>;
  /** Takes the tar that the build gives. */
  readonly receive: ((bytes: AsyncIterable<Uint8Array>) => Promise<void>) | undefined;
  /** What went wrong here: the builder tells it by half. The first one counts. */
  readonly onFailure: (error: unknown) => void;
}

/** The method by which folders are asked for. */
export const folderMethod = '/moby.filesync.v1.FileSync/DiffCopy';

/** The gRPC methods that a session with these services has. */
export function methodsOf({ secrets, agents, archives, receive }: SessionServices): readonly string[] {
  return [
    '/grpc.health.v1.Health/Check',
    folderMethod,
    '/moby.filesync.v1.Auth/Credentials',
    ...(secrets.length > 0 ? ['/moby.buildkit.secrets.v1.Secrets/GetSecret'] : []),
    ...(agents.length > 0 ? ['/moby.sshforward.v1.SSH/CheckAgent', '/moby.sshforward.v1.SSH/ForwardAgent'] : []),
    ...(archives.size > 0 ? ['/moby.upload.v1.Upload/Pull'] : []),
    ...(receive ? ['/moby.filesync.v1.FileSend/DiffCopy'] : []),
  ];
}

/** Answers a request for a folder; the headers say for which, and for what of it. */
export async function* serveFolder(
  services: SessionServices,
  rawHeaders: readonly string[],
  messages: AsyncIterable<Uint8Array>,
  isGone: () => boolean,
): AsyncGenerator<MessageParts> {
  const [name = ''] = headerValues(rawHeaders, 'dir-name');
  const tree = services.trees.get(name);
  if (!tree) throw new Error(`no access allowed to dir "${name}"`);
  const wish = {
    include: headerValues(rawHeaders, 'include-patterns'),
    exclude: headerValues(rawHeaders, 'exclude-patterns'),
    follow: headerValues(rawHeaders, 'followpaths'),
  };
  try {
    for await (const packet of sendFiles(tree, wish, packetsOf(messages), services.listener)) yield partsOf(packet);
  } catch (error) {
    if (!isGone()) services.onFailure(error);
    throw error;
  }
}

/** What is sent of a packet, and the data of a file as they are: the library copies them several times. */
function partsOf(packet: Packet): MessageParts {
  const { type, id, data } = packet;
  if (type !== Packet_Type.DATA || data.length === 0) return [toBinary(PacketSchema, packet)];
  const { field } = PacketSchema;
  const start = new BinaryWriter().tag(field.type.number, WireType.Varint).int32(type).tag(field.id.number, WireType.Varint).uint32(id);
  return [start.tag(field.data.number, WireType.LengthDelimited).uint32(data.length).finish(), data];
}

async function* packetsOf(messages: AsyncIterable<Uint8Array>): AsyncGenerator<Packet> {
  for await (const message of messages) yield fromBinary(PacketSchema, message);
}

/** Serves all others (moby/buildkit, `session/*`). */
export function serve(router: ConnectRouter, services: SessionServices): void {
  const { onFailure } = services;
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConnectError)) onFailure(error);
      throw error;
    }
  };
  router.service(Health, { check: () => ({ status: HealthCheckResponse_ServingStatus.SERVING }) });
  router.service(Auth, {
    credentials: ({ host }) => asked(async () => answerOf(await services.credentials(registryOf(host)))),
  });
  router.service(Secrets, {
    getSecret: ({ id }) =>
      asked(async () => {
        const known = services.secrets.find((secret) => secret.id === id);
        const data = known && (await services.secret(known));
        if (!data) throw new ConnectError(`secret ${id} not found`, Code.NotFound);
        return { data };
      }),
  });
  router.service(SSH, {
    checkAgent: ({ id }) => {
      agentOf(services, id);
      return {};
    },
    forwardAgent: (requests, context) =>
      forward(agentOf(services, headersOf(context, 'buildkit.ssh.id')[0] ?? ''), requests, context.signal),
  });
  router.service(Upload, {
    async *pull(_requests, context) {
      const [path = ''] = headersOf(context, 'urlpath');
      const open = services.archives.get(path.slice(path.lastIndexOf('/') + 1));
      if (!open) throw new ConnectError(`no archive at ${path}`, Code.NotFound);
      try {
        for await (const data of (await open()) as AsyncIterable<Buffer>) yield { data };
      } catch (error) {
        if (!context.signal.aborted) onFailure(error);
        throw error;
      }
    },
  });
  router.service(FileSend, {
    // Without a message of ours the builder waits for the end only.
    async *diffCopy(requests) {
      const { receive } = services;
      if (!receive) throw new ConnectError('nothing is received', Code.Unimplemented);
      await asked(() => receive(bytesOf(requests)));
      yield* [];
    },
  });
}

function headersOf({ values }: HandlerContext, name: string): readonly string[] {
  return headerValues(values.get(rawHeadersKey), name);
}

async function* bytesOf(messages: AsyncIterable<BytesMessage>): AsyncGenerator<Uint8Array> {
  for await (const { data } of messages) yield data;
}

/** The builder calls Docker Hub by the host of its API. */
function registryOf(host: string): string {
  return host === 'registry-1.docker.io' || host === 'index.docker.io' ? 'docker.io' : host;
}

function answerOf(credentials: RegistryCredentials | undefined): { readonly username: string; readonly secret: string } {
  if (!credentials) return { username: '', secret: '' };
  // A name of nobody says that the secret is a token (moby/buildkit, `session/auth/authprovider`).
  if (credentials.identityToken !== undefined) return { username: '', secret: credentials.identityToken };
  return { username: credentials.username ?? '', secret: credentials.password ?? '' };
}

function agentOf({ agents, sshAgent }: SessionServices, id: string): string {
  const wanted = id === '' ? 'default' : id;
  const known = agents.find((agent) => agent.id === wanted);
  const socket = known && sshAgent(known);
  if (socket === undefined) throw new ConnectError(`unset ssh forward key ${wanted}`, Code.NotFound);
  return socket;
}

/** Bytes to and from an ssh agent, as they are. */
async function* forward(
  agent: string,
  requests: AsyncIterable<AgentBytes>,
  signal: AbortSignal,
): AsyncGenerator<{ readonly data: Uint8Array }> {
  const socket = connect(agent);
  const end = (): void => void socket.destroy();
  signal.addEventListener('abort', end, { once: true });
  const sending = (async () => {
    for await (const { data } of requests) socket.write(data);
    socket.end();
  })();
  // It fails when the connection does, which the reader tells.
  sending.catch(end);
  try {
    for await (const data of socket as AsyncIterable<Buffer>) yield { data };
  } finally {
    signal.removeEventListener('abort', end);
    socket.destroy();
  }
}
