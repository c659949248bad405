import assert from 'node:assert/strict';
import { desktopPlaces } from '../../../scripts/start/desktop-places';

describe('Where npm start looks for a desktop VS Code', () => {
  it('Windows: the programs themselves, beside what is on PATH first, also with blanks, # and % in paths', () => {
    const places = desktopPlaces('win32', { Path: String.raw`C:\Windows;D:\My %tools% #1\Microsoft VS Code\bin`, LOCALAPPDATA: String.raw`C:\Users\me\AppData\Local`, ProgramFiles: String.raw`C:\Program Files` }, '');
    assert.equal(places[0], String.raw`D:\My %tools% #1\Microsoft VS Code\Code.exe`);
    assert.ok(places.includes(String.raw`C:\Users\me\AppData\Local\Programs\Microsoft VS Code\Code.exe`));
    assert.ok(places.includes(String.raw`C:\Program Files\VSCodium\VSCodium.exe`));
    assert.ok(places.every((place) => place.endsWith('.exe')), 'a batch file would read % and quotes in paths once more');
  });

  it('macOS: PATH, then the applications of all and of the user', () => {
    const places = desktopPlaces('darwin', { PATH: '/usr/bin' }, '/Users/me');
    assert.equal(places[0], '/usr/bin/code');
    assert.ok(places.includes('/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'));
    assert.ok(places.includes('/Users/me/Applications/VSCodium.app/Contents/Resources/app/bin/codium'));
  });

  it('Linux: PATH alone', () => {
    assert.deepEqual(desktopPlaces('linux', { PATH: '/a b:' }, '/home/me'), ['/a b/code', '/a b/code-insiders', '/a b/codium']);
  });
});
