import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../package.json';
import { commandIds, toggleIds } from '../../src/commands/ids';
import { slipway } from './slipway';

describe('Activation', () => {
  it('asks no engine before a view is visible', async () => {
    const { app } = await slipway();
    assert.equal(app.connection.state.kind, 'idle');
  });

  it('registers exactly the commands that the manifest contributes', async () => {
    await slipway();
    const contributed = manifest.contributes.commands.map(({ command }) => command).sort();
    const registered = new Set((await vscode.commands.getCommands(true)).filter((id) => id.startsWith('slipway.')));
    assert.deepEqual([...commandIds, ...toggleIds.map((id) => `${id}.checked`)].sort(), contributed);
    assert.deepEqual(
      contributed.filter((id) => !registered.has(id)),
      [],
    );
    const ofViews = new RegExp(`^slipway\\.(${manifest.contributes.views.slipway.map(({ id }) => id.replace('slipway.', '')).join('|')})\\.(focus|open|resetViewLocation|removeView|toggleVisibility)$`);
    assert.deepEqual(
      [...registered].filter((id) => !contributed.includes(id) && !ofViews.test(id)),
      [],
    );
  });

  it('names no command in a menu or a key that does not exist', () => {
    const ids = new Set(manifest.contributes.commands.map(({ command }) => command));
    const used = [...Object.values(manifest.contributes.menus).flat(), ...manifest.contributes.keybindings].flatMap((entry) => ('command' in entry ? [entry.command] : []));
    assert.deepEqual(
      used.filter((command) => !ids.has(command)),
      [],
    );
  });
});
