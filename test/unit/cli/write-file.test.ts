import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replaceFile } from '../../../src/cli/write-file';

describe('files that slipway-lint writes', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'slipway-write-'));
    file = path.join(folder, 'Dockerfile');
    writeFileSync(file, 'before');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function patience(): { waited: number; readonly now: () => number; readonly wait: (milliseconds: number) => void } {
    const clock = { waited: 0, now: () => clock.waited, wait: (milliseconds: number) => void (clock.waited += milliseconds) };
    return clock;
  }

  for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
    it(`wait for another program that has them open (${code}), for some seconds`, () => {
      let left = 4;
      const busy = (from: string, to: string): void => {
        if (left-- > 0) throw Object.assign(new Error(code), { code });
        renameSync(from, to);
      };
      replaceFile(file, 'after', busy, patience());
      assert.equal(readFileSync(file, 'utf8'), 'after');
      left = Number.POSITIVE_INFINITY;
      const clock = patience();
      assert.throws(() => replaceFile(file, 'never', busy, clock), new RegExp(code));
      assert.ok(clock.waited > 3_000 && clock.waited < 30_000);
      assert.equal(readFileSync(file, 'utf8'), 'after');
      assert.deepEqual(readdirSync(folder), ['Dockerfile']);
    });
  }
});
