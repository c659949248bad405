import assert from 'node:assert/strict';
import { fromGoMode, fromUnixMode, modeLetters } from '../../../../src/core/files/file-facts';
import { engineKey, fileAuthority, fileUri, type PlacedFile, placedFile } from '../../../../src/core/files/file-place';
import { listingCommand, readListing, withLinks } from '../../../../src/core/files/folder-listing';

describe('URIs of files of containers', () => {
  const engine = engineKey('context:default');
  const files: readonly PlacedFile[] = [
    { engine, place: { kind: 'container', id: 'abcdef012345', name: 'web' }, path: '/etc/a b\n#?%/é' },
    { engine, place: { kind: 'volume', name: 'Data_1.x' }, path: '/' },
    { engine, place: { kind: 'volume', name: 'odd + name/日' }, path: '/x' },
  ];

  it('come back as they were, whatever case their authority is written in', () => {
    for (const file of files) {
      const authority = fileAuthority(file);
      assert.match(authority, /^[a-z0-9_.+-]+$/);
      assert.deepEqual(placedFile(authority.toLowerCase(), file.path), file.place.kind === 'container' ? { ...file, place: { ...file.place } } : file);
      const uri = new URL(fileUri(file).replace(/^slipway-container:/, 'http:').replaceAll('%2B', '-'));
      assert.equal(decodeURIComponent(uri.pathname), file.path);
    }
  });

  it('that nobody has made mean nothing', () => {
    for (const authority of ['', 'web', 'web+c+xyz+00000000', 'web+c+ab+0', 'web+x+ab+00000000', 'web+v+a+00000000', 'a+c+ab+00000000+more']) assert.equal(placedFile(authority, '/'), undefined);
    assert.equal(placedFile(`a+c+ab+${engine}`, '/../../x')?.path, '/x');
    assert.notEqual(engineKey('a'), engineKey('b'));
  });
});

describe('what engines and programs tell of files', () => {
  it('modes of Go and of Unix', () => {
    assert.deepEqual(fromGoMode(2 ** 31 + 0o755), { type: 'folder', mode: 0o755 });
    assert.deepEqual(fromGoMode(2 ** 27 + 0o777), { type: 'link', mode: 0o777 });
    assert.deepEqual(fromGoMode(2 ** 23 + 0o755), { type: 'file', mode: 0o4755 });
    assert.deepEqual(fromGoMode(2 ** 31 + 2 ** 20 + 0o777), { type: 'folder', mode: 0o1777 });
    assert.deepEqual(fromGoMode(2 ** 26 + 0o600), { type: 'other', mode: 0o600 });
    assert.deepEqual(fromUnixMode(0o104711), { type: 'file', mode: 0o4711 });
    assert.deepEqual(fromUnixMode(0o010600), { type: 'other', mode: 0o600 });
    assert.equal(modeLetters({ type: 'file', mode: 0o4755 }), '-rwsr-xr-x');
    assert.equal(modeLetters({ type: 'folder', mode: 0o1776 }), 'drwxrwxrwT');
  });

  it('listings, whatever names are in them', () => {
    const mark = 'M1';
    const names = ['plain', 'two\nlines', '\n', ' ', '-rf', 'ends in blank ', '日'];
    const printed = names.map((name) => `${mark} 81a4 5 6 7 1500000000 /d/./${name}\n`).join('') + `${mark} nonsense\n${mark} 81a4 0 0 0 0 /other/./x\n${mark} 81a4 0 0 0 0 /d/./x/y\n`;
    const entries = readListing(printed, mark, '/d');
    assert.deepEqual(entries.map(({ name }) => name), names);
    assert.deepEqual(entries[0], { name: 'plain', type: 'file', mode: 0o644, size: 7, modified: 1_500_000_000_000, owner: { user: 5, group: 6 } });
    const links = readListing(`${mark} a1ff 0 0 4 0 /d/./l\n${mark} a1ff 0 0 4 0 /d/./broken\n`, mark, '/d');
    assert.deepEqual(withLinks(links, `${mark} 41ed 4096 /d/./l\n`, mark, '/d').map(({ name, leadsTo }) => [name, leadsTo]), [['l', 'folder'], ['broken', undefined]]);
    assert.ok(listingCommand('', mark).includes('/.'));
  });
});
