import assert from 'node:assert/strict';
import { create } from '@bufbuild/protobuf';
import type { BuildEvent } from '../../../../../src/core/build/build-progress';
import { StatusResponseSchema } from '../../../../../src/engine/builder/buildkit/protocol/control_pb';
import { StatusReader } from '../../../../../src/engine/builder/buildkit/status';
import { headerValues } from '../../../../../src/engine/builder/buildkit/session';

const at = (seconds: number) => ({ seconds: BigInt(seconds), nanos: 500_000_000 });

function read(...responses: readonly Parameters<typeof create<typeof StatusResponseSchema>>[1][]) {
  const events: BuildEvent[] = [];
  const reader = new StatusReader((event) => events.push(event));
  for (const response of responses) reader.add(create(StatusResponseSchema, response));
  return { events, reader };
}

describe('what BuildKit tells of a build', () => {
  it('is a step that lasts from its first beginning to its last end', () => {
    const { events } = read({ vertexes: [{ digest: 'a', name: '[1/2] X', inputs: ['b'] }] }, { vertexes: [{ digest: 'a', name: '[1/2] X', started: at(1) }] }, { vertexes: [{ digest: 'a', name: '[1/2] X', started: at(1), completed: at(2) }] }, { vertexes: [{ digest: 'a', name: '[1/2] X', started: at(3) }] }, { vertexes: [{ digest: 'a', name: '[1/2] X', started: at(3), completed: at(4), cached: true }] });
    assert.deepEqual(events.map((event) => event.kind === 'step' && [event.step.started, event.step.completed, event.step.cached]), [[undefined, undefined, false], [1500, undefined, false], [1500, 2500, false], [1500, undefined, false], [1500, 4500, true]]);
  });

  it('is text whose characters come in pieces, each stream by itself', () => {
    const euro = Buffer.from('€');
    const log = (message: Buffer, stream: number) => ({ logs: [{ vertex: 'a', stream: BigInt(stream), message }] });
    const { events } = read(log(euro.subarray(0, 1), 1), log(Buffer.from('x'), 2), log(euro.subarray(1), 1));
    assert.deepEqual(events.map((event) => event.kind === 'output' && [event.output.stream, event.output.text]), [['error', 'x'], ['output', '€']]);
  });

  it('is the step that failed, and not those that were ended with it', () => {
    const { reader } = read({ vertexes: [{ digest: 'a', name: 'A', error: 'rpc error: context canceled' }, { digest: 'b', name: 'B', error: 'exit code: 7' }] });
    assert.deepEqual(reader.failed.map(({ step, error }) => [step.id, error]), [['b', 'exit code: 7']]);
  });

  it('is a warning with its lines, or without', () => {
    const { events } = read({ warnings: [{ short: Buffer.from('A'), detail: [Buffer.from('B')], url: 'u', ranges: [{ start: { line: 2 }, end: { line: 3 } }] }, { short: Buffer.from('C') }] });
    assert.deepEqual(events.map((event) => event.kind === 'warning' && [event.warning.firstLine, event.warning.lastLine, event.warning.detail]), [[2, 3, ['B']], [undefined, undefined, []]]);
  });
});

describe('headers of a session', () => {
  it('are values that stand apart, though they have commas', () => {
    const raw = ['Followpaths', 'a, b', 'other', 'x', 'followpaths', 'c'];
    assert.deepEqual(headerValues(raw, 'followpaths'), ['a, b', 'c']);
    assert.deepEqual(headerValues(raw, 'none'), []);
  });

  it('are decoded where they say so', () => {
    assert.deepEqual(headerValues(['followpaths', 'a+%C3%BC', 'followpaths-encoded', '1'], 'followpaths'), ['a ü']);
    assert.deepEqual(headerValues(['followpaths', 'a+%C3%BC'], 'followpaths'), ['a+%C3%BC']);
    assert.deepEqual(headerValues(['followpaths', '%zz', 'followpaths-encoded', '1'], 'followpaths'), ['']);
  });
});
