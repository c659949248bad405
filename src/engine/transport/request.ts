import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { failure, type SlipwayError } from '../../core/errors';
import { GrowingBytes } from '../../core/growing-bytes';
import { exceeded } from '../../core/limit-exceeded';
import { type LimitName, limits } from '../../core/limits';
import type { OperationContext } from '../errors/errors';
import type { CountedStream } from '../streams/stream-pair';
import type { PulseSettings } from './liveness';
import type { Query } from './query';

/** One request of the engine API. */
export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** Without the version: `/images/json`. Names in it have been checked. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
  /** A tar archive sent as the body. */
  readonly upload?: Readable;
  /** Value of `X-Registry-Auth`, encoded. */
  readonly registryAuth?: string;
  /** Value of `X-Registry-Config`, encoded. */
  readonly registryConfig?: string;
  readonly signal?: AbortSignal | undefined;
  /** Called when the answer begins, before its body. */
  readonly onHeaders?: () => void;
  /** How long the answer may be, when that is another limit than `answer`. */
  readonly limit?: LimitName;
  /** What the operation is, for errors. */
  readonly context: Pick<OperationContext, 'operation'> & Partial<OperationContext>;
  /** Milliseconds until an answer must have come; none for what may take its time. */
  readonly timeout?: number;
}

/** What every request to one engine has in common. */
export interface TransportOptions {
  /** Path of a unix socket or a named pipe. */
  readonly socketPath: string;
  /** Shown in errors. */
  readonly address: string;
  /** Stands before every path: `/path`, or empty. */
  readonly basePath: string;
  /** True when connections are dear, as those through ssh are: they are kept between requests, and fewer are made. */
  readonly remote: boolean;
  /** Connects past the socket, for streams whose directions end one by one; see `Bridge`. */
  readonly connect?: () => CountedStream;
  /** Called once when no request will be sent any more. */
  readonly onEnd?: () => void;
  /** The engine answers no more: what ran on it has failed. */
  readonly onDead?: () => void;
  /** The computer slept; connections that wait for something may be dead. */
  readonly onWake?: () => void;
  readonly pulse?: PulseSettings | undefined;
}

/** What stops one request: its caller, its time limit, or the end of the transport. */
export interface RequestAbort {
  readonly signal: AbortSignal;
  readonly timedOut: () => boolean;
  readonly abort: () => void;
  /** The request is over; calls `onEnd` the first time. */
  readonly release: () => void;
}

/** Joins the signal and the time limit of a request. */
export function requestAbort(request: EngineRequest, onEnd: () => void): RequestAbort {
  const controller = new AbortController();
  let late = false;
  const abort = (): void => controller.abort();
  const tooLate = (): void => {
    late = true;
    abort();
  };
  const timer = request.timeout === undefined ? undefined : setTimeout(tooLate, request.timeout);
  request.signal?.addEventListener('abort', abort, { once: true });
  let released = false;
  return {
    signal: controller.signal,
    timedOut: () => late,
    abort,
    release: () => {
      if (released) return;
      released = true;
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
      onEnd();
    },
  };
}

/** The result of `work`, or an error as soon as the signal says so; the work itself goes on for others. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = (): Error => Object.assign(new Error('aborted'), { code: 'ABORT_ERR' });
  if (signal.aborted) throw aborted();
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(aborted());
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The registry's credentials, as the engine takes them. */
export function requestHeaders({ registryAuth, registryConfig }: EngineRequest): Record<string, string> {
  return {
    ...(registryAuth !== undefined && { 'X-Registry-Auth': registryAuth }),
    ...(registryConfig !== undefined && { 'X-Registry-Config': registryConfig }),
  };
}

/** Statuses are all judged by the transport: the modem's own errors lose the body of a stream's answer. */
export const everyStatus: Record<number, true> = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [index + 100, true] as const),
);

/** An engine that does not answer; `reason` is a code of `core/network-reason.ts`. */
export function unreachableFailure(address: string, reason: string, cause: unknown): SlipwayError {
  return failure('engineUnreachable', { tried: [{ address, source: '', reason }] }, cause);
}

/** In bytes. */
const longestErrorText = 65_536;

/** True when the connection ended in the middle. */
export function isLost(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'connectionLost';
}

/** So much of the text of a failing answer is read; the rest is not waited for. */
export async function readErrorText(response: Readable): Promise<string> {
  const text = new GrowingBytes();
  for await (const chunk of response as AsyncIterable<Buffer>) {
    text.push(chunk.subarray(0, longestErrorText - text.length));
    if (text.length >= longestErrorText) break;
  }
  return Buffer.from(text.view()).toString('utf8');
}

/** Reads a text to its end. Throws `limitExceeded` for one of `from` that is too long. */
export async function readText(response: Readable, limit: LimitName, from: string): Promise<string> {
  const text = new GrowingBytes();
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (text.length + chunk.length > limits[limit].most) throw exceeded(limit, from);
    text.push(chunk);
  }
  return Buffer.from(text.view()).toString('utf8');
}

/** What is wrong with the framing of an answer that has begun, Node tells to its request only; from now on its reader is told. */
export function tellReader(response: IncomingMessage): IncomingMessage {
  const { req } = response as IncomingMessage & { readonly req?: ClientRequest };
  req?.on('error', (error) => response.destroy(error));
  return response;
}

/** Lets an answer come to its end that nobody reads; one that is long is cut off. */
export function drain(response: Readable): void {
  let length = 0;
  response.on('error', () => undefined);
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > longestErrorText) response.destroy();
  });
}
