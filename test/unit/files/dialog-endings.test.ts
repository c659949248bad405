import assert from 'node:assert/strict';
import path from 'node:path';
import { archiveFilters } from '../../../src/files/archive-target';
import { dialogEndings } from '../../../src/files/dialog-endings';

/** What VS Code's own dialog makes of a name (`SimpleFileDialog.addPostfix`). */
function saved(name: string, filters: Readonly<Record<string, readonly string[]>>): string {
  const endings = Object.values(filters).flatMap((each) => dialogEndings(each));
  const ending = path.extname(name).slice(1);
  return endings.some((each) => each === '*' || each === ending) ? name : `${name}.${endings[0] ?? ''}`;
}

describe('names of archives in VS Code’s own dialog', () => {
  it('stay what was typed where they have an ending, and get one where they have none', () => {
    for (const name of ['x.tar', 'x.tar.gz', 'x.tgz', 'X.TAR.GZ', 'a.b.tar.gz', 'x.gz', 'X.TAR', '.tar.gz']) assert.equal(saved(name, archiveFilters()), name);
    if (Object.values(archiveFilters()).flat().includes('tar.zst')) assert.equal(saved('x.tar.zst', archiveFilters()), 'x.tar.zst');
    for (const name of ['x', 'python-3.7', 'backup.v1', 'x.']) assert.match(saved(name, archiveFilters()), /\.tar$/);
  });

  it('keep the order of the endings, so that the first is the default', () => {
    assert.deepEqual(dialogEndings(['tar.gz', 'tgz']), ['tar.gz', 'tgz', 'gz', 'TAR.GZ', 'TGZ', 'GZ']);
    assert.deepEqual(dialogEndings(['*']), ['*']);
  });
});
