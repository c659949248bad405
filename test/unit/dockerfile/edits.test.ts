import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, compatible, EditedText, inOrder, shrunk, type TextEdit } from '../../../src/dockerfile/edits';

const edit = (start: number, end: number, text: string): TextEdit => ({ range: { start, end }, text });

describe('edits', () => {
  it('are made where they belong, in whatever order they come', () => {
    assert.equal(applyEdits('abcdef', [edit(4, 6, 'X'), edit(0, 0, '>'), edit(1, 2, '')]), '>acdX');
  });

  it('must not overlap, nor insert twice at one place', () => {
    assert.equal(inOrder([edit(0, 3, ''), edit(2, 4, '')]), undefined);
    assert.equal(inOrder([edit(1, 1, 'a'), edit(1, 1, 'b')]), undefined);
    assert.notEqual(inOrder([edit(0, 2, ''), edit(2, 4, '')]), undefined);
    assert.throws(() => applyEdits('abc', [edit(0, 3, ''), edit(2, 3, '')]), RangeError);
  });

  it('go together where no group stands in or touches another; the first one wins', () => {
    const one = [edit(2, 3, 'a'), edit(8, 9, 'b')];
    const inside = [edit(5, 5, 'c')];
    const behind = [edit(10, 10, 'd')];
    const touching = [edit(9, 10, 'e')];
    const before = [edit(0, 1, 'f')];
    assert.deepEqual(compatible([one, inside, touching, behind, before, one]), [one, behind, before]);
    assert.deepEqual(compatible([[edit(0, 2, ''), edit(1, 3, '')], []]), []);
  });

  it('leave out what they replace by itself', () => {
    assert.deepEqual(shrunk('abcdef', edit(1, 5, 'bXe')), edit(2, 4, 'X'));
    assert.equal(shrunk('abc', edit(1, 2, 'b')), undefined);
    assert.deepEqual(shrunk('aa', edit(0, 1, 'aa')), edit(1, 1, 'a'));
  });

  it('made round after round are edits of the first text', () => {
    const round = fc.array(fc.tuple(fc.nat(30), fc.nat(5), fc.string({ maxLength: 4 })), { maxLength: 3 });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(round, { maxLength: 5 }), (text, rounds) => {
        const edited = new EditedText(text);
        for (const changes of rounds) {
          const { length } = edited.text;
          const groups = changes.map(([start, size, inserted]) => {
            const from = Math.min(start, length);
            return [edit(from, Math.min(length, from + size), inserted)];
          });
          const edits = compatible(groups).flat();
          const expected = applyEdits(edited.text, edits);
          edited.apply(edits);
          assert.equal(edited.text, expected);
        }
        assert.equal(applyEdits(text, edited.edits), edited.text);
      }),
      { seed: 3 },
    );
  });
});
