import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Engine } from '../../src/engine/engine';
import { baseImage, describeWithEngine, engineUnderTest, fresh, given, rowSaying, rowsOf, showView, slipway, until } from './slipway';

/** Opens a row as the key does; on a busy machine the focus may come to the row after the command. */
async function expandRow(view: Awaited<ReturnType<typeof showView>>, row: Awaited<ReturnType<typeof rowSaying>>, what: string): Promise<void> {
  const isOpen = async (): Promise<boolean> => (await view.getTreeItem(row)).collapsibleState === vscode.TreeItemCollapsibleState.Expanded;
  await until(what, async () => {
    if (await isOpen()) return true;
    await view.reveal(row.node.id, true);
    await vscode.commands.executeCommand('list.expand');
    return await isOpen();
  });
}

describeWithEngine('Live trees', () => {
  const base = baseImage;
  let engine: Engine;
  before(async () => {
    engine = await engineUnderTest();
  });
  after(() => engine.dispose());

  it('shows an image that is tagged elsewhere, and takes it away', async () => {
    const view = await showView('images');
    const name = `host/${fresh('tagged')}:1`;
    await engine.images.tag(base, name);
    const row = await rowSaying(view, `Image ${name}`);
    assert.match(row.view.description ?? '', /·/);
    await engine.images.remove(name);
    await until('the row to go', async () => !(await rowsOf(view)).some(({ view: { accessibleLabel } }) => accessibleLabel.includes(name)));
  });

  it('follows a container through its states under one identity', async () => {
    const view = await showView('containers');
    const name = fresh('states');
    const { id } = await engine.containers.create({ name, body: { Image: base, Cmd: ['sleep', '300'] } });
    const created = await rowSaying(view, `Container ${name}, created`);
    await engine.containers.start(id);
    const running = await rowSaying(view, `Container ${name}, running`);
    await engine.containers.pause(id);
    const paused = await rowSaying(view, `Container ${name}, paused`);
    assert.equal(created, running);
    assert.equal(running, paused);
    await engine.containers.remove(id, { force: true });
    await until('the row to go', async () => !(await rowsOf(view)).includes(paused));
  });

  it('says which images are in use', async () => {
    const view = await showView('images');
    const name = fresh('user');
    const { id } = await engine.containers.create({ name, body: { Image: base, Cmd: ['true'] } });
    await rowSaying(view, new RegExp(`Image ${base}.*in use by .*${name}`));
    await engine.containers.remove(id, { force: true });
    await until('the image to be free', async () => !(await rowsOf(view)).some(({ view: row }) => row.accessibleLabel.includes(name)));
  });

  it('filters and sorts', async () => {
    const view = await showView('images');
    const name = `host/${fresh('needle')}:1`;
    await engine.images.tag(base, name);
    await rowSaying(view, name);
    await vscode.commands.executeCommand('slipway.images.filter', { text: 'needle' });
    await until('the filter to work', async () => (await rowsOf(view)).every(({ view: { accessibleLabel } }) => accessibleLabel.includes('needle')));
    await vscode.commands.executeCommand('slipway.images.filter', { text: '' });
    await until('all rows to be back', async () => (await rowsOf(view)).some(({ view: { accessibleLabel } }) => accessibleLabel.includes(base)));
    await engine.images.remove(name);
  });

  it('says when a filter has no hits, and keeps what was open for when it is cleared', async () => {
    const view = await showView('images');
    const name = `host/${fresh('opened')}`;
    await engine.images.tag(base, `${name}:1`);
    await engine.images.tag(base, `${name}:2`);
    const row = await rowSaying(view, `Repository ${name}`);
    await expandRow(view, row, 'the repository is open');
    await vscode.commands.executeCommand('slipway.images.filter', { text: 'matches-nothing-at-all' });
    await until('the row that clears the filter', async () => (await view.getChildren()).map(({ view: { label } }) => label).join() === 'Clear Filter');
    const [clear] = await view.getChildren();
    await vscode.commands.executeCommand(clear?.view.command?.id ?? '');
    const again = await rowSaying(view, `Repository ${name}`);
    assert.equal((await view.getTreeItem(again)).collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
    await engine.images.remove(`${name}:1`);
    await engine.images.remove(`${name}:2`);
  });

  it('lets go of the engine when all views are hidden, and comes back', async () => {
    const { app } = await slipway();
    await showView('images');
    await until('the engine', () => app.connection.state.kind === 'connected');
    await vscode.commands.executeCommand('workbench.view.explorer');
    await until('the list to be dropped', () => app.inventory.get('images') === undefined);
    const view = await showView('images');
    await rowSaying(view, base);
  });

  it('lists engines with their version and state', async () => {
    const view = await showView('engines');
    const row = await rowSaying(view, /in use.*connected|connected.*in use/);
    assert.match(row.view.description ?? '', /(Docker|Podman) \d+/);
  });

  it('shows size and age of a registry’s tags while they are open, and whether the engine has them', async () => {
    const registry = given('SLIPWAY_TEST_REGISTRY');
    const name = `${registry}/${fresh('facts')}:1`;
    // An image of its own: one that the engine has under another name is here too.
    const { id } = await engine.containers.create({ name: fresh('facts'), body: { Image: base, Cmd: ['true'] } });
    await engine.containers.commit(id, { reference: name, message: name });
    await engine.containers.remove(id, { force: true });
    await engine.images.push(name, {});
    const { app } = await slipway();
    await app.registries.add(registry);
    try {
      const view = await showView('registries');
      const open = async (words: string): Promise<void> => {
        const row = await rowSaying(view, words);
        await expandRow(view, row, `${words} is open`);
      };
      await open(`Registry ${registry}`);
      await open(`Repository ${name.slice(registry.length + 1, -2)}`);
      const repository = await rowSaying(view, `Repository ${name.slice(registry.length + 1, -2)}`);
      const described = async (): Promise<string> => (await view.getChildren(repository))[0]?.view.description ?? '';
      await until('size, age and that it is here', async () => /^[\d.]+[kM]B · .+ · here$/.test(await described()));
      await engine.images.remove(name);
      await until('the row to say no more that it is here', async () => /^[\d.]+[kM]B · [^·]+$/.test(await described()));
    } finally {
      await app.registries.remove(registry);
    }
  });
});
