import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JsonAnswer } from '../../../../src/engine/json/json-answer';

function read(text: string, cuts: readonly number[] = []): ReturnType<JsonAnswer['end']> {
  const bytes = Buffer.from(text);
  const answer = new JsonAnswer('test', 'answer');
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((left, right) => left - right), bytes.length];
  for (const [index, place] of places.entries()) answer.push(bytes.subarray(place, places[index + 1] ?? bytes.length));
  return answer.end();
}

describe('engine/json/json-answer', () => {
  it('gives what JSON.parse gives, wherever the answer is cut', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('Volumes', 'a"b', 'a\\', '__proto__', '[', '":[', ''));
    const json = fc.letrec((tie) => ({
      value: fc.oneof(fc.jsonValue(), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(key, tie('value'), { maxKeys: 4 }), fc.string({ unit: 'binary' })),
    })).value;
    const cuts = fc.array(fc.nat(), { maxLength: 6 });
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2), cuts, (value, indent, places) => {
        const text = JSON.stringify(value, null, indent);
        assert.deepEqual(read(text, places), { value: JSON.parse(text) as unknown });
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives the text of what is no JSON', () => {
    for (const text of ['', 'Bad gateway', '<html>[1,2]</html>', '[1,2', '{"Volumes":[1', '[1,x]', '{"a":[1]', '["a]', '[1]]']) assert.deepEqual(read(text), { text }, text);
  });

  it('keeps of the elements of lists what is wanted, and knows their names', () => {
    const seen: unknown[] = [];
    const answer = new JsonAnswer('test', 'answer', (element, key) => {
      seen.push([key, element]);
      return seen.length;
    });
    answer.push(Buffer.from('{"Images":[{"a":[1]},2],"Other":{"x":[3]}, "Volumes" : [ ] ,"Last":[null]}'));
    assert.deepEqual(answer.end(), { value: { Images: [1, 2], Other: { x: [3] }, Volumes: [], Last: [3] } });
    assert.deepEqual(seen, [['Images', { a: [1] }], ['Images', 2], ['Last', null]]);
  });

  it('names the limit that is exceeded', () => {
    const limitOf = (limit: 'answer' | 'list' | 'event', pieces: Iterable<string>): string => {
      const answer = new JsonAnswer('here', limit);
      try {
        for (const piece of pieces) answer.push(Buffer.from(piece));
      } catch (error) {
        return String(error);
      }
      return 'none';
    };
    function* repeat(first: string, piece: string): Iterable<string> {
      yield first;
      for (;;) yield piece.repeat(10_000);
    }
    for (const [limit, first, piece, expected] of [
      ['event', '"', 'a', 'event'],
      ['answer', '{"a":"', 'a', 'answer'],
      ['list', '[', '"a",', 'listElements'],
      ['list', '["', 'a', 'listElement'],
      ['list', '[', `[${'0,'.repeat(50)}0],`, 'jsonValues'],
      ['list', '[', `"${'a'.repeat(1_000)}",`, 'list'],
      ['list', '{"a":', '[', 'jsonDepth'],
    ] as const) {
      assert.match(limitOf(limit, repeat(first, piece)), new RegExp(`limitExceeded: \\{"limit":"${expected}","from":"here"`), `${limit} ${first}${piece}`.slice(0, 60));
    }
  });
});
