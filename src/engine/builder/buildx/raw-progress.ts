import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { list, object, text } from '../../json/json';
import { type StatusResponse, StatusResponseSchema } from '../buildkit/protocol/control_pb';

/** One line of `docker buildx build --progress=rawjson`: what BuildKit tells, with other spellings (moby/buildkit, `client.SolveStatus`). */
export function readRawProgress(line: unknown): StatusResponse {
  const status = object(line);
  return create(StatusResponseSchema, {
    vertexes: list(status['vertexes']).map((each) => {
      const { digest, inputs, name, started, completed, cached, error } = object(each);
      return {
        digest: text(digest),
        inputs: list(inputs).map(text),
        name: text(name),
        cached: cached === true,
        error: text(error),
        ...time('started', started),
        ...time('completed', completed),
      };
    }),
    statuses: list(status['statuses']).map((each) => {
      const { id, vertex, name, current, total, started, completed } = object(each);
      return {
        id: text(id),
        vertex: text(vertex),
        name: text(name),
        current: count(current),
        total: count(total),
        ...time('started', started),
        ...time('completed', completed),
      };
    }),
    logs: list(status['logs']).map((each) => {
      const { vertex, stream, data } = object(each);
      return { vertex: text(vertex), stream: count(stream), message: Buffer.from(text(data), 'base64') };
    }),
    warnings: list(status['warnings']).map((each) => {
      const { vertex, short, detail, url, range } = object(each);
      return {
        vertex: text(vertex),
        short: Buffer.from(text(short), 'base64'),
        detail: list(detail).map((line_) => Buffer.from(text(line_), 'base64')),
        url: text(url),
        ranges: list(range).map((one) => ({ start: position(object(one)['start']), end: position(object(one)['end']) })),
      };
    }),
  });
}

function time<Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: ReturnType<typeof timestampFromMs> } {
  const milliseconds = Date.parse(text(value));
  return (Number.isNaN(milliseconds) ? {} : { [name]: timestampFromMs(milliseconds) }) as {
    readonly [Key in Name]?: ReturnType<typeof timestampFromMs>;
  };
}

function count(value: unknown): bigint {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? BigInt(value) : 0n;
}

function position(value: unknown): { readonly line: number } {
  return { line: Number(count(object(value)['line'])) };
}
