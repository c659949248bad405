import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import type { Disposable } from '../../core/disposable';
import { SlipwayError } from '../../core/errors';
import { own } from '../../core/records';
import { dialDownload } from '../streams/download';
import { fromAnswer, fromNodeError, type OperationContext } from '../errors/errors';
import { dialHijacked, type HijackedStream, type UpgradeHeaders } from '../streams/hijack';
import { Limiter } from './limiter';
import { list, object } from '../json/json';
import type { KeepElement } from '../json/json-answer';
import { JsonAnswers } from '../json/json-answers';
import { openModem, QuietAgent } from './modem';
import { encodeQuery, queryText } from './query';
import { sentSecrets } from './sent-secrets';
import {
  drain,
  type EngineRequest,
  everyStatus,
  isLost,
  readErrorText,
  readText,
  requestHeaders,
  tellReader,
  type TransportOptions,
} from './request';
import { TransportLife } from './transport-life';

export type { EngineRequest } from './request';

const requestsInFlight = { local: 8, remote: 3 };
const answerTimeout = 60_000;

/** Sends requests to one engine through dockerode's modem; every failure is a `SlipwayError`. */
export class EngineTransport implements Disposable {
  private readonly limiter: Limiter;
  private readonly jsonAnswers: JsonAnswers;
  private readonly life: TransportLife;
  /** `/v1.41`, or empty before the version is negotiated. */
  prefix = '';
  /** Shown in errors: `Docker 20.10.24`. */
  engineName = '';

  private constructor(
    private readonly modem: Dockerode['modem'],
    agent: QuietAgent,
    readonly options: TransportOptions,
  ) {
    this.limiter = new Limiter(options.remote ? requestsInFlight.remote : requestsInFlight.local);
    this.jsonAnswers = new JsonAnswers(options.address);
    this.life = new TransportLife(options, agent, (signal) => this.answers(signal));
  }

  static async create(options: TransportOptions): Promise<EngineTransport> {
    const agent = new QuietAgent(
      { keepAlive: options.remote, maxSockets: Infinity, maxFreeSockets: requestsInFlight.remote },
      options.pulse?.clock,
    );
    return new EngineTransport(await openModem(options.socketPath, agent), agent, options);
  }

  /** From now on an engine that goes silent is noticed while something waits for it. */
  watch(): void {
    this.life.watch();
  }

  /** A short request; gives the JSON of the answer. `keep` says what is kept of each element of its lists. */
  async json(request: EngineRequest, keep?: KeepElement): Promise<unknown> {
    return this.short(request, (short) => this.readJson(short, keep));
  }

  /**
   * What is kept of each element of a list: of the answer, or of its member `key`. Empty when there is no list, or none of
   * that name. With `long` the request may take its time.
   */
  async list<T>(request: EngineRequest, keep: (element: unknown) => T, { key = '', long = false } = {}): Promise<readonly T[]> {
    const wanted = { limit: 'list', ...request } as const;
    const keepIts: KeepElement = (element, name) => (name === key ? keep(element) : undefined);
    const answer = await (long ? this.readJson(wanted, keepIts) : this.json(wanted, keepIts));
    // What the reader keeps of a list is what `keep` gave.
    return list(key === '' ? answer : own(object(answer), key)) as readonly T[];
  }

  /** A short request; gives the text of the answer. */
  async text(request: EngineRequest): Promise<string> {
    return this.short(request, (short) => this.readAll(short));
  }

