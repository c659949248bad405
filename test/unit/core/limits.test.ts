import assert from 'node:assert/strict';
import { GrowingBytes } from '../../../src/core/growing-bytes';
import { jsonExcess } from '../../../src/core/json-excess';
import { exceeded, limitPhrase, limitSentence, NameCount } from '../../../src/core/limit-exceeded';
import { type LimitName, limits } from '../../../src/core/limits';
import { SlipwayError } from '../../../src/core/errors';

const names = Object.keys(limits) as LimitName[];

describe('core/limits', () => {
  it('each has a name of its own, with the amount and who goes beyond it', () => {
    const sentences = names.map((limit) => limitSentence({ limit, from: 'unix:///x', most: limits[limit].most }));
    assert.equal(new Set(sentences).size, names.length);
    for (const sentence of sentences) assert.match(sentence, /^unix:\/\/\/x exceeds the limit for .+: \d[\d.]*(?:[kM]?B)?\.$/);
    assert.equal(limitSentence({ limit: 'list', from: 'a\nb', most: 32_000_000 }), 'a⏎b exceeds the limit for a list of an engine: 32MB.');
    assert.equal(limitPhrase({ limit: 'jsonDepth', most: 200 }), 'the limit for nesting in JSON is exceeded: 200');
  });

  it('an error has the limit of its name unless another is told', () => {
    assert.deepEqual(SlipwayError.details(exceeded('head', 'x'), 'limitExceeded'), { limit: 'head', from: 'x', most: limits.head.most });
    assert.equal(SlipwayError.details(exceeded('head', 'x', 5), 'limitExceeded')?.most, 5);
  });

  it('JSON may have as many values and levels as the limits say, and not one more', () => {
    const nested = (depth: number): Buffer => Buffer.from('['.repeat(depth) + ']'.repeat(depth));
    assert.equal(jsonExcess(nested(limits.jsonDepth.most)), undefined);
    assert.equal(jsonExcess(nested(limits.jsonDepth.most + 1)), 'jsonDepth');
    const list = (count: number): Buffer => Buffer.from(`[${Array.from({ length: count }, () => '0').join(',')}]`);
    // The list itself is one, and so is the whole.
    assert.equal(jsonExcess(list(limits.jsonValues.most - 1)), undefined);
    assert.equal(jsonExcess(list(limits.jsonValues.most)), 'jsonValues');
    assert.equal(jsonExcess(Buffer.from(JSON.stringify(`[[[[,,,,"\\[{${'['.repeat(1_000)}`))), undefined, 'what stands in a text counts nothing');
  });

  it('names are counted with what each costs', () => {
    const add = (length: number): number => {
      const count = new NameCount('x');
      for (let number = 0; ; number += 1) {
        try {
          count.add('n'.repeat(length));
        } catch {
          return number;
        }
      }
    };
    assert.equal(add(0), limits.loadedNames.most / 100);
    assert.equal(add(900), limits.loadedNames.most / 1_000);
  });

  it('bytes are put together whatever their pieces are', () => {
    const bytes = new GrowingBytes();
    const all = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
    for (let begin = 0, length = 1; begin < all.length; begin += length, length = (length * 7) % 4_001) bytes.push(all.subarray(begin, begin + length));
    assert.ok(all.equals(bytes.view()));
    assert.ok(all.subarray(-9).equals(bytes.view(9)));
    bytes.keepLast(150_000);
    assert.equal(bytes.length, all.length, 'twice as much may stay');
    bytes.keepLast(1_000);
    assert.ok(all.subarray(-1_000).equals(bytes.view()));
    bytes.clear();
    assert.equal(bytes.length, 0);
  });
});
