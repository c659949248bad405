import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { Disposable } from '../core/disposable';
import { failure, type SlipwayError } from '../core/errors';
import { dialDownload } from './download';
import { fromAnswer, fromNodeError, type OperationContext } from './errors';
import { dialHijacked, type HijackedStream } from './hijack';
import { Limiter } from './limiter';
import { parseJson } from './json';
import { openModem, QuietAgent } from './modem';
import { encodeQuery, type Query, queryText } from './query';

/** One request of the engine API. */
export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'HEAD';
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
  /** True when connections are dear, as those through ssh are: they are kept between requests, and fewer are made. */
  readonly remote: boolean;
  /** Called once when no request will be sent any more. */
  readonly onEnd?: () => void;
}

const requestsInFlight = { local: 8, remote: 3 };
/** A retired transport ends this many milliseconds after its last request. */
const retirement = 5_000;
const answerTimeout = 60_000;
const longestErrorText = 65_536;

/** Statuses are all judged here: the modem's own errors lose the body of a stream's answer. */
const everyStatus: Record<number, true> = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [index + 100, true] as const),
);

/** Sends requests to one engine through dockerode's modem; every failure is a `SlipwayError`. */
export class Transport implements Disposable {
  private readonly limiter: Limiter;
  private readonly ended = new AbortController();
  private active = 0;
  private retired = false;
  /** `/v1.41`, or empty before the version is negotiated. */
  prefix = '';
  /** Shown in errors: `Docker 20.10.24`. */
  engineName = '';

  private constructor(
    private readonly modem: Dockerode['modem'],
    private readonly agent: QuietAgent,
    readonly options: TransportOptions,
  ) {
    // One listener for each request that runs.
    setMaxListeners(0, this.ended.signal);
    this.limiter = new Limiter(options.remote ? requestsInFlight.remote : requestsInFlight.local);
  }

  static async create(options: TransportOptions): Promise<Transport> {
    const agent = new QuietAgent({ keepAlive: options.remote, maxSockets: Infinity, maxFreeSockets: requestsInFlight.remote });
    return new Transport(await openModem(options.socketPath, agent), agent, options);
  }

  /** A short request; gives the JSON of the answer. */
  async json(request: EngineRequest): Promise<unknown> {
    return this.parse(await this.text(request), request);
  }

  /** A short request; gives the text of the answer. */
  async text(request: EngineRequest): Promise<string> {
    return this.limiter.run(async () => {
      const attempt = () => this.readAll({ timeout: answerTimeout, ...request });
      try {
        return await attempt();
      } catch (error) {
        // A kept connection may have been closed by the other side just before it was used again.
        const again = this.options.remote && request.method === 'GET' && isLost(error) && !request.signal?.aborted;
        if (again) return attempt();
        throw error;
      }
    });
  }

  /** A request that may take long and is not counted among those in flight; gives the JSON of the answer. */
  async longJson(request: EngineRequest): Promise<unknown> {
    return this.parse(await this.readAll(request), request);
  }

  /** The same for an answer without a body. */
  async longText(request: EngineRequest): Promise<string> {
    return this.readAll(request);
  }

  /** A request whose answer is a stream. The caller ends it by destroying it or by the signal. */
  async stream(request: EngineRequest): Promise<IncomingMessage> {
    const { response } = await this.dial(request);
    return response;
  }

  /** A `GET` whose answer is an archive: {@link stream}, for many megabytes. */
  async download(request: Omit<EngineRequest, 'method' | 'body' | 'upload'>): Promise<Readable> {
    const wanted = { ...request, method: 'GET' } as const;
    this.refuseWhenEnded(wanted);
    const { signal, release } = this.abortFor(wanted);
    try {
      const path = this.prefix + request.path + queryText(request.query);
      const { status, body } = await dialDownload({ socketPath: this.options.socketPath, path, signal });
      body.once('close', release);
      if (status < 400) return body;
      throw fromAnswer(status, await readText(body, longestErrorText), this.context(wanted));
    } catch (error) {
      release();
      throw this.streamFailure(error, wanted);
    }
  }

  /** Headers of the answer to a short request. */
  async headers(request: EngineRequest): Promise<IncomingMessage['headers']> {
    const { response } = await this.dial({ timeout: answerTimeout, ...request });
    response.resume();
    return response.headers;
  }

  /** A request whose connection becomes a raw stream in both directions. */
  async hijack(request: EngineRequest): Promise<HijackedStream> {
    const context = this.context(request);
    this.refuseWhenEnded(request);
    const answer = await dialHijacked({
      socketPath: this.options.socketPath,
      path: this.prefix + request.path + queryText(request.query),
      body: request.body,
      signal: request.signal,
    }).catch((error: unknown) => {
      throw fromNodeError(error, context, request.signal?.aborted);
    });
    if ('status' in answer) throw fromAnswer(answer.status, answer.body, context);
    const end = () => answer.socket.destroy();
    this.begin(end);
    answer.socket.once('close', () => this.end(end));
    return answer;
  }

