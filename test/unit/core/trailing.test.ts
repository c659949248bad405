import assert from 'node:assert/strict';
import { withoutTrailing, withoutTrailingSlashes } from '../../../src/core/trailing';

describe('What stands at the end', () => {
  it('goes, and nothing before it', () => {
    assert.equal(withoutTrailing('/a//b///', '/'), '/a//b');
    assert.equal(withoutTrailing('a \t', ' \t'), 'a');
    assert.equal(withoutTrailing('a', 'b'), 'a');
    assert.equal(withoutTrailing('', 'b'), '');
    assert.equal(withoutTrailing('///', '/'), '');
    assert.equal(withoutTrailing('ab12', (character) => /\d/.test(character)), 'ab');
  });

  it('leaves a slash of the root', () => {
    assert.equal(withoutTrailingSlashes('/a//'), '/a');
    assert.equal(withoutTrailingSlashes('///'), '/');
    assert.equal(withoutTrailingSlashes(''), '');
    assert.equal(withoutTrailingSlashes('a'), 'a');
  });
});
