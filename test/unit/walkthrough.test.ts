import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { commandIds } from '../../src/commands/ids';
import { walkthrough } from '../../src/walkthrough';

const root = path.resolve(__dirname, '../..');
const ids: readonly string[] = commandIds;

describe('the walkthrough', () => {
  it('leads to commands that exist, and is ticked by commands that exist', () => {
    for (const { id, text, doneBy } of walkthrough) {
      const buttons = [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, command = '']) => command);
      assert.ok(buttons.length > 0, id);
      for (const command of buttons) assert.ok(ids.includes(command) || command === 'slipway.engines.focus', command);
      for (const command of doneBy) assert.ok(ids.includes(command), command);
    }
  });

  it('shows a picture at each step, in the colours of the theme', () => {
    const [start] = manifest.contributes.walkthroughs;
    assert.equal(start?.steps.length, walkthrough.length);
    for (const { id, media } of start.steps) {
      assert.ok(existsSync(path.join(root, media.svg)), id);
      assert.match(readFileSync(path.join(root, media.svg), 'utf8'), /var\(--vscode-/);
    }
  });

  it('and the gallery have what a new user looks for first', () => {
    const icon = readFileSync(path.join(root, manifest.icon));
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
    assert.ok(manifest.categories.length > 0 && manifest.keywords.length > 0);
    for (const url of [manifest.repository.url, manifest.bugs.url]) assert.match(url, /^https:/);
  });
});
