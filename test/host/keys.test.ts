import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../package.json';
import type { ViewId } from '../../src/nodes/view-ids';
import type { SlipwayTreeView } from '../../src/ui/trees/tree-view';
import { describeWithEngine, engineUnderTest, given, rowSaying, showView, slipway, until } from './slipway';

const list = (command: string): Thenable<unknown> => vscode.commands.executeCommand(`list.${command}`);
const idsOf = (view: SlipwayTreeView): readonly string[] => view.selection.map(({ node }) => node.id);

/** The row with the focus is the second, the selected one the first; both are told. */
async function apart(view: SlipwayTreeView): Promise<{ readonly selected: string; readonly focused: string }> {
  await list('clear');
  await list('focusFirst');
  await list('select');
  await until('the first row is selected', () => view.selection.length === 1);
  const [selected = ''] = idsOf(view);
  await list('focusDown');
  const [focused] = await view.meantRows();
  assert.ok(focused, `no second row in ${view.definition.view}`);
  return { selected, focused: focused.node.id };
}

describeWithEngine('Keys', () => {
  before(async () => {
    const engine = await engineUnderTest();
    const { app } = await slipway();
    for (const name of ['slipway-keys-a', 'slipway-keys-b']) {
      await engine.images.tag('slipway-test/base:1', `${name}:1`);
      await vscode.commands.executeCommand('slipway.images.run', { line: `-d --name ${name} --stop-signal KILL -v ${name}:/data slipway-test/base:1 sleep 1000` });
    }
    await app.registries.add(given('SLIPWAY_TEST_REGISTRY'));
  });

  after(async () => {
    const engine = await engineUnderTest();
    for (const name of ['slipway-keys-a', 'slipway-keys-b']) {
      await engine.containers.remove(name, { force: true });
      await engine.volumes.remove(name);
      await engine.images.remove(`${name}:1`);
    }
    await (await slipway()).app.registries.remove(given('SLIPWAY_TEST_REGISTRY'));
  });

  for (const name of ['images', 'containers', 'volumes', 'networks', 'registries'] as const satisfies readonly ViewId[]) {
    it(`in ${name} mean the row with the focus, and leave what is selected`, async () => {
      const view = await showView(name);
      await until('two rows', async () => (await view.getChildren()).length > 1);
      const { selected, focused } = await apart(view);
      assert.notEqual(focused, selected);
      assert.deepEqual(idsOf(view), [selected]);
      // The same row both ways.
      await list('select');
      await until('the second row is selected', () => idsOf(view)[0] === focused);
      assert.deepEqual((await view.meantRows()).map(({ node }) => node.id), [focused]);
      assert.deepEqual(idsOf(view), [focused]);
      // Several that are selected are meant, wherever the focus is.
      await list('focusFirst');
      await list('toggleSelection');
      await until('two rows are selected', () => view.selection.length === 2);
      await list('focusLast');
      assert.deepEqual((await view.meantRows()).map(({ node }) => node.id).sort(), [focused, selected].sort());
      assert.equal(view.selection.length, 2);
      await list('clear');
      await until('nothing is selected', () => view.selection.length === 0);
    });
  }

  it('that are pressed one after the other get the same answer each', async () => {
    const view = await showView('containers');
    const { focused, selected } = await apart(view);
    const answers = await Promise.all(Array.from({ length: 8 }, () => view.meantRows()));
    assert.deepEqual([...new Set(answers.map(([row]) => row?.node.id))], [focused]);
    assert.deepEqual(idsOf(view), [selected]);
  });

  it('do the verb to the row with the focus, and to no row of another view', async () => {
    const engine = await engineUnderTest();
    const view = await showView('containers');
    const stateOf = async (container: string): Promise<unknown> => ((await engine.containers.inspect(container)) as { readonly State: { readonly Running: boolean } }).State.Running;
    const meant = await rowSaying(view, 'Container slipway-keys-b');
    const other = await rowSaying(view, 'Container slipway-keys-a');
    await view.reveal(other.node.id, true);
    await until('the other row is selected', () => idsOf(view)[0] === other.node.id);
    // Down to the row that is meant; the selection stays.
    for (let tries = 0; tries < 20; tries++) {
      if ((await view.meantRows())[0] === meant) break;
      await list('focusDown');
    }
    assert.deepEqual(idsOf(view), [other.node.id]);
    const key = manifest.contributes.keybindings.find(({ command, args }) => command === 'slipway.containers.stop' && args === 'rows:containers');
    assert.ok(key);
    await vscode.commands.executeCommand(key.command, key.args);
    assert.deepEqual([await stateOf('slipway-keys-a'), await stateOf('slipway-keys-b')], [true, false]);
    // On a container that does not run there is nothing to stop: nobody is asked for another.
    await vscode.commands.executeCommand(key.command, key.args);
    assert.deepEqual([await stateOf('slipway-keys-a'), await stateOf('slipway-keys-b')], [true, false]);
  });
});
