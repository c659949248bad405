/**
 * The part of dockerode 5.0.1 that Slipway uses: its modem, which knows how to send one request of the engine API.
 * Declared here because `@types/dockerode` lags behind and hides the modem.
 */
declare module 'dockerode' {
  import type { Agent, IncomingMessage } from 'node:http';
  import type { Readable } from 'node:stream';

  interface DockerodeOptions {
    socketPath: string;
    agent: Agent;
    protocol: 'http';
    host: undefined;
    port: undefined;
    ca: undefined;
    cert: undefined;
    key: undefined;
    timeout: undefined;
  }

  interface DialOptions {
    /** Ends in `?` when `options._query` is to be appended. */
    path: string;
    method: string;
    options: { _query: Record<string, string | string[]>; _body: unknown };
    headers: Record<string, string>;
    /** Sends a body of `{}` too. */
    allowEmpty: boolean;
    /** A body that is sent as it is. */
    file?: Readable;
    abortSignal: AbortSignal;
    /** Gives the response as soon as its headers are there. */
    isStream: true;
    /** Statuses that are not turned into an error by the modem. */
    statusCodes: Record<number, true>;
  }

  class Dockerode {
    constructor(options: DockerodeOptions);
    readonly modem: {
      dial(options: DialOptions, callback: (error: Error | null, response: IncomingMessage | null) => void): void;
    };
  }

  export = Dockerode;
}
