import assert from 'node:assert/strict';
import { readJsonLines } from '../../../../src/engine/json/json-lines';

async function* chunks(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  for (const part of parts) yield await Promise.resolve(part);
}

async function read(...parts: readonly Uint8Array[]): Promise<readonly object[]> {
  const lines: object[] = [];
  for await (const line of readJsonLines(chunks(...parts), 'event', 'test')) lines.push(line);
  return lines;
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('engine/json/json-lines', () => {
  it('gives the same objects wherever the stream is cut', async () => {
    const source = bytes('{"a":"äöü €😀"}\r\n\n{"b":[1,{"c":2}]}\n{"last":true}');
    const whole = [{ a: 'äöü €😀' }, { b: [1, { c: 2 }] }, { last: true }];
    for (let cut = 0; cut <= source.length; cut += 1) {
      assert.deepEqual(await read(source.subarray(0, cut), source.subarray(cut)), whole, `cut at ${cut}`);
    }
    assert.deepEqual(await read(...Array.from(source, (byte) => Uint8Array.of(byte))), whole);
  });

  it('leaves out what is no object', async () => {
    assert.deepEqual(await read(bytes('junk\n{"a":1}\n<html>\n{"cut":\nnull\n[1]\n{"b":2}\n')), [{ a: 1 }, { b: 2 }]);
  });
});
