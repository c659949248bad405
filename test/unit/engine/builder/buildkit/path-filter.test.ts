import assert from 'node:assert/strict';
import { readPatterns } from '../../../../../src/core/ignore/dockerignore';
import { pathFilter } from '../../../../../src/engine/builder/buildkit/path-filter';
import { seededNumbers } from '../../../../../scripts/seeded-numbers';
import { ignoreTree } from '../../../../support/ignore-tree';

const paths = ignoreTree.map((path) => path.replace(/\/$/, ''));

/** What is sent when no folder is passed over. */
function withoutShortcuts(include: readonly string[], exclude: readonly string[]): readonly string[] {
  const [included, excluded] = [readPatterns(include), readPatterns(exclude)];
  return paths.filter((path) => (include.length === 0 || included.isIgnored(path)) && !excluded.isIgnored(path));
}

/** What a walk sends that looks into a folder only where the filter says that it may hold something. */
function byWalk(include: readonly string[], exclude: readonly string[]): readonly string[] {
  const filter = pathFilter({ include, exclude });
  const closed: string[] = [];
  return paths.filter((path) => {
    if (closed.some((folder) => path.startsWith(`${folder}/`))) return false;
    if (ignoreTree.includes(`${path}/`) && !filter.mayHold(path)) closed.push(path);
    return filter.isWanted(path);
  });
}

describe('which paths a builder wants', () => {
  const written: readonly (readonly [readonly string[], readonly string[]])[] = [
    [[], []], [['c'], []], [['c/c/a'], []], [['*.js'], []], [['c/*'], ['c/a']], [[], ['c', '!c/c']], [[], ['**', '!d/c/a']], [['d'], ['**/a']], [['n*/a'], []], [[], ['*', '!**/*.js']], [['../a'], []],
    [[], ['c', '!c/c', 'c/c/a']], [['**/a.js'], ['c/c']], [['node'], ['node/*', '!node/node']],
  ];
  for (const [include, exclude] of written) {
    it(`are the same whether folders are passed over or not: ${JSON.stringify([include, exclude])}`, () => {
      assert.deepEqual(byWalk(include, exclude), withoutShortcuts(include, exclude));
    });
  }

  it('are the same for 1,500 generated lists', () => {
    const next = seededNumbers(7);
    const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
    const change = [(path: string) => path, (path: string) => `${path}/*`, (path: string) => `**/${path}`, (path: string) => path.replace(/[^/]+$/, '*'), (path: string) => path.replace(/[a-z]/, '?'), (path: string) => `./${path}`, (path: string) => `${path}/**`, (path: string) => path.replace(/^[^/]+/, '*'), (path: string) => `x/../${path}`];
    const list = (exceptions: boolean): readonly string[] =>
      Array.from({ length: Math.floor(next() * 5) }, () => `${exceptions && next() < 0.4 ? '!' : ''}${one(change)(one(paths))}`);
    for (let number = 0; number < 1_500; number += 1) {
      const [include, exclude] = [list(false), list(true)];
      assert.deepEqual(byWalk(include, exclude), withoutShortcuts(include, exclude), JSON.stringify([include, exclude]));
    }
  });

  it('leaves folders alone that cannot hold anything', () => {
    const filter = pathFilter({ include: ['src/*.ts', 'a/b/c'], exclude: ['node_modules', '!node_modules/kept/**/x'] });
    assert.deepEqual(['src', 'a', 'a/b', 'other', 'node_modules'].map((folder) => filter.mayHold(folder)), [true, true, true, false, false]);
    const excluded = pathFilter({ include: [], exclude: ['node_modules', '!node_modules/kept/**/x'] });
    assert.deepEqual(['node_modules', 'node_modules/kept', 'node_modules/kept/deep', 'node_modules/other'].map((folder) => excluded.mayHold(folder)), [true, true, true, false]);
  });
});
