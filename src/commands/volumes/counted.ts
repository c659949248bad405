import { Readable } from 'node:stream';
import type { ReportProgress } from '../../core/progress';

const reportMilliseconds = 100;

/** The bytes of a stream, which are reported as they go by, ten times a second and at the end. It fails as the stream does. */
export function counted(stream: Readable, report: ReportProgress): Readable {
  return Readable.from(chunksOf(stream, report), { objectMode: false, highWaterMark: 1 << 20 });
}

async function* chunksOf(stream: Readable, report: ReportProgress): AsyncGenerator<Uint8Array, void> {
  let current = 0;
  let told = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    current += chunk.length;
    if (Date.now() - told >= reportMilliseconds) {
      told = Date.now();
      report({ current });
    }
    yield chunk;
  }
  report({ current });
}
