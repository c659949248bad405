import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, isIP, connect as connectTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Disposable } from '../core/disposable';
import { failure } from '../core/errors';
import { t } from '../core/localize';
import type { EngineCandidate } from './connection';
import { object, text } from './json';
import { openSshStream, sshArguments } from './ssh-stream';

/**
 * A local socket that leads to an engine. TCP, TLS and ssh are brought to a private socket, because dockerode does
 * them wrongly and VS Code redirects the requests that do not go to a socket.
 */
export interface Bridge extends Disposable {
  readonly socketPath: string;
  /** True when each connection goes to another computer. */
  readonly remote: boolean;
  /** What went wrong with the last connection that failed: Node's code or what ssh said. */
  reason(): string | undefined;
}

/** Opens the way to a candidate. Throws `invalidInput` for an address that cannot be one. */
export async function openBridge(candidate: EngineCandidate): Promise<Bridge> {
  const { address } = candidate;
  if (address.startsWith('unix://')) return local(address.slice('unix://'.length));
  if (address.startsWith('npipe://')) return local(address.slice('npipe://'.length).replaceAll('/', '\\'));
  const url = parseAddress(address);
  if (url.protocol === 'ssh:') {
    const parameters = sshArguments(url);
    return serve((fail) => Promise.resolve(openSshStream(parameters, fail)));
  }
  if (!/^(?:tcp|https?):$/.test(url.protocol) || url.hostname === '') throw badAddress(address);
  const secured = candidate.tls ?? (url.protocol === 'https:' ? { verify: true } : undefined);
  const target = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || (secured ? 2376 : 2375) };
  if (!secured) return serve((fail) => Promise.resolve(watched(connectTcp({ ...target, allowHalfOpen: true }), fail)));
  const options = await tlsOptions(secured, target.host);
  return serve((fail) => Promise.resolve(watched(connectTls({ ...options, ...target }), fail)));
}

function local(socketPath: string): Bridge {
  return { socketPath, remote: false, reason: () => undefined, dispose: () => undefined };
}

function parseAddress(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw badAddress(address);
  }
}

function badAddress(address: string): Error {
  return failure('invalidInput', { field: 'address', value: address, reason: t('This is not an address of an engine.') });
}

async function tlsOptions(tls: NonNullable<EngineCandidate['tls']>, host: string): Promise<ConnectionOptions> {
  const read = async (path: string | undefined) => (path === undefined ? undefined : readFile(path));
  const [ca, cert, key] = await Promise.all([read(tls.ca), read(tls.certificate), read(tls.key)]);
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(isIP(host) === 0 && { servername: host }),
    rejectUnauthorized: tls.verify,
  };
}

/** A peer that has vanished without a word is noticed within half a minute. */
const keepAliveDelay = 10_000;

function watched(socket: Socket, fail: (reason: string) => void): Socket {
  socket.setKeepAlive(true, keepAliveDelay);
  socket.setNoDelay(true);
  socket.on('error', (error) => fail(text(object(error).code) || error.message));
  return socket;
}

/** Serves a private socket; each connection to it is joined with one that `open` makes. */
async function serve(open: (fail: (reason: string) => void) => Promise<Duplex>): Promise<Bridge> {
  let reason: string | undefined;
  const connections = new Set<Duplex>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    connections.add(near);
    near.once('close', () => connections.delete(near));
    near.on('error', () => near.destroy());
    void open((why) => (reason = why)).then((far) => joinStreams(near, far));
  });
  const { socketPath, remove } = await listen(server);
  return {
    socketPath,
    remote: true,
    reason: () => reason,
    dispose() {
      server.close();
      for (const connection of connections) connection.destroy();
      void remove();
    },
  };
}

/** Bytes in both directions, each direction ended on its own; a failure of one ends the other. */
function joinStreams(near: Duplex, far: Duplex): void {
  far.on('error', () => near.destroy());
  near.once('close', () => far.destroy());
  far.once('close', () => {
    if (!far.readableEnded) near.destroy();
  });
  near.pipe(far);
  far.pipe(near);
}

async function listen(server: Server): Promise<{ socketPath: string; remove: () => Promise<void> }> {
  if (process.platform === 'win32') {
    const socketPath = `\\\\.\\pipe\\slipway-${randomBytes(16).toString('hex')}`;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
    return { socketPath, remove: () => Promise.resolve() };
  }
  // mkdtemp makes the directory readable by the user alone, so there is no moment at which others could connect.
  const directory = await mkdtemp(join(tmpdir(), 'slipway-'));
  const socketPath = join(directory, 'engine.sock');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  await chmod(socketPath, 0o600);
  return { socketPath, remove: () => rm(directory, { recursive: true, force: true }) };
}
