import assert from 'node:assert/strict';
import { changeUri, imageFileOf, imageFileUri } from '../../../../src/core/files/image-place';

describe('URIs of files of images', () => {
  const file = { engine: '0123abcd', image: `sha256:${'7'.repeat(64)}`, path: '/etc/über #1?.conf' };

  it('are read as they were written', () => {
    const uri = new URL(imageFileUri(file, 'Team/App:1.0 +x'));
    assert.deepEqual(imageFileOf(decodeURIComponent(uri.host), decodeURIComponent(uri.pathname)), file);
  });

  it('of nobody mean nothing', () => {
    for (const authority of ['', 'a', 'a+i+77+0123abcd', `a+c+${'7'.repeat(64)}+0123abcd`, `a+i+${'7'.repeat(64)}+xyz`, `a+i+${'7'.repeat(64)}+0123abcd+more`])
      assert.equal(imageFileOf(authority, '/x'), undefined, authority);
    assert.equal(imageFileOf(`a+i+${'7'.repeat(64)}+0123abcd`, '/a/../../b')?.path, '/b');
  });

  it('of rows of changes have their letter', () => {
    assert.equal(changeUri('f'.repeat(64), '/a b?c', 'M'), 'slipway-change://ffffffffffff/a%20b%3Fc?M');
    assert.equal(changeUri('f'.repeat(64), '/a', ''), 'slipway-change://ffffffffffff/a');
  });
});
