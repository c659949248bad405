import assert from 'node:assert/strict';
import { fileOnDisk, pathOnDisk } from '../../../src/files/on-disk';

const folders = new Map<string, readonly string[]>([
  ['', ['dockerfile', 'Docker', 'src', 'SRC2', 'both', 'Both']],
  ['Docker', ['Web.Dockerfile']],
  ['src', ['App.py', 'Café']],
]);
/** A file system that does not tell case. */
const list = (folder: string): Promise<readonly string[]> => {
  const found = [...folders].find(([name]) => name.toLowerCase() === folder.toLowerCase());
  return found ? Promise.resolve(found[1]) : Promise.reject(new Error(folder));
};

describe('paths as they are on disk', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['Dockerfile', 'dockerfile'],
    ['dockerfile', 'dockerfile'],
    ['DOCKER/web.dockerfile', 'Docker/Web.Dockerfile'],
    ['src/app.py', 'src/App.py'],
    ['src/CAFE\u0301', 'src/Café'],
    ['both', 'both'],
    ['Both', 'Both'],
    ['src/none', undefined],
    ['none', undefined],
  ];
  for (const [given, expected] of cases) {
    it(`are found: ${given}`, async () => assert.equal(await pathOnDisk(given, list), expected));
  }

  it('have the name of the file itself, or the given one where nothing is known', async () => {
    assert.equal(await fileOnDisk('/x/Dockerfile', () => Promise.resolve(['dockerfile'])), '/x/dockerfile');
    assert.equal(await fileOnDisk('/x/Dockerfile', () => Promise.resolve(['dockerfile', 'Dockerfile'])), '/x/Dockerfile');
    assert.equal(await fileOnDisk('/x/Dockerfile', () => Promise.resolve([])), '/x/Dockerfile');
    assert.equal(await fileOnDisk('/x/Dockerfile', () => Promise.reject(new Error('EACCES'))), '/x/Dockerfile');
  });
});
