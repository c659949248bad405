import assert from 'node:assert/strict';
import { childPath, isWithin, lastName, normalPath, parentPath, partsBelow, staysBelow, wrongFileName } from '../../../../src/core/files/file-path';

describe('paths in containers', () => {
  it('are made normal', () => {
    for (const [given, normal] of [['/', '/'], ['', '/'], ['/a//b/./c', '/a/b/c'], ['/../../a', '/a'], ['/a/../..', '/'], ['/a b/\n', '/a b/\n']] as const)
      assert.equal(normalPath(given), normal);
    assert.deepEqual([childPath('/', 'a'), childPath('/a', 'b')], ['/a', '/a/b']);
    assert.deepEqual([parentPath('/a/b'), parentPath('/a'), parentPath('/')], ['/a', '/', '/']);
    assert.deepEqual([lastName('/a/b'), lastName('/')], ['b', '']);
    assert.deepEqual([isWithin('/', '/x'), isWithin('/a', '/a'), isWithin('/a', '/ab'), isWithin('/a', '/a/b')], [true, true, false, true]);
  });

  it('have names that a file can have', () => {
    for (const name of ['a', '-rf', '...', 'a\nb', ' ', '文件', 'x'.repeat(255)]) assert.equal(wrongFileName(name), undefined, name);
    for (const name of ['', '.', '..', 'a/b', '/', 'a\u0000', 'x'.repeat(256), '日'.repeat(86)]) assert.ok(wrongFileName(name), name);
  });

  it('of archives never lead out of the folder', () => {
    for (const [top, name, parts] of [
      ['etc/', 'etc/', []], ['etc/', 'etc/a/b', ['a', 'b']], ['/', '/a/b/', ['a', 'b']], ['.', './a', ['a']], ['/', '/', []], ['file', 'file', []], ['x', 'x//./a', ['a']],
    ] as const) assert.deepEqual(partsBelow(top, name), parts, name);
    for (const [top, name] of [['etc/', 'other'], ['etc/', 'etc/../x'], ['etc', '../etc/x'], ['/', '/../x'], ['etc', 'etcetera/x'], ['a', 'a/\u0000'], ['a/', '/..']] as const)
      assert.equal(partsBelow(top, name), undefined, name);
  });

  it('of links stay in the folder, or do not count', () => {
    const below = (path: string, target: string): boolean => staysBelow(path.split('/'), target);
    for (const [path, target] of [['l', 'a'], ['l', './a/b'], ['a/l', '../b'], ['a/b/l', '../..'], ['a/l', '..'], ['l', 'a b\n']] as const) assert.ok(below(path, target), target);
    for (const [path, target] of [['l', '..'], ['l', '/a'], ['a/l', '../../x'], ['l', ''], ['l', 'a/../..'], ['a/b/l', 'x/..'], ['l', 'C:\\x'], ['l', 'a\\b'], ['l', 'a\u0000']] as const)
      assert.ok(!below(path, target), target);
  });
});
