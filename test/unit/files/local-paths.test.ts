import assert from 'node:assert/strict';
import { isAtOrIn, localPathOf, pathKey } from '../../../src/files/local-paths';

describe('local paths', () => {
  it('are those of the scheme file alone', () => {
    for (const scheme of ['vscode-vfs', 'vscode-remote', 'untitled', 'git', 'vscode-userdata', 'http', '']) {
      for (const platform of ['linux', 'darwin', 'win32'] as const) assert.equal(localPathOf({ scheme, authority: '', fsPath: '/work/Dockerfile' }, platform), undefined, scheme);
    }
    assert.equal(localPathOf({ scheme: 'file', authority: '', fsPath: '/work/Dockerfile' }, 'linux'), '/work/Dockerfile');
  });

  it('have another computer in them on Windows only', () => {
    const share = { scheme: 'file', authority: 'server', fsPath: '\\\\server\\share\\Dockerfile' };
    assert.equal(localPathOf(share, 'win32'), share.fsPath);
    assert.equal(localPathOf({ ...share, fsPath: '//server/share/Dockerfile' }, 'linux'), undefined);
  });

  const same: readonly (readonly [NodeJS.Platform, string, string])[] = [
    ['win32', 'c:\\Work\\Dockerfile', 'C:\\work\\dockerfile'],
    ['win32', 'C:/work/a/../Dockerfile', 'c:\\work\\Dockerfile'],
    ['win32', '\\\\?\\C:\\work', 'c:\\work\\'],
    ['win32', '\\\\?\\UNC\\server\\share\\x', '\\\\SERVER\\share\\x'],
    ['darwin', '/Users/me/Work', '/users/me/work/'],
    ['darwin', '/Users/me/cafe\u0301', '/Users/me/caf\u00e9'],
    ['linux', '/work/./a/', '/work/a'],
  ];
  for (const [platform, left, right] of same) {
    it(`are the same on ${platform}: ${left}, ${right}`, () => assert.equal(pathKey(left, platform), pathKey(right, platform)));
  }

  it('tell case on Linux, and folders that only begin alike everywhere', () => {
    assert.notEqual(pathKey('/work/A', 'linux'), pathKey('/work/a', 'linux'));
    assert.equal(isAtOrIn('/work/a/b', '/work/a', 'linux'), true);
    assert.equal(isAtOrIn('/work/ab', '/work/a', 'linux'), false);
    assert.equal(isAtOrIn('/work/ab', '/', 'linux'), true);
    assert.equal(isAtOrIn('c:\\Work\\src\\x', 'C:\\work', 'win32'), true);
    assert.equal(isAtOrIn('c:\\Workshop\\x', 'C:\\work', 'win32'), false);
    assert.equal(isAtOrIn('D:\\x', 'd:\\', 'win32'), true);
    assert.equal(isAtOrIn('d:\\work\\x', 'C:\\work', 'win32'), false);
  });
});
