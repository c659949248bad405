import { GrowingBytes } from '../../core/growing-bytes';
import { jsonExcess } from '../../core/json-excess';
import { exceeded } from '../../core/limit-exceeded';
import { type LimitName, limits } from '../../core/limits';
import { type JsonObject, object, parseJson } from './json';

const lineFeed = 0x0a;
/** A line up to this length may hold what it likes. */
const harmless = 65_536;

/**
 * Reads a stream of JSON objects, one a line, as the engine sends progress and events. Characters that are split over
 * chunks are put together, a last line without its end is read, lines that are no JSON are left out. An error of the
 * stream is thrown, and `limitExceeded` for a line of `from` that is too long; leaving the loop early ends the stream.
 */
export async function* readJsonLines(stream: AsyncIterable<Uint8Array>, limit: LimitName, from: string): AsyncGenerator<JsonObject, void> {
  const line = new GrowingBytes();
  const take = (piece: Uint8Array): void => {
    if (line.length + piece.length > limits[limit].most) throw exceeded(limit, from);
    line.push(piece);
  };
  const finish = (): JsonObject | undefined => {
    const value = readLine(line.view(), from);
    line.clear();
    return value;
  };
  for await (const chunk of stream) {
    let begin = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, begin)) {
      take(chunk.subarray(begin, end));
      begin = end + 1;
      const value = finish();
      if (value) yield value;
    }
    if (begin < chunk.length) take(chunk.subarray(begin));
  }
  const last = finish();
  if (last) yield last;
}

function readLine(line: Uint8Array, from: string): JsonObject | undefined {
  const excess = line.length > harmless ? jsonExcess(line) : undefined;
  if (excess !== undefined) throw exceeded(excess, from);
  const trimmed = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8').trim();
  if (!trimmed.startsWith('{')) return undefined;
  const value = parseJson(trimmed);
  return value === undefined ? undefined : object(value);
}
