import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readDockerIgnore } from '../../../../src/core/ignore/dockerignore';
import { type IgnoreCase, ignoreTree } from '../../../support/ignore-tree';

/** Made by `scripts/oracle-ignore-files.ts` from the real docker command line. */
const cases = JSON.parse(readFileSync(path.join(__dirname, 'dockerignore.cases.json'), 'utf8')) as readonly IgnoreCase[];

/** Patterns that are refused when nothing else stands in the file. */
const alone = new Set(cases.flatMap(({ text, refused }) => (refused ? [text] : [])));

describe('.dockerignore: what the docker command line sends', () => {
  for (const { text, kept = '', refused } of cases) {
    it(`${JSON.stringify(text)}${refused ? ' is refused' : ''}`, () => {
      const ignore = readDockerIgnore(text);
      // The command line comes upon some malformed patterns only when it looks at a file that they may be about.
      const unseen = ignore.problems.filter(({ pattern }) => /\\\/*$/.test(pattern) || alone.has(pattern.replace(/^!/, '')));
      if (refused) assert.ok(ignore.problems.length > 0);
      else assert.deepEqual(ignore.problems, unseen);
      if (ignore.problems.length > 0) return;
      // The command line's own packer does not look into an ignored folder for what an exception with wildcards lets in.
      // BuildKit does, and so does Slipway.
      const looksInto = /^\s*!.*[*?[\\]/m.test(text);
      const different = ignoreTree.filter((name, index) => {
        const plain = name.replace(/\/$/, '');
        const parts = plain.split('/');
        if (looksInto && parts.some((_, length) => length > 0 && ignore.isIgnored(parts.slice(0, length).join('/')))) return false;
        return ignore.isIgnored(plain) === (kept[index] === '1');
      });
      assert.deepEqual(different, []);
    });
  }

  it(`in ${cases.length} ignore files with ${ignoreTree.length} paths each`, () => {
    assert.ok(cases.length > 450 && cases.filter(({ refused }) => refused).length > 100);
    assert.ok(ignoreTree.length > 50);
  });
});
