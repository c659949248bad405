import assert from 'node:assert/strict';
import { parseShell } from '../../../../src/dockerfile/shell/parse-shell';

describe('dockerfile/shell/parse-shell', () => {
  it('reads the same text once, while it is asked for', () => {
    const text = 'echo remembered && true';
    const first = parseShell(text);
    for (let version = 0; version < 20_000; version++) {
      parseShell(`echo ${version}`);
      if (version % 5_000 === 0) assert.equal(parseShell(text), first);
    }
    assert.equal(parseShell(text), first);
  });

  it('forgets long texts sooner, so that versions of one that is written at are not all kept', () => {
    const text = 'echo forgotten';
    const first = parseShell(text);
    const long = `: ${'a'.repeat(200_000)}`;
    for (let version = 0; version < 12; version++) parseShell(`${long}${version}`);
    assert.notEqual(parseShell(text), first);
    assert.deepEqual(parseShell(text), first);
  });
});
