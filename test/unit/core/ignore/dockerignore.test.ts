import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readDockerIgnore } from '../../../../src/core/ignore/dockerignore';
import { buildContextOf } from '../../../../src/dockerfile/facts/build-context';
import { globTest } from '../../../../src/core/ignore/glob';

/** The meaning of a pattern of `a`, `/`, `?`, `*` and `**`, written as a regular expression. */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/?$|\*\*\/?|\*|\?|[.]/g, (found, at: number) => {
    if (found === '*') return '[^/]*';
    if (found === '?') return '[^/]';
    if (found === '.') return '\\.';
    if (found === '**' && at === 0 && !/[*?]/.test(pattern.slice(2))) return '.*';
    return at + found.length === pattern.length ? '.*' : '(?:.*/)?';
  });
  return new RegExp(`^(?:${source})$`, 's');
}

describe('ignore patterns that the builder reads twice', () => {
  it('are trimmed, cleaned and taken for exceptions a second time, with the blanks of Go', () => {
    const rows = [
      ['.env /', '.env', true], ['node_modules /', 'node_modules', true], ['/ foo', 'foo', true], ['*\n./!foo', 'foo', false], ['./!foo', '!foo', false],
      ['a\n\ufeffsrc', 'src', false], ['\u0085src\u0085', 'src', true], ['\u00a0src', 'src', true],
    ] as const;
    for (const [text, path, ignored] of rows) assert.equal(readDockerIgnore(text).isIgnored(path), ignored, JSON.stringify([text, path]));
    assert.equal(readDockerIgnore('*\n./!foo').hasExceptions, true);
  });
});

describe('.dockerignore', () => {
  const cases: readonly (readonly [file: string, ignored: readonly string[], kept: readonly string[]])[] = [
    ['node_modules\n', ['node_modules', 'node_modules/a/b'], ['src/node_modules', 'node_modules2']],
    ['**/node_modules\n', ['node_modules', 'a/b/node_modules/c'], ['a/node_modules2']],
    ['*.log\n', ['a.log', 'a.log/b'], ['b/a.log']],
    ['**/*.log\n', ['a.log', 'b/c/a.log'], ['a.logs']],
    ['*/temp*\n', ['a/temporary.txt', 'a/temp'], ['temp', 'a/b/temp']],
    ['temp?\n', ['tempa', 'tempb'], ['temp', 'temp/', 'tempab']],
    ['/build/\n', ['build', 'build/a'], ['a/build']],
    ['./a/../b/\n', ['b'], ['a']],
    ['# comment\n #name\n', ['#name'], ['comment', '# comment']],
    ['*.md\n!README.md\n', ['a.md'], ['README.md']],
    ['*.md\n!README*.md\nREADME-secret.md\n', ['README-secret.md'], ['README.md', 'README-a.md']],
    ['docs\n!docs/keep\n', ['docs', 'docs/a'], ['docs/keep', 'docs/keep/a']],
    ['[a-c]x\n[^a]y\n', ['ax', 'by'], ['dx', 'ay']],
    ['\\*a\n', ['*a'], ['ba']],
    ['\ufeffa\r\n  b  \r\n', ['a', 'b'], ['c']],
    ['[a\n[]\n\\\n', [], ['a', '[a', '[]', '\\']],
    ['**\n', ['a', 'a/b'], []],
    ['.\n', [], ['a', '.']],
    ['**.js\n', ['.js', 'a.js', 'a/b.js', 'a/b.js/c'], ['a.jsx', 'js']],
    ['**.pem\n!**.pub.pem\n', ['a/b.pem'], ['a/b.pub.pem']],
    ['**foo\n', ['foo', 'a/xfoo'], ['foox']],
    ['**.j*\n', ['.js', 'a/.js'], ['a.js']],
    ['a/**.js\n', ['a/.js', 'a/b/.js'], ['a/b.js']],
  ];
  for (const [file, ignored, kept] of cases) {
    it(`reads ${JSON.stringify(file)}`, () => {
      const ignore = readDockerIgnore(file);
      assert.deepEqual(ignored.filter((path) => !ignore.isIgnored(path)), []);
      assert.deepEqual(kept.filter((path) => ignore.isIgnored(path)), []);
    });
  }

  it('tells the lines that a builder refuses', () => {
    const refused = ['[br', 'a[', '\\', '[]', '[]a]', '[^]', '[a-]', '[-x]', 'x/[a', '!', '! ', '![', '[a\\'];
    for (const pattern of refused) {
      assert.deepEqual(readDockerIgnore(`# one\na\n ${pattern}\nb\n`).problems, [{ line: 3, pattern: pattern.trim() }], pattern);
    }
    for (const pattern of ['[a]', '[^a]', '[a-b]', '\\[', '[\\]]', 'a]', '!a', '#[', '', '**', '***']) {
      assert.deepEqual(readDockerIgnore(`${pattern}\n`).problems, [], pattern);
    }
  });

  it('makes no statement for the linter where there are exceptions', () => {
    assert.equal(buildContextOf(readDockerIgnore('a\n')).isIgnored('a'), true);
    assert.equal(buildContextOf(readDockerIgnore('a\n!b\n')).isIgnored('a'), false);
  });

  it('means what the patterns say', () => {
    const pattern = fc.array(fc.constantFrom('a', 'b', '/', '*', '**', '**/', '?', '.'), { maxLength: 7 }).map((parts) => parts.join('').replace(/\*{3,}/g, '**'));
    const path = fc.array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, path, (pattern, path) => {
        assert.equal(globTest(pattern)?.(path), expressionOf(pattern).test(path));
      }),
      { numRuns: 4000 },
    );
  });

  it('ends soon where a regular expression would not', () => {
    const ignore = readDockerIgnore(`${'**/a*'.repeat(40)}/b\n`);
    assert.equal(ignore.isIgnored('aa/'.repeat(200)), false);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (text, path) => typeof readDockerIgnore(text).isIgnored(path) === 'boolean'), { numRuns: 2000 });
  });
});
