import assert from 'node:assert/strict';
import path from 'node:path';
import { archiveFilters } from '../../../src/files/archive-target';
import { dialogFilters, dialogKind, withoutAddedEnding } from '../../../src/files/dialog-endings';

const save = { saves: true, all: 'Archives' } as const;
const names = ['x.tar', 'x.tar.gz', 'x.tgz', 'X.TAR.GZ', 'a.b.tar.gz', 'x.gz', 'X.TAR', '.tar.gz'];

/** What VS Code's own dialog makes of a name (`SimpleFileDialog.addPostfix`). */
function savedByOwn(name: string): string {
  const endings = Object.values(dialogFilters(archiveFilters(), 'own', save)).flat();
  const ending = path.extname(name).slice(1);
  return endings.some((each) => each === '*' || each === ending) ? name : `${name}.${endings[0] ?? ''}`;
}

/** What macOS and Windows make of a name with the filter that is chosen first: its first ending, unless the name has one of it. */
function savedByDesktop(name: string, kind: 'macos' | 'windows'): string {
  const [first = []] = Object.values(dialogFilters(archiveFilters(), kind, save));
  const ending = path.extname(name).slice(1).toLowerCase();
  return first.includes(ending) ? name : `${name}.${first[0] ?? ''}`;
}

describe('names of archives in dialogs', () => {
  it('stay what was typed where they have an ending, and get one where they have none, in VS Code’s own', () => {
    for (const name of names) assert.equal(savedByOwn(name), name);
    if (Object.values(archiveFilters()).flat().includes('tar.zst')) assert.equal(savedByOwn('x.tar.zst'), 'x.tar.zst');
    for (const name of ['x', 'python-3.7', 'backup.v1', 'x.']) assert.match(savedByOwn(name), /\.tar$/);
  });

  for (const kind of ['macos', 'windows'] as const) {
    it(`do so on ${kind} with the filter that is chosen first`, () => {
      for (const name of names.filter((each) => each !== '.tar.gz')) assert.equal(savedByDesktop(name, kind), name);
      for (const name of ['x', 'python-3.7', 'backup.v1']) assert.match(savedByDesktop(name, kind), /\.tar$/);
    });
  }

  it('are chosen by kinds on Windows too, and without endings of two parts on macOS', () => {
    const filters = { 'Tar': ['tar'], 'Compressed': ['tar.gz', 'tgz'] };
    assert.deepEqual(dialogFilters(filters, 'windows', save), { Archives: ['tar', 'tar.gz', 'tgz', 'gz'], Tar: ['tar'], Compressed: ['tar.gz', 'tgz', 'gz'] });
    assert.deepEqual(dialogFilters(filters, 'macos', save), { Archives: ['tar', 'gz', 'tgz'] });
    for (const endings of Object.values(dialogFilters(archiveFilters(), 'macos', { ...save, saves: false }))) assert.ok(endings.every((ending) => !ending.includes('.')));
  });

  it('keep the order of the endings, so that the first is the default', () => {
    for (const kind of ['own', 'linux'] as const) assert.deepEqual(dialogFilters({ a: ['tar.gz', 'tgz'] }, kind, save), { a: ['tar.gz', 'tgz', 'gz', 'TAR.GZ', 'TGZ', 'GZ'] });
    for (const kind of ['own', 'linux', 'macos', 'windows'] as const) assert.deepEqual(dialogFilters({ a: ['tar'], b: ['*'] }, kind, save)['b'], ['*']);
  });

  it('are those of the dialog that opens', () => {
    const here = { remote: false, simple: false };
    assert.deepEqual((['darwin', 'win32', 'linux', 'freebsd'] as const).map((platform) => dialogKind(platform, here)), ['macos', 'windows', 'linux', 'linux']);
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      assert.equal(dialogKind(platform, { ...here, remote: true }), 'own');
      assert.equal(dialogKind(platform, { ...here, simple: true }), 'own');
    }
  });

  it('lose an ending that a dialog has added to theirs, and no other', () => {
    const endings = ['.tar.gz', '.tgz', '.tar.zst', '.TAR.GZ'];
    for (const own of endings) for (const added of ['.tar', '.gz', '.tgz', '.tar.gz', '.zst']) assert.equal(withoutAddedEnding(`/a.b/x${own}${added}`), `/a.b/x${own}`);
    assert.equal(withoutAddedEnding('x.tar.tar'), 'x.tar');
    for (const name of ['x', 'x.tar', ...endings.map((each) => `x${each}`), 'x.tar.gz.old', 'x.tar.gz/y', 'tar.gz']) assert.equal(withoutAddedEnding(name), name);
  });
});
