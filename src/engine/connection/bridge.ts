import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { createServer, isIP, connect as connectTcp, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Disposable } from '../../core/disposable';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { findProgram } from '../../core/program-path';
import type { EngineCandidate } from './connection';
import { withoutLogIn } from '../contexts/docker-host';
import { type HostEnvironment, programHost } from '../contexts/host-environment';
import { object, text } from '../json/json';
import { type CountedStream, streamPair } from '../streams/stream-pair';
import { makeSocketFolder, removeSocketFolder, socketName, socketPlaces } from './socket-folder';
import { openSshLink } from './ssh-link';
import { sshArguments, sshUrl } from './ssh-stream';
import { readTlsFiles } from './tls-files';
import { withoutTrailing } from '../../core/trailing';

/**
 * A local socket that leads to an engine. TCP, TLS and ssh are brought to a private socket, because dockerode does
 * them wrongly and VS Code redirects the requests that do not go to a socket.
 */
export interface Bridge extends Disposable {
  readonly socketPath: string;
  /** True when each connection goes to another computer. */
  readonly remote: boolean;
  /** Stands before every path of the API; empty or `/path`. */
  readonly basePath: string;
  /**
   * A connection past the private socket, for streams whose directions end one by one: a pipe of Windows, which the private socket
   * is there, has no half to close. Missing where the engine itself listens on the socket.
   */
  readonly connect?: () => CountedStream;
  /** What went wrong with the last connection that failed: Node's code or what ssh said. */
  reason(): string | undefined;
}

/**
 * Opens the way to a candidate. Throws `invalidInput` for an address that cannot be one and a file of TLS that is not there, `fileFailed`
 * where there is no `ssh` or such a file cannot be read.
 */
export async function openBridge(candidate: EngineCandidate, host: HostEnvironment): Promise<Bridge> {
  const { address } = candidate;
  const serve = (open: OpenFar, basePath?: string): Promise<Bridge> => serveFar(host, open, basePath);
  if (address.startsWith('unix://')) return local(address.slice('unix://'.length));
  if (address.startsWith('npipe://')) return local(address.slice('npipe://'.length).replaceAll('/', '\\'));
  if (/^ssh:/i.test(address)) {
    const parameters = sshArguments(sshUrl(address));
    // By its path: Windows would look for the program in the working folder first.
    const program = await findProgram(host.platform === 'win32' ? 'ssh.exe' : 'ssh', programHost(host));
    if (program === undefined)
      throw failure('fileFailed', {
        file: 'ssh',
        code: 'ENOENT',
        detail: t('This program is needed for the address, and is not on PATH.'),
      });
    const link = await openSshLink({ program, parameters, host });
    try {
      return await serveFar(
        host,
        (fail) => plainFar(link.open(fail)),
        '',
        () => link.dispose(),
      );
    } catch (error) {
      link.dispose();
      throw error;
    }
  }
  const url = parseAddress(address);
  if (!/^(?:tcp|https?):\/\//.test(address) || url.hostname === '') throw badAddress(address);
  const secured = candidate.tls ?? (url.protocol === 'https:' ? { verify: true } : undefined);
  const target = { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? (secured ? 2376 : 2375) : Number(url.port) };
  const basePath = withoutTrailing(url.pathname, '/');
  if (!secured) return serve((fail) => tcpFar(target, fail), basePath);
  const options = await tlsOptions(secured, target.host);
  return serve((fail) => tlsFar(target, options, fail), basePath);
}

function local(socketPath: string): Bridge {
  return { socketPath, remote: false, basePath: '', reason: () => undefined, dispose: () => undefined };
}

function parseAddress(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw badAddress(address);
  }
}

function badAddress(address: string): Error {
  return failure('invalidInput', { field: 'address', value: withoutLogIn(address), reason: t('This is not an address of an engine.') });
}

async function tlsOptions(tls: NonNullable<EngineCandidate['tls']>, host: string): Promise<ConnectionOptions> {
  const { context } = await readTlsFiles(tls);
  // The certificate is for this host, also where that is an address, which is no name to ask for.
  return { secureContext: context, host, ...(isIP(host) === 0 && { servername: host }), rejectUnauthorized: tls.verify };
}

