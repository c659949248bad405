import assert from 'node:assert/strict';
import { checkedAnswers } from '../../../../src/commands/answers/check';
import { choice, flag, listsByName, name, names, optional, records, text, texts, textsByName, whole } from '../../../../src/commands/answers/takes';
import { takenText } from '../../../../src/commands/answers/type-text';
import { SlipwayError } from '../../../../src/core/errors';
import { describeError } from '../../../../src/ui/present';

const mark = 'hunter2MARK';
const command = {
  id: 'slipway.test.verb',
  answers: {
    image: name('An image.'),
    password: optional(text('A password.')),
    names: optional(names('Names.')),
    port: optional(whole('A port.', 1, 65_535), 80),
    order: optional(choice(['name', 'size'], 'The order.')),
    values: optional(textsByName('Values.')),
    filters: optional(listsByName('Filters.')),
    pairs: optional(records(['image', 'reference'], 'Pairs.')),
    apply: optional(flag('All.')),
  },
};

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
}

/** What people read of a call. */
function said(given: unknown, complete = true): string {
  try {
    return JSON.stringify(checkedAnswers(command, given, complete));
  } catch (error) {
    assert.ok(error instanceof SlipwayError);
    return describeError(error).message;
  }
}

describe('answers of a program', () => {
  const image = 'a';
  const table: readonly (readonly [string, unknown, string])[] = [
    ['all is right', { image, port: 8080, values: { __proto: 'x' } }, '{"image":"a","port":8080,"values":{"__proto":"x"}}'],
    ['a default counts', { image }, '{"image":"a","port":80}'],
    ['undefined is none', { image, order: undefined }, '{"image":"a","port":80}'],
    ['null is not', { image, order: null }, 'The answer “order” of slipway.test.verb is of the type \'name\' | \'size\'; what was given: null.'],
    ['a word that is not one of those', { image, order: 'age' }, 'The answer “order” of slipway.test.verb is of the type \'name\' | \'size\'; what was given: \'age\'.'],
    ['a number out of range', { image, port: 70_000 }, 'The answer “port” of slipway.test.verb is of the type number (integer, 1 to 65535); what was given: 70000.'],
    ['a number that is none', { image, port: Number.NaN }, 'The answer “port” of slipway.test.verb is of the type number (integer, 1 to 65535); what was given: NaN.'],
    ['an element', { image, names: ['a', mark, 7] }, 'The answer “names[2]” of slipway.test.verb is of the type readonly string[] (each not empty); what was given: number.'],
    ['an empty element', { image, names: ['a', ''] }, 'The answer “names[1]” of slipway.test.verb is of the type readonly string[] (each not empty); what was given: \'\'.'],
    ['a place deep in it', { image, filters: { label: ['a', 7] } }, 'The answer “filters.label[1]” of slipway.test.verb is of the type Readonly<Record<string, readonly string[]>>; what was given: number.'],
    ['a part that is missing', { image, pairs: [{ image }] }, 'The answer “pairs[0].reference” of slipway.test.verb is of the type readonly { image: string; reference: string }[]; what was given: undefined.'],
    ['a key too many', { image, pairs: [{ image, reference: 'b', more: mark }] }, 'The answer “pairs[0].more” of slipway.test.verb is of the type readonly { image: string; reference: string }[]; what was given: string.'],
    ['a secret of another type', { image, password: 12_345 }, 'The answer “password” of slipway.test.verb is of the type string; what was given: number.'],
    ['a secret in another type', { image, password: [mark] }, 'The answer “password” of slipway.test.verb is of the type string; what was given: array.'],
    ['a secret where none stands', { image, port: mark }, 'The answer “port” of slipway.test.verb is of the type number (integer, 1 to 65535); what was given: string.'],
    ['a text without end', { image: 'a'.repeat(200_000) }, 'The answer “image” of slipway.test.verb is of the type string (not empty); what was given: string of 200000 characters, more than 100000.'],
    ['a list without end', { image, names: new Array<string>(1e9) }, 'The answer “names” of slipway.test.verb is of the type readonly string[] (each not empty); what was given: array of 1000000000 elements, more than 10000.'],
    ['a key with a meaning', { image, values: JSON.parse('{"__proto__":"x"}') as unknown }, 'The answer “values.__proto__” of slipway.test.verb is of the type Readonly<Record<string, string>>; what was given: a key with a meaning of its own.'],
    ['an object of a class', { image, values: new Map() }, 'The answer “values” of slipway.test.verb is of the type Readonly<Record<string, string>>; what was given: object of a class.'],
    ['what is missing', {}, 'slipway.test.verb needs the answer “image” of the type string (not empty).'],
    ['a slip', { image, name: ['a'] }, 'slipway.test.verb has no answer “name”. Did you mean “names”?'],
    ['nothing like it', { image, somethingElse: 1 }, 'slipway.test.verb has no answer “somethingElse”; it takes: image, password, names, port, order, values, filters, pairs, apply.'],
    ['a name without end', { image, ['x'.repeat(1e6)]: 1 }, `slipway.test.verb has no answer “${'x'.repeat(99)}…”; it takes: image, password, names, port, order, values, filters, pairs, apply.`],
    ['a key without end', { image, values: { ['x'.repeat(1e6)]: 1 } }, `The answer “values.${'x'.repeat(92)}…” of slipway.test.verb is of the type Readonly<Record<string, string>>; what was given: number.`],
    ['a proxy that was taken away', revoked(), 'slipway.test.verb takes its answers as one plain object; what was given: object that cannot be read.'],
    ['one within', { image, names: revoked() }, 'slipway.test.verb takes its answers as one plain object; what was given: object that cannot be read.'],
    ['no object', 'a', 'slipway.test.verb takes its answers as one plain object; what was given: string.'],
    ['nothing', null, 'slipway.test.verb takes its answers as one plain object; what was given: null.'],
  ];
  for (const [what, given, words] of table) it(`${what}: ${words}`, () => assert.equal(said(given), words));

  it('of a user may be left out, and have no defaults', () => {
    assert.equal(said({}, false), '{}');
    assert.equal(said({ port: 'a' }, false), said({ image, port: 'a' }));
  });

  it('must be one of several groups, in which false is none', () => {
    const several = { id: 'slipway.test.verb', answers: { a: optional(text('A.')), b: optional(text('B.')), c: optional(flag('C.')) }, oneOf: [['a', 'b'], ['c']] };
    for (const given of [{}, { a: 'x' }, { b: 'x', c: false }]) {
      assert.throws(() => checkedAnswers(several, given, true), (error) => describeError(error).message === 'slipway.test.verb needs one of these answers: a + b | c.');
    }
    for (const given of [{ a: 'x', b: '' }, { c: true }]) assert.deepEqual(checkedAnswers(several, given, true), given);
  });

  it('are told of one that takes none', () => {
    assert.throws(() => checkedAnswers({ id: 'slipway.test.verb', answers: {} }, { a: 1 }, true), (error) => describeError(error).message === 'slipway.test.verb has no answer “a”; it takes none.');
  });

  it('are copies: what changes later changes nothing', () => {
    const list = ['a'];
    const values = { A: '1' };
    const checked = checkedAnswers(command, { image, names: list, values }, true);
    list.push('b');
    values.A = '2';
    assert.deepEqual([checked['names'], checked['values']], [['a'], { A: '1' }]);
  });

  it('are read once, and not from a prototype', () => {
    let reads = 0;
    const given = Object.defineProperty({}, 'image', { enumerable: true, get: () => (++reads === 1 ? 'a' : 7) });
    assert.deepEqual(checkedAnswers(command, given, true)['image'], 'a');
    assert.equal(said({ image, values: Object.create({ A: '1' }) as unknown }), 'The answer “values” of slipway.test.verb is of the type Readonly<Record<string, string>>; what was given: object of a class.');
  });

  it('are written as TypeScript', () => {
    const types = [text(''), texts(''), name(''), flag(''), whole('', -1), choice(['a', 'b'], ''), records(['a', 'b'], '')].map(({ schema }) => takenText(schema));
    assert.deepEqual(types, ['string', 'readonly string[]', 'string (not empty)', 'boolean', 'number (integer, at least -1)', "'a' | 'b'", 'readonly { a: string; b: string }[]']);
  });
});
