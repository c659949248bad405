import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { describeWithEngine, fresh, given, rowSaying, rowsOf, showView, until } from './slipway';

describeWithEngine('Engines as docker contexts', () => {
  it('are added, changed and removed, and the view shows it', async () => {
    const context = fresh('kept');
    const address = given('SLIPWAY_TEST_DOCKER_HOST');
    const view = await showView('engines');
    const added = await vscode.commands.executeCommand<{ readonly version: string }>('slipway.engines.add', { context, address, description: 'of the suite' });
    assert.match(added.version, /^\d+\./);
    const row = await rowSaying(view, `Engine ${context}, not in use`);
    assert.ok(row.view.flags?.includes('removable'));
    await vscode.commands.executeCommand('slipway.engines.edit', { context, address: 'unix:///slipway/nothing.sock', unreached: true });
    await until('the new address', async () => (await rowsOf(view)).some(({ view: { description = '' } }) => description.includes('unix:///slipway/nothing.sock')));
    await assert.rejects(async () => vscode.commands.executeCommand('slipway.engines.add', { context, address }), /There is a docker context of this name|conflict/);
    await vscode.commands.executeCommand('slipway.engines.remove', { context });
    await until('the row to go', async () => !(await rowsOf(view)).some(({ view: { accessibleLabel } }) => accessibleLabel.includes(context)));
  });
});