/** The connection to the other computer. */
interface Far {
  readonly stream: Duplex;
  /** Gives the connection up: what has not left this computer yet is thrown away, and never arrives. */
  readonly drop: () => void;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

/** Makes a connection; `fail` gets what went wrong with it. */
type OpenFar = (fail: (reason: string) => void) => Far;

/** The system asks a silent peer after so many milliseconds, then each second, ten times. */
const keepAliveDelay = 8_000;

function plainFar(stream: Duplex): Far {
  return { stream, drop: () => stream.destroy() };
}

function tcpFar(target: Target, fail: (reason: string) => void): Far {
  const socket = watched(connectTcp({ ...target, allowHalfOpen: true }), fail);
  return { stream: socket, drop: () => reset(socket) };
}

function tlsFar(target: Target, options: ConnectionOptions, fail: (reason: string) => void): Far {
  const socket = watched(connectTcp(target), fail);
  const secured = connectTls({ ...options, socket });
  secured.on('error', (error: Error) => fail(text(object(error).code) || error.message));
  return {
    stream: secured,
    drop: () => {
      reset(socket);
      secured.destroy();
    },
  };
}

/** Ends a connection by RST, which empties the system's buffers too. Before it is made nothing has been sent. */
function reset(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.connecting || socket.pending) socket.destroy();
  else socket.resetAndDestroy();
}

function watched(socket: Socket, fail: (reason: string) => void): Socket {
  socket.setKeepAlive(true, keepAliveDelay);
  socket.setNoDelay(true);
  socket.on('error', (error) => fail(text(object(error).code) || error.message));
  return socket;
}

/** Serves a private socket; each connection to it is joined with one that `open` makes. */
async function serveFar(host: HostEnvironment, open: OpenFar, basePath = '', onDispose: () => void = () => undefined): Promise<Bridge> {
  let reason: string | undefined;
  let disposed = false;
  const connections = new Set<() => void>();
  const serve = (near: Duplex): void => {
    let over = false;
    // What a connection says after its failure, or after it was given up, is about its end.
    const far = open((why) => {
      if (!over) reason = why;
      over = true;
    });
    const cut = (): void => {
      over = true;
      near.destroy();
      far.drop();
    };
    connections.add(cut);
    near.once('close', () => {
      over = true;
      connections.delete(cut);
    });
    near.on('error', () => near.destroy());
    joinStreams(near, far);
  };
  const server = createServer({ allowHalfOpen: true }, serve);
  const { socketPath, remove } = await listen(server, host);
  return {
    socketPath,
    remote: true,
    basePath,
    connect() {
      const { outer, inner } = streamPair();
      if (disposed) inner.destroy();
      else serve(inner);
      return outer;
    },
    reason: () => reason,
    dispose() {
      disposed = true;
      server.close();
      for (const cut of connections) cut();
      onDispose();
      remove();
    },
  };
}

/** Bytes in both directions, each direction ended on its own; a failure of one ends the other. */
function joinStreams(near: Duplex, { stream, drop }: Far): void {
  stream.on('error', () => near.destroy());
  near.once('close', () => drop());
  stream.once('close', () => {
    if (!stream.readableEnded) near.destroy();
  });
  near.pipe(stream);
  stream.pipe(near);
}

async function listen(server: Server, host: HostEnvironment): Promise<{ socketPath: string; remove: () => void }> {
  const listening = (socketPath: string): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
  if (host.platform === 'win32') {
    // Nobody can take a name before that nobody can guess.
    const socketPath = `\\\\.\\pipe\\slipway-${randomBytes(16).toString('hex')}`;
    await listening(socketPath);
    return { socketPath, remove: () => undefined };
  }
  const folder = await makeSocketFolder(socketPlaces(host), host.platform);
  const socketPath = join(folder, socketName);
  await listening(socketPath);
  await chmod(socketPath, 0o600);
  return { socketPath, remove: () => removeSocketFolder(folder) };
}
