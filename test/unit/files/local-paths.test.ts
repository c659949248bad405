import assert from 'node:assert/strict';
import { isAtOrIn, localPathOf, pathKey } from '../../../src/files/local-paths';

describe('local paths', () => {
  it('are those of the scheme file alone', () => {
    for (const scheme of ['vscode-vfs', 'vscode-remote', 'untitled', 'git', 'vscode-userdata', 'http', '']) {
      for (const platform of ['linux', 'darwin', 'win32'] as const) assert.equal(localPathOf({ scheme, authority: '', fsPath: '/code/Dockerfile' }, platform), undefined, scheme);
    }
    assert.equal(localPathOf({ scheme: 'file', authority: '', fsPath: '/code/Dockerfile' }, 'linux'), '/code/Dockerfile');
  });

  it('have another computer in them on Windows only', () => {
    const share = { scheme: 'file', authority: 'server', fsPath: '\\\\server\\share\\Dockerfile' };
    assert.equal(localPathOf(share, 'win32'), share.fsPath);
    assert.equal(localPathOf({ ...share, fsPath: '//server/share/Dockerfile' }, 'linux'), undefined);
  });

  const same: readonly (readonly [NodeJS.Platform, string, string])[] = [
    ['win32', 'c:\\Code\\Dockerfile', 'C:\\code\\dockerfile'],
    ['win32', 'C:/code/a/../Dockerfile', 'c:\\code\\Dockerfile'],
    ['win32', '\\\\?\\C:\\code', 'c:\\code\\'],
    ['win32', '\\\\?\\UNC\\server\\share\\x', '\\\\SERVER\\share\\x'],
    ['darwin', '/Users/me/Code', '/users/me/code/'],
    ['darwin', '/Users/me/cafe\u0301', '/Users/me/caf\u00e9'],
    ['linux', '/code/./a/', '/code/a'],
  ];
  for (const [platform, left, right] of same) {
    it(`are the same on ${platform}: ${left}, ${right}`, () => assert.equal(pathKey(left, platform), pathKey(right, platform)));
  }

  it('tell case on Linux, and folders that only begin alike everywhere', () => {
    assert.notEqual(pathKey('/code/A', 'linux'), pathKey('/code/a', 'linux'));
    assert.equal(isAtOrIn('/code/a/b', '/code/a', 'linux'), true);
    assert.equal(isAtOrIn('/code/ab', '/code/a', 'linux'), false);
    assert.equal(isAtOrIn('/code/ab', '/', 'linux'), true);
    assert.equal(isAtOrIn('c:\\Code\\src\\x', 'C:\\code', 'win32'), true);
    assert.equal(isAtOrIn('c:\\Codebase\\x', 'C:\\code', 'win32'), false);
    assert.equal(isAtOrIn('D:\\x', 'd:\\', 'win32'), true);
    assert.equal(isAtOrIn('d:\\code\\x', 'C:\\code', 'win32'), false);
  });
});
