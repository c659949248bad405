import assert from 'node:assert/strict';
import { matchPattern, type FolderEntry } from '../../../../src/core/shell/patterns';

const folder = (names: readonly string[]) => (): readonly FolderEntry[] => names.map((name) => ({ name, isFolder: false }));
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter((character) => character !== '/');
/** Characters of which files have their names, a blank and a tab among them. */
const characters = ['\t', ...printable];
const taken = (set: string): string => matchPattern(`x[${set}]`, '/w', folder(characters.map((character) => `x${character}`))).map((name) => name.slice(1)).join('');

describe('sets of characters in file patterns', () => {
  const lower = 'abcdefghijklmnopqrstuvwxyz';
  const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const punctuation = '!"#$%&\'()*+,-.:;<=>?@[\\]^_`{|}~';
  // POSIX, "Character Classes" of the POSIX locale; the names are sorted by their characters.
  const sets: readonly (readonly [set: string, characters: string])[] = [
    ['[:alpha:]', upper + lower], ['[:digit:]', '0123456789'], ['[:alnum:]', `0123456789${upper}${lower}`], ['[:upper:]', upper], ['[:lower:]', lower],
    ['[:space:]', '\t '], ['[:blank:]', '\t '], ['[:xdigit:]', '0123456789ABCDEFabcdef'], ['[:punct:]', punctuation],
    ['[:digit:][:blank:]', '\t 0123456789'], ['[:nonsense:]', ''], ['[:digit:]-z', '-0123456789z'],
    ['abc', 'abc'], ['a-c', 'abc'], ['a-cx-z', 'abcxyz'], ['a-', '-a'], ['-a', '-a'], ['c-a', ''], ['!c-a', [...characters].sort().join('')], ['a-a', 'a'], [']', ']'], ['\\]a', ']a'], ['\\-a', '-a'],
    ['a\\-c', '-ac'], ['+--', '+,-'], ['!a-z', characters.filter((character) => !lower.includes(character)).join('')], ['^0-9', characters.filter((character) => !/\d/.test(character)).join('')],
    ['a!', '!a'], ['a^', '^a'], ['*', '*'], ['?', '?'],
  ];
  for (const [set, expected] of sets) it(`[${set}]`, () => assert.equal(taken(set), expected));
});

describe('file patterns', () => {
  const names = ['a', 'ab', 'abc', '.hidden', 'b[1]', 'b[', 'é', '😀', 'a*', 'a\\'];
  const cases: readonly (readonly [pattern: string, names: readonly string[]])[] = [
    ['*', ['a', 'a*', 'a\\', 'ab', 'abc', 'b[', 'b[1]', 'é', '😀']], ['.*', ['.hidden']], ['?', ['a', 'é', '😀']], ['??', ['a*', 'a\\', 'ab', 'b[']],
    ['a*', ['a', 'a*', 'a\\', 'ab', 'abc']], ['*c', ['abc']], ['a*c', ['abc']], ['a\\*', []], ['a\\**', ['a*']], ['*\\*', ['a*']], ['*\\\\', ['a\\']],
    ['b[', ['b[']], ['b[*', ['b[', 'b[1]']], ['?[', ['b[']], ['b[[]*', ['b[', 'b[1]']], ['*[1]*', ['b[1]']], ['*\\[1\\]', ['b[1]']], ['[é😀]', ['é', '😀']], ['*[]', []], ['*[]]', ['b[1]']], ['x*', []], ['*a', ['a']],
  ];
  for (const [pattern, expected] of cases) it(pattern, () => assert.deepEqual(matchPattern(pattern, '/w', folder(names)), expected));

  it('go through folders, and only through those', () => {
    const asked: string[] = [];
    const tree: Readonly<Record<string, readonly FolderEntry[]>> = {
      '/w/': [{ name: 'a', isFolder: true }, { name: 'b', isFolder: false }, { name: 'c', isFolder: true }],
      '/w/a/': [{ name: 'x.js', isFolder: false }, { name: 'deep', isFolder: true }], '/w/c/': [{ name: 'y.js', isFolder: false }], '/': [{ name: 'etc', isFolder: true }], '/etc/': [{ name: 'passwd', isFolder: false }],
    };
    const read = (path: string): readonly FolderEntry[] | undefined => {
      asked.push(path);
      return tree[path];
    };
    assert.deepEqual(matchPattern('*/*.js', '/w', read), ['a/x.js', 'c/y.js']);
    assert.deepEqual(asked.splice(0), ['/w/', '/w/a/', '/w/c/']);
    assert.deepEqual(matchPattern('*/', '/w/', read), ['a/', 'c/']);
    assert.deepEqual(matchPattern('./a/../*', '/w', (path) => (path === '/w/./a/../' ? tree['/w/'] : undefined)), ['./a/../a', './a/../b', './a/../c']);
    assert.deepEqual(matchPattern('/*/pass*', '/w', read), ['/etc/passwd']);
    assert.deepEqual(matchPattern('*/x.js', '/w', read), ['a/x.js']);
    assert.deepEqual(matchPattern('missing/*', '/w', read), []);
  });
});
