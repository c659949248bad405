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
      else yield* joined(splitter.split(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
    }
  } catch (error) {
    if (isAborted(request.signal)) return;
    throw error instanceof SlipwayError ? error : transport.streamFailure(error, request);
  }
}

function secondsOf(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : (milliseconds / 1000).toFixed(9);
}

/** Neighbours of one stream as one piece: a chunk has hundreds of frames, and who takes them needs no more than their bytes. */
function joined(pieces: readonly LogChunk[]): readonly LogChunk[] {
  if (pieces.length < 2) return pieces;
  const made: LogChunk[] = [];
  for (let from = 0; from < pieces.length;) {
    const stream = pieces[from]?.stream ?? 'stdout';
    let until = from;
    let length = 0;
    while (until < pieces.length && pieces[until]?.stream === stream) {
      length += pieces[until]?.data.length ?? 0;
      until++;
    }
    const data = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces.slice(from, until)) {
      data.set(piece.data, at);
      at += piece.data.length;
    }
    made.push({ stream, data });
    from = until;
  }
  return made;
}

function isAborted(signal: LogOptions['signal']): boolean {
  return signal?.aborted ?? false;
}
