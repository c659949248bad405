import assert from 'node:assert/strict';
import { FrameSplitter } from '../../../../src/engine/streams/multiplex';

function frame(stream: number, text: string): Buffer {
  const data = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
}

function split(...parts: readonly Uint8Array[]): { stdout: string; stderr: string } {
  const splitter = new FrameSplitter();
  const said = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  for (const part of parts) for (const { stream, data } of splitter.split(part)) said[stream] = Buffer.concat([said[stream], data]);
  return { stdout: said.stdout.toString(), stderr: said.stderr.toString() };
}

describe('engine/streams/multiplex', () => {
  const stream = Buffer.concat([frame(1, 'äb'), frame(2, 'err'), frame(1, ''), frame(1, 'end\n')]);

  it('tells the streams apart wherever the stream is cut', () => {
    for (let cut = 0; cut <= stream.length; cut += 1) {
      assert.deepEqual(split(stream.subarray(0, cut), stream.subarray(cut)), { stdout: 'äbend\n', stderr: 'err' }, `cut at ${cut}`);
    }
    assert.deepEqual(split(...Array.from(stream, (byte) => Uint8Array.of(byte))), { stdout: 'äbend\n', stderr: 'err' });
  });

  it('reads many tiny frames of one chunk', () => {
    const many = Buffer.concat(Array.from({ length: 100_000 }, () => frame(1, 'x')));
    const read = new FrameSplitter().split(many);
    assert.equal(read.length, 100_000);
    assert.ok(read.every(({ stream, data }) => stream === 'stdout' && data.length === 1));
  });

  it('shows a stream that is not multiplexed as it is', () => {
    assert.deepEqual(split(Buffer.from('plain text of a terminal')), { stdout: 'plain text of a terminal', stderr: '' });
  });
});
