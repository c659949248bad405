import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { limits } from '../../../src/core/limits';
import { formatBytes } from '../../../src/core/sizes';

describe('docs/security.md', () => {
  it('tells every limit as it is', () => {
    const rows = [...readFileSync('docs/security.md', 'utf8').matchAll(/^\| `(\w+)` \| ([\d.]+ ?[kM]?B?) \|/gm)].map(([, name, most]) => [name, most?.replace(' ', '')]);
    assert.deepEqual(rows, Object.entries(limits).map(([name, { most, unit }]) => [name, unit === 'bytes' ? formatBytes(most) : String(most)]));
  });
});