  private short<T>(request: EngineRequest, read: (request: EngineRequest) => Promise<T>): Promise<T> {
    return this.limiter.run(async () => {
      const attempt = () => read({ timeout: answerTimeout, ...request });
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
  async longJson(request: EngineRequest, keep?: KeepElement): Promise<unknown> {
    return this.readJson(request, keep);
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
    this.life.refuseWhenEnded(wanted);
    const { signal, release } = this.life.abortFor(wanted);
    try {
      const path = this.route(request) + queryText(request.query);
      const { status, body } = await dialDownload({
        socketPath: this.options.socketPath,
        address: this.options.address,
        path,
        signal,
        onSocket: (socket) => this.life.countUntilClosed(socket),
        abortError: () => (this.life.lost && !request.signal?.aborted ? this.life.lostFailure(wanted) : undefined),
      });
      this.life.heard();
      body.once('close', release);
      if (status < 400) return body;
      throw fromAnswer(status, await readErrorText(body), this.context(wanted));
    } catch (error) {
      release();
      throw this.streamFailure(error, wanted);
    }
  }

  /** Headers of the answer to a short request. */
  async headers(request: EngineRequest): Promise<IncomingMessage['headers']> {
    const { response } = await this.dial({ timeout: answerTimeout, ...request });
    drain(response);
    return response.headers;
  }

  /** A request whose connection becomes a raw stream in both directions. */
  async hijack(request: EngineRequest, upgrade: UpgradeHeaders = { Upgrade: 'tcp' }): Promise<HijackedStream> {
    const context = this.context(request);
    this.life.refuseWhenEnded(request);
    const { signal, release } = this.life.abortFor(request);
    try {
      await this.life.assure(request, signal);
      const path = this.route(request) + queryText(request.query);
      const answer = await dialHijacked({
        socketPath: this.options.socketPath,
        connect: this.options.connect,
        path,
        body: request.body,
        upgrade,
        signal,
        onSocket: (socket) => this.life.countUntilClosed(socket),
      });
      this.life.heard();
      if ('status' in answer) throw fromAnswer(answer.status, answer.body, context);
      const end = () => answer.socket.destroy(this.life.lost ? this.life.lostFailure(request) : undefined);
      this.life.begin(end);
      answer.socket.once('close', () => this.life.end(end));
      return answer;
    } catch (error) {
      throw this.streamFailure(error, request);
    } finally {
      release();
    }
  }

  /** The error for something that went wrong while a stream was read. */
  streamFailure(error: unknown, request: EngineRequest): SlipwayError {
    if (this.life.lost && !request.signal?.aborted && !(error instanceof SlipwayError)) return this.life.lostFailure(request, error);
    return fromNodeError(error, this.context(request), request.signal?.aborted);
  }

  context(request: Pick<EngineRequest, 'context'> & Partial<EngineRequest>): OperationContext {
    return { address: this.options.address, engine: this.engineName, secrets: sentSecrets(request), ...request.context };
  }

  /** Ends once nothing uses it any more: what runs is not disturbed. */
  retire(): void {
    this.life.retire();
  }

  dispose(): void {
    this.life.dispose();
  }

  /** Any answer to a ping: also one that says no comes from somebody who is there. */
  private async answers(signal: AbortSignal): Promise<void> {
    const response = await this.send({ method: 'GET', path: '/_ping', context: { operation: 'ping' } }, signal);
    await readErrorText(response);
  }

  private route({ path }: Pick<EngineRequest, 'path'>): string {
    return this.options.basePath + this.prefix + path;
  }

  private async readJson(request: EngineRequest, keep?: KeepElement): Promise<unknown> {
    const read = await this.read(request, (response, signal) =>
      this.jsonAnswers.read(response as AsyncIterable<Buffer>, request.limit ?? 'answer', signal, keep),
    );
    if ('text' in read) throw fromAnswer(200, read.text, this.context(request));
    return read.value;
  }

  private async readAll(request: EngineRequest): Promise<string> {
    return this.read(request, (response) => readText(response, request.limit ?? 'answer', this.options.address));
  }

  private async read<T>(request: EngineRequest, read: (response: IncomingMessage, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { response, signal, timedOut } = await this.dial(request);
    request.onHeaders?.();
    try {
      return await read(response, signal);
    } catch (error) {
      throw timedOut() ? this.life.timeoutFailure(request) : this.streamFailure(error, request);
    }
  }

  private async dial(request: EngineRequest): Promise<{ response: IncomingMessage; signal: AbortSignal; timedOut: () => boolean }> {
    this.life.refuseWhenEnded(request);
    const { signal, timedOut, release } = this.life.abortFor(request);
    try {
      await this.life.assure(request, signal);
      const response = await this.send(request, signal);
      this.life.heard();
      response.once('close', release);
      const status = response.statusCode ?? 0;
      // 304 answers a start of what runs already and a stop of what stands already.
      if (status < 400) return { response, signal, timedOut };
      const body = await readErrorText(response);
      throw fromAnswer(status, body, this.context(request));
    } catch (error) {
      release();
      throw timedOut() ? this.life.timeoutFailure(request) : this.streamFailure(error, request);
    }
  }

  private send(request: EngineRequest, abortSignal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      this.modem.dial(
        {
          path: `${this.route(request)}?`,
          method: request.method,
          options: { _query: encodeQuery(request.query), _body: request.body ?? {} },
          headers: requestHeaders(request),
          allowEmpty: request.body !== undefined,
          ...(request.upload && { file: request.upload }),
          abortSignal,
          isStream: true,
          statusCodes: everyStatus,
        },
        (error, response) => {
          if (response) resolve(tellReader(response));
          else reject(error ?? new Error('no answer'));
        },
      );
    });
  }
}
