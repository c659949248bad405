import assert from 'node:assert/strict';
import path from 'node:path';
import { followLinks, type LinkReader } from '../../../../../src/engine/builder/buildkit/follow-links';

/** A folder of links and files: what a link leads to, or undefined for a file. */
function links(tree: Readonly<Record<string, string | undefined>>): LinkReader {
  return {
    target: (name) => Promise.resolve(tree[name]),
    list: (folder) => Promise.resolve([...new Set(Object.keys(tree).filter((name) => path.posix.dirname(name) === folder).map((name) => path.posix.basename(name)))]),
  };
}

describe('links on the way to what is copied', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string | undefined>>, readonly string[], readonly string[]])[] = [
    ['a plain file', { a: undefined }, ['a'], ['a']],
    ['a file that is not there', {}, ['none/here'], ['none/here']],
    ['a link and its target', { a: 'b/c' }, ['a'], ['a', 'b/c']],
    ['a link in a folder, relative to it', { 'x/a': '../y' }, ['x/a'], ['x/a', 'y']],
    ['an absolute link, from the root of the context', { a: '/etc/x' }, ['a'], ['a', 'etc/x']],
    ['a link that leads out, kept inside', { a: '../../etc/x' }, ['a'], ['a', 'etc/x']],
    ['a link on the way', { to: 'real', 'real/in': undefined }, ['to/in'], ['real/in', 'to']],
    ['a chain', { a: 'b', b: 'c', c: 'd' }, ['a'], ['a', 'b', 'c', 'd']],
    ['a loop', { a: 'b', b: 'a' }, ['a'], ['a', 'b']],
    ['a loop on itself', { a: 'a' }, ['a/b'], ['a']],
    ['wildcards, with the links among them', { 'd/one': '../t1', 'd/two': undefined, 'd/on': '../t2' }, ['d/on*'], ['d/on*', 't1', 't2']],
    ['an escaped wildcard is none', { 'a*': 'x' }, ['a\\*'], ['a\\*']],
    ['the folder itself: everything', { a: undefined }, ['a', '.'], []],
    ['what lies in another is not said twice', { a: undefined }, ['a/b', 'a', 'a-b'], ['a', 'a-b', 'a/b']],
  ];
  for (const [name, tree, paths, wanted] of cases) {
    it(name, async () => {
      const found = await followLinks(paths, links(tree));
      // The last case sorts `a-b` between, as the builder does, and then says `a/b` too.
      assert.deepEqual(found, [...wanted].sort((left, right) => Buffer.from(left).compare(Buffer.from(right))));
    });
  }
});
