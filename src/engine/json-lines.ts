import { StringDecoder } from 'node:string_decoder';
import { type JsonObject, object, parseJson } from './json';

/**
 * Reads a stream of JSON objects, one a line, as the engine sends progress and events. Characters that are split over
 * chunks are put together, a last line without its end is read, lines that are no JSON are left out. An error of the
 * stream is thrown; leaving the loop early ends the stream.
 */
export async function* readJsonLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject, void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const value = readLine(line);
      if (value) yield value;
    }
  }
  const last = readLine(rest + decoder.end());
  if (last) yield last;
}

function readLine(line: string): JsonObject | undefined {
  const trimmed = line.trim();
  if (!trimmed.startsWith('{')) return undefined;
  const value = parseJson(trimmed);
  return value === undefined ? undefined : object(value);
}