  /** The error for something that went wrong while a stream was read. */
  streamFailure(error: unknown, request: EngineRequest): SlipwayError {
    return fromNodeError(error, this.context(request), request.signal?.aborted);
  }

  context(request: Pick<EngineRequest, 'context'>): OperationContext {
    return { address: this.options.address, engine: this.engineName, ...request.context };
  }

  /** Ends once nothing uses it any more: what runs is not disturbed. */
  retire(): void {
    this.retired = true;
    this.endWhenUnused();
  }

  dispose(): void {
    if (this.ended.signal.aborted) return;
    this.ended.abort();
    this.agent.destroy();
    this.options.onEnd?.();
  }

  private begin(abort: () => void): void {
    this.active += 1;
    this.ended.signal.addEventListener('abort', abort, { once: true });
  }

  private end(abort: () => void): void {
    this.active -= 1;
    this.ended.signal.removeEventListener('abort', abort);
    this.endWhenUnused();
  }

  private endWhenUnused(): void {
    if (!this.retired || this.active > 0) return;
    setTimeout(() => {
      if (this.active === 0) this.dispose();
    }, retirement).unref();
  }

  private parse(body: string, request: EngineRequest): unknown {
    const value = parseJson(body);
    if (value === undefined) throw fromAnswer(200, body, this.context(request));
    return value;
  }

  private async readAll(request: EngineRequest): Promise<string> {
    const { response, timedOut } = await this.dial(request);
    try {
      return await readText(response);
    } catch (error) {
      throw timedOut() ? this.timeoutFailure(request) : this.streamFailure(error, request);
    }
  }

  private async dial(request: EngineRequest): Promise<{ response: IncomingMessage; timedOut: () => boolean }> {
    this.refuseWhenEnded(request);
    const { signal, timedOut, release } = this.abortFor(request);
    try {
      const response = await this.send(request, signal);
      response.once('close', release);
      const status = response.statusCode ?? 0;
      // 304 answers a start of what runs already and a stop of what stands already.
      if (status < 400) return { response, timedOut };
      const body = await readText(response, longestErrorText);
      throw fromAnswer(status, body, this.context(request));
    } catch (error) {
      release();
      throw timedOut() ? this.timeoutFailure(request) : this.streamFailure(error, request);
    }
  }

  private send(request: EngineRequest, abortSignal: AbortSignal): Promise<IncomingMessage> {
    const headers: Record<string, string> = {};
    if (request.registryAuth !== undefined) headers['X-Registry-Auth'] = request.registryAuth;
    if (request.registryConfig !== undefined) headers['X-Registry-Config'] = request.registryConfig;
    return new Promise((resolve, reject) => {
      this.modem.dial(
        {
          path: `${this.prefix}${request.path}?`,
          method: request.method,
          options: { _query: encodeQuery(request.query), _body: request.body ?? {} },
          headers,
          allowEmpty: request.body !== undefined,
          ...(request.upload && { file: request.upload }),
          abortSignal,
          isStream: true,
          statusCodes: everyStatus,
        },
        (error, response) => {
          if (response) resolve(response);
          else reject(error ?? new Error('no answer'));
        },
      );
    });
  }

  private abortFor(request: EngineRequest): { signal: AbortSignal; timedOut: () => boolean; release: () => void } {
    const controller = new AbortController();
    let late = false;
    const abort = () => controller.abort();
    const timer =
      request.timeout === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            abort();
          }, request.timeout);
    request.signal?.addEventListener('abort', abort, { once: true });
    this.begin(abort);
    let released = false;
    return {
      signal: controller.signal,
      timedOut: () => late,
      release: () => {
        if (released) return;
        released = true;
        clearTimeout(timer);
        request.signal?.removeEventListener('abort', abort);
        this.end(abort);
      },
    };
  }

  private refuseWhenEnded(request: EngineRequest): void {
    const { operation } = request.context;
    if (request.signal?.aborted) throw failure('cancelled', { operation });
    if (this.ended.signal.aborted) throw failure('connectionLost', { operation });
  }

  private timeoutFailure(request: EngineRequest): SlipwayError {
    const tried = [{ address: this.options.address, source: '', reason: 'ETIMEDOUT' }];
    return failure('engineUnreachable', { tried }, request.context.operation);
  }
}

function isLost(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'connectionLost';
}

/** Reads a text to its end, or as much of it as is wanted. */
async function readText(response: Readable, most = Infinity): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
