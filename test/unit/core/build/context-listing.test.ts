import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contextListing, type ContextEntry } from '../../../../src/core/build/context-listing';
import { contextRow } from '../../../../src/core/build/context-listing-page';
import { appendLines, leavingOut, lettingIn } from '../../../../src/core/build/context-listing-pattern';
import { readDockerIgnore } from '../../../../src/core/ignore/dockerignore';
import { ignoreTree } from '../../../support/ignore-tree';

const none = (): Promise<void> => Promise.resolve();
const entries: readonly ContextEntry[] = ignoreTree.map((name) => (name.endsWith('/') ? { path: name.slice(0, -1), kind: 'folder', bytes: 0 } : { path: name, kind: 'file', bytes: name.length }));
const files = entries.filter(({ kind }) => kind === 'file');
const line = fc.constantFrom('a', '*', '**', 'c', 'c/*', '**/a', '*.js', '**/*.js', '!c/a', '!c/c', '!**/b', '!c', '!*', 'd', '!d/c/a.js', '[ab]', '# a', '', ' a ', 'c/c/**', '!**/*.js', 'node/node', '/b.js', '\\*');
const ignoreFile = fc.array(line, { maxLength: 8 });
const write = (text: string, added: string): string => {
  const { range, text: more } = appendLines(text, [added]);
  return text.slice(0, range.start) + more + text.slice(range.end);
};

describe('which line leaves a path out', function () {
  this.timeout(60_000);
  it('is one whose removal changes the answer, or leaves it to another line that says the same', () => {
    fc.assert(fc.property(ignoreFile, (lines) => {
      const ignore = readDockerIgnore(lines.join('\n'));
      for (const { path } of entries) {
        const { ignored, line: by } = ignore.decision(path);
        assert.equal(ignored, ignore.isIgnored(path));
        if (by === undefined) {
          assert.equal(ignored, false);
          continue;
        }
        assert.equal((lines[by - 1] ?? '').trim().startsWith('!'), !ignored, 'an exception lets in, a pattern leaves out');
        // Up to it all is the same, and without it the file up to it says the opposite.
        assert.equal(readDockerIgnore(lines.slice(0, by).join('\n')).isIgnored(path), ignored);
        assert.equal(readDockerIgnore(lines.slice(0, by - 1).join('\n')).isIgnored(path), !ignored);
        const without = readDockerIgnore(lines.map((text, index) => (index === by - 1 ? '' : text)).join('\n')).decision(path);
        assert.ok(without.ignored !== ignored || without.line !== by);
      }
    }), { numRuns: 400 });
  });
});

describe('the lists of a context', function () {
  this.timeout(60_000);
  it('hold each file once, with sums that agree, largest first', async () => {
    await fc.assert(fc.asyncProperty(ignoreFile, async (lines) => {
      const ignore = readDockerIgnore(lines.join('\n'));
      const { sent, leftOut, used } = await contextListing(entries, { ignore, isUsed: (path) => path.startsWith('c/') }, none);
      const out = files.filter(({ path }) => ignore.isIgnored(path));
      assert.equal(leftOut.files, out.length);
      assert.equal(sent.files, files.length - out.length);
      assert.equal(sent.bytes + leftOut.bytes, files.reduce((all, { bytes }) => all + bytes, 0));
      assert.equal(used.files, files.filter(({ path }) => path.startsWith('c/') && !ignore.isIgnored(path)).length);
      for (const { path } of files) {
        assert.ok(contextRow((ignore.isIgnored(path) ? leftOut : sent).rows, path), path);
        assert.equal(contextRow((ignore.isIgnored(path) ? sent : leftOut).rows, path), undefined, path);
      }
      for (const { rows } of [sent, leftOut]) assert.deepEqual(rows.map(({ bytes }) => bytes), rows.map(({ bytes }) => bytes).sort((a, b) => b - a));
    }), { numRuns: 200 });
  });

  it('show no more rows than a page can have, and tell how many there are', async () => {
    const many = Array.from({ length: 20_000 }, (_, index): ContextEntry => ({ path: `${String(index % 50)}/${String(index)}`, kind: 'file', bytes: index }));
    const { sent } = await contextListing(many, { ignore: readDockerIgnore(''), isUsed: () => false }, none);
    const count = (rows: typeof sent.rows): number => rows.reduce((all, row) => all + 1 + count(row.rows), 0);
    assert.equal(sent.rows.length, 50);
    assert.ok(count(sent.rows) <= 3_000);
    for (const row of sent.rows) assert.equal(row.rows.length + row.more, 400);
    assert.equal(sent.files, 20_000);
  });
});

describe('a line for a path', () => {
  const odd = fc.constantFrom(...Array.from('ab*?[]\\^!# \n\r$(){}+|.ü\ufeff'));
  const name = fc.array(odd, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')).filter((text) => text !== '.' && text !== '..');

  it('leaves it out, and lets it in again, whatever stands before, on every platform', () => {
    fc.assert(fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), ignoreFile, fc.boolean(), (parts, lines, windows) => {
      const path = parts.join('/');
      const text = lines.join('\n');
      const out = write(text, leavingOut(path, readDockerIgnore(text), windows));
      const left = readDockerIgnore(out);
      assert.ok(left.isIgnored(path) && left.isIgnored(`${path}/x/y.js`), JSON.stringify([out, path]));
      const again = write(out, lettingIn(path, left, windows));
      assert.equal(readDockerIgnore(again).isIgnored(path), false, JSON.stringify([again, path]));
      assert.equal(readDockerIgnore(again).isIgnored(`${path}/x/y.js`), false, JSON.stringify([again, path]));
    }), { numRuns: 3_000 });
  });

  it('is put at the end, with the line ends that are there, and changes nothing before it', () => {
    for (const [before, after] of [['', '/a\n'], ['\ufeff', '\ufeff/a\n'], ['x', 'x\n/a\n'], ['x\n', 'x\n/a\n'], ['x\r\ny', 'x\r\ny\r\n/a\r\n'], ['x\r\n', 'x\r\n/a\r\n'], ['\ufeffx', '\ufeffx\n/a\n'], ['# no end ', '# no end \n/a\n']] as const)
      assert.equal(write(before, '/a'), after, JSON.stringify(before));
  });
});
