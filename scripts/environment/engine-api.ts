import { request } from 'node:http';
import type { Readable } from 'node:stream';
import { EnvironmentFailure } from './failure';

/** What is asked of an engine. A `body` that is an object goes as JSON; a buffer or a stream as a tar. */
export interface EngineRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: Buffer | Readable | Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One call of the Docker API over a unix socket, without a version in the path; for preparing tests only, so that they
 * do not rest on the code under test. Throws on a status of 400 and above, and returns the body as text.
 */
export function callEngine(socketPath: string, path: string, call: EngineRequest = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const { body } = call;
    const isTar = body !== undefined && (Buffer.isBuffer(body) || isStream(body));
    const sent = request({
      socketPath,
      path,
      method: call.method ?? 'GET',
      headers: {
        host: 'engine',
        ...(body === undefined ? {} : { 'content-type': isTar ? 'application/x-tar' : 'application/json' }),
        ...call.headers,
      },
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 500) < 400) resolve(text);
        else reject(new EnvironmentFailure(`${call.method ?? 'GET'} ${path}: ${response.statusCode ?? 0} ${text.trim()}`));
      });
    });
    if (body !== undefined && isStream(body)) body.pipe(sent);
    else sent.end(body === undefined ? undefined : Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
}

function isStream(body: NonNullable<EngineRequest['body']>): body is Readable {
  return typeof (body as Readable).pipe === 'function';
}

/** Whether an engine answers on the socket. */
export async function ping(socketPath: string): Promise<boolean> {
  return callEngine(socketPath, '/_ping').then(
    () => true,
    () => false,
  );
}
