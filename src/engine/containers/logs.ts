import { SlipwayError } from '../../core/errors';
import { containerContext, inspectContainer } from './life';
import type { EngineContainers, LogChunk, LogOptions } from './containers';
import { object } from '../json/json';
import { FrameSplitter } from '../streams/multiplex';
import { checkObjectName } from '../transport/names';
import type { EngineRequest, EngineTransport } from '../transport/transport';

/** What a container has written and writes. */
export function logMethods(transport: EngineTransport): Pick<EngineContainers, 'logs'> {
  return {
    async logs(container, options) {
      const { Config } = object(await inspectContainer(transport, container));
      const request: EngineRequest = {
        method: 'GET',
        path: `/containers/${checkObjectName('container', container)}/logs`,
        query: {
          stdout: true,
          stderr: true,
          follow: options.follow,
          timestamps: options.timestamps,
          tail: options.tail,
          since: secondsOf(options.since),
          until: secondsOf(options.until),
        },
        signal: options.signal,
        context: containerContext('logs', container),
      };
      const response = await transport.stream(request);
      return readLog(transport, request, response as AsyncIterable<Buffer>, object(Config).Tty === true);
    },
  };
}

/** Ends quietly when the signal says so; the connection is closed when the loop is left. */
async function* readLog(
  transport: EngineTransport,
  request: EngineRequest,
  response: AsyncIterable<Buffer>,
  terminal: boolean,
): AsyncGenerator<LogChunk, void> {
  const splitter = new FrameSplitter();
  try {
    for await (const chunk of response) {
      if (terminal) yield { stream: 'stdout', data: chunk };
      else yield* splitter.split(chunk);
    }
  } catch (error) {
    if (isAborted(request.signal)) return;
    throw error instanceof SlipwayError ? error : transport.streamFailure(error, request);
  }
}

function secondsOf(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : (milliseconds / 1000).toFixed(9);
}

function isAborted(signal: LogOptions['signal']): boolean {
  return signal?.aborted ?? false;
}
