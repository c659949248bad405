import assert from 'node:assert/strict';
import fc from 'fast-check';
import { substitutionFault } from '../../../../src/dockerfile/builder/substitution-fault';

describe('Variables that the builder cannot read', () => {
  // What docker buildx build --check says about each.
  const faults: readonly (readonly [text: string, kind: string, place: string])[] = [
    ['${y', 'unclosed', '${y'],
    ['"${y"', 'unclosed', '${y'],
    ['a${', 'unclosed', '${'],
    ['${y:-${z}', 'unclosed', '${y:-${z}'],
    ['${y:-a', 'unclosed', '${y:-a'],
    ['${y:}', 'unclosed', '${y:}'],
    ['"${y:-\'}"', 'unclosed', '${y:-\'}"'],
    ['${}', 'empty', '${}'],
    ['${:-x}', 'empty', '${:'],
    ['${{y}}', 'empty', '${{'],
    ['${y!z}', 'modifier', '!'],
    ['${y:!z}', 'modifier', '!'],
    ['${y^^}', 'modifier', '^'],
    ['${y:0:3}', 'modifier', '0'],
    ['${#y}', 'modifier', 'y'],
    ['${!y}', 'modifier', 'y'],
    ['${y@Q}', 'modifier', '@'],
    ['${y=a}', 'modifier', '='],
    ['${y:=a}', 'modifier', '='],
    ['"${y z}"', 'modifier', ' '],
    ['${a:-${b^}}', 'modifier', '^'],
    ['${y/a}', 'replacement', '${y/a}'],
    ['${y%\\x}', 'pattern', '\\x'],
    ['${y/\\x/z}', 'pattern', '\\x'],
    ['"a', 'quote', '"a'],
    ["a'b", 'quote', "'b"],
  ];
  for (const [text, kind, place] of faults) {
    it(`in ${text}`, () => {
      const fault = substitutionFault(text, '\\');
      assert.deepEqual([fault?.kind, text.slice(fault?.start, fault?.end)], [kind, place]);
    });
  }

  const legal = ["'${y'", '\\${y', '$', '$(a)', '${-}', '${1}', '${y/a/b}', '${y//a/b}', '${y#a}', '${y##*/}', '${y%%.*}', '${y:-"}"}', '${y:-${z:-1}}', '${y:?e}', '${y:+a}', '$$', '"it\'s"', '${y#\\*}', '${y/\\//-}'];
  for (const text of legal) {
    it(`not in ${text}`, () => {
      assert.equal(substitutionFault(text, '\\'), undefined);
    });
  }

  it('goes by the escape character and reads no quotes in here-documents', () => {
    assert.equal(substitutionFault('`${y', '`'), undefined);
    assert.equal(substitutionFault('\\${y', '`')?.kind, 'unclosed');
    assert.equal(substitutionFault("it's ${y}", '\\', false), undefined);
    assert.equal(substitutionFault("'${y'", '\\', false)?.kind, 'unclosed');
  });

  it('takes any depth', () => {
    const depth = 20_000;
    assert.equal(substitutionFault(`${'${A:-'.repeat(depth)}${'}'.repeat(depth)}`, '\\'), undefined);
    assert.equal(substitutionFault('${A:-'.repeat(depth), '\\')?.kind, 'unclosed');
  });

  it('finds a place in any text', () => {
    const text = fc.array(fc.constantFrom('$', '{', '}', '"', "'", '\\', ':', '-', '/', '#', 'a', ' ', '%'), { maxLength: 14 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (text) => {
        const fault = substitutionFault(text, '\\');
        assert.ok(fault === undefined || (fault.start >= 0 && fault.start < fault.end && fault.end <= text.length), JSON.stringify(fault));
      }),
      { numRuns: 3000 },
    );
  });
});
