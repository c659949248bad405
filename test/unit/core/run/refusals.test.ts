import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkRunLine } from '../../../../src/core/run-line';

/** A line, what is said of it, and the part of it that is meant: a line of each kind that docker refuses, and the limits beside it. */
const cases = JSON.parse(readFileSync(new URL('refusals.cases.json', import.meta.url), 'utf8')) as readonly (readonly [line: string, reason: string, at: string])[];

describe('run lines that are refused', () => {
  for (const [line, reason, at] of cases) {
    it(`say why: ${line}`, () => {
      const checked = checkRunLine(line, { home: '/home/user' });
      assert.ok('reason' in checked, 'is taken');
      assert.deepEqual([checked.reason, line.slice(checked.offset, checked.offset + checked.length)], [reason, at]);
    });
  }
});
