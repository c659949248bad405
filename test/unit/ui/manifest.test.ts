import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commandIds, pageIds, toggleIds } from '../../../src/commands/ids';
import { trees } from '../../../src/nodes/trees';
import { viewFrames } from '../../../src/nodes/view-frames';
import { viewIds } from '../../../src/nodes/view-ids';
import { restrictedSettings, settings } from '../../../src/settings';
import { isRestrictedSetting, type Manifest, registeredCommands, reopenedPages, settingDefault } from '../../../src/ui/manifest';

const manifest = JSON.parse(readFileSync(path.resolve(__dirname, '../../../package.json'), 'utf8')) as Manifest;

describe('what activation takes from the manifest', () => {
  it('are all commands, and those with a check mark beside', () => {
    const names = registeredCommands(manifest);
    assert.deepEqual(names.filter(({ name, id }) => name === id).map(({ id }) => id).sort(), [...commandIds]);
    assert.deepEqual(names.filter(({ name, id }) => name !== id).sort((left, right) => (left.id < right.id ? -1 : 1)), toggleIds.map((id) => ({ name: `${id}.checked`, id })));
  });

  it('are all kinds of pages', () => {
    assert.deepEqual([...reopenedPages(manifest)].sort(), [...pageIds]);
  });

  for (const { key, default: value } of settings) {
    it(`is what ${key} is by default, and whether a workspace decides about it`, () => {
      assert.deepEqual(settingDefault(manifest, key), value);
      assert.equal(isRestrictedSetting(manifest, key), restrictedSettings.includes(key));
    });
  }

  it('and from the frames are all views', () => {
    assert.deepEqual(viewFrames.map(({ view }) => view), [...viewIds]);
    assert.deepEqual(viewFrames, trees.map(({ view, flat, drop, dropOnRows, drag }) => ({ view, ...(drag === undefined ? {} : { drag }), ...(flat ? { flat } : {}), ...(drop === undefined ? {} : { drop }), ...(dropOnRows ? { dropOnRows } : {}) })));
  });
});
