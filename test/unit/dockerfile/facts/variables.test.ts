import assert from 'node:assert/strict';
import { variablesIn } from '../../../../src/dockerfile/facts/variables';

describe('Variables of a text', () => {
  const names = (text: string): readonly string[] => variablesIn(text, { escape: '\\', quotes: true }).map(({ name }) => name);

  it('are found outside and inside of one another', () => {
    assert.deepEqual(names('$a ${b} ${c:-$d} \\$e \'$f\' "$g"'), ['a', 'b', 'c', 'd', 'g']);
  });

  it('are found behind braces that nothing closes', () => {
    assert.deepEqual(names('${a:-$b $c'), ['b', 'c']);
    assert.deepEqual(names(`${'${a:-'.repeat(20)}$b`), ['b']);
  });

  it('are not looked for behind more such braces than anybody writes, each of which is read to the end', () => {
    assert.deepEqual(names(`${'${a:-'.repeat(100_000)}$b`), []);
  });
});
