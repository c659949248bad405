import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ImagePageModel } from '../../src/core/image-page';
import type { TreeRow } from '../../src/ui/trees/tree-row';
import type { SlipwayTreeView } from '../../src/ui/trees/tree-view';
import { Parts } from './guides/parts';
import { baseImage, describeWithEngine, fresh, rowSaying, rowsOf, showView, slipway, until } from './slipway';

const manifestTypes = ['application/vnd.docker.distribution.manifest.v2+json', 'application/vnd.oci.image.manifest.v1+json'].join(', ');

function activeTab(): vscode.Tab {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  assert.ok(tab, 'no editor is open');
  return tab;
}

/** The title of the page in front, if it is one of this kind. */
function pageInFront(kind: string): string | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  return tab?.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith(kind) ? tab.label : undefined;
}

/** The read-only text in front. */
function shownDocument(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document, 'no text is open');
  assert.equal(document.uri.scheme, 'slipway-document');
  assert.notEqual(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), true);
  return document;
}

function kept(key: string): unknown {
  return vscode.workspace.getConfiguration('slipway').inspect(key)?.workspaceValue;
}

describeWithEngine('Inspecting images', () => {
  const parts = new Parts();
  let built: string;
  let base: string;

  before(async () => {
    await parts.open();
    base = parts.name('base', '1');
    await parts.ownImage(base);
    const name = await parts.created('made', { Image: base, Cmd: ['sh', '-c', 'echo 12345 > /made'] });
    await parts.engine.containers.start(name);
    await until('the script to end', async () => (await parts.stateOf(name)) === 'exited');
    built = parts.name('built', '1');
    await parts.engine.containers.commit(name, { reference: built, message: 'by hand', changes: ['ENV GREETING=hello', 'EXPOSE 8080', 'LABEL team=blue', 'CMD ["sh"]'] });
    await parts.engine.containers.remove(name);
  });
  after(async () => {
    await parts.tidy();
    await parts.close();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the page of an image, with all that is known of it', async () => {
    const model = await parts.call<ImagePageModel>('slipway.images.inspect', { image: built });
    await until('the page', () => pageInFront('slipway.inspect') === built);
    assert.deepEqual([model.details.tags, model.details.ports, model.details.command, model.details.labels['team']], [[built], ['8080/tcp'], ['sh'], 'blue']);
    assert.equal(model.base, base);
    assert.ok((model.sharedBytes ?? 0) > 1_000_000 && (model.sharedBytes ?? 0) < model.details.size, String(model.sharedBytes));
    assert.deepEqual(model.steps.map(({ fromBase }) => fromBase).slice(-2), [true, false]);
    assert.ok(Math.abs(model.steps.reduce((sum, { share }) => sum + share, 0) - 1) < 0.01);
  });

  it('opens the raw JSON read-only', async () => {
    await parts.call('slipway.images.inspectJson', { image: built });
    const document = shownDocument();
    assert.equal(document.languageId, 'json');
    assert.equal((JSON.parse(document.getText()) as { Id: string }).Id, (await parts.image(built))?.id);
  });

  it('opens a Dockerfile that says what it is', async () => {
    await parts.call('slipway.images.showAsDockerfile', { image: built });
    const document = shownDocument();
    assert.equal(document.languageId, 'dockerfile');
    assert.match(document.getText(), /^# Reconstructed from the history of /);
    assert.ok(document.getText().includes(`\nFROM ${base}\n`), document.getText());
    assert.match(activeTab().label, /reconstructed/);
  });

  it('compares two images in the diff editor', async () => {
    const compared = await parts.call<{ same: boolean }>('slipway.images.compare', { images: [base, built] });
    assert.equal(compared.same, false);
    const { input, label } = activeTab();
    assert.ok(input instanceof vscode.TabInputTextDiff, JSON.stringify(input));
    assert.ok(label.includes(base) && label.includes(built), label);
    const [left, right] = await Promise.all([input.original, input.modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText().split('\n')));
    assert.ok(left && right);
    const added = right.filter((line) => !left.includes(line));
    assert.ok(added.includes('GREETING=hello') && added.includes('team=blue') && added.some((line) => line.includes('8080/tcp')), added.join('\n'));
    assert.equal(added.filter((line) => line.startsWith('sha256:')).length, 1, 'one layer more');
    assert.equal((await parts.call<{ same: boolean }>('slipway.images.compare', { images: [base, base] })).same, true);
  });

  it('shows the steps of an image below its row, and copies one', async () => {
    const view = await showView('images');
    const row = await rowSaying(view, `Image ${built}`);
    const steps = await view.getChildren(row);
    const model = await parts.call<ImagePageModel>('slipway.images.inspect', { image: built });
    assert.equal(steps.length, model.steps.length);
    assert.match(steps[0]?.view.description ?? '', new RegExp(`from ${base}$`));
    assert.doesNotMatch(steps.at(-1)?.view.description ?? '', /from /);
    await parts.call('slipway.layers.copyCommand', { image: built, step: model.steps.length });
    assert.equal(await vscode.env.clipboard.readText(), model.steps.at(-1)?.createdBy);
  });

  it('shows where the disk went', async () => {
    const model = await parts.call<{ usage: { images: readonly { id: string }[] } }>('slipway.system.diskUsage', {});
    await until('the page', () => pageInFront('slipway.disk-usage') !== undefined);
    const id = (await parts.image(built))?.id;
    assert.ok(model.usage.images.some((image) => image.id === id));
  });

  it('leads to the containers of an image', async () => {
    const [one, two] = [await parts.created('first', { Image: built }), await parts.created('second', { Image: built })];
    const other = await parts.created('other');
    const images = await showView('images');
    await rowSaying(images, new RegExp(`Image ${built}.*in use by .*${one}`));
    const found = await parts.call<{ containers: readonly { name: string }[] }>('slipway.images.showContainers', { images: [built] });
    assert.deepEqual(found.containers.map(({ name }) => name).sort(), [one, two].sort());
    const view = (await slipway()).views.find(({ definition }) => definition.view === 'containers');
    assert.ok(view?.visible, 'the Containers view is not open');
    await until('only these to be shown', async () => {
      const names = (await rowsOf(view)).filter(({ node }) => node.kind === 'container').map(({ view: { label } }) => label);
      return names.length === 2 && names.includes(one) && names.includes(two);
    });
    await parts.call('slipway.images.showContainers', { images: [baseImage] });
    await until('the only one to be selected', () => view.selection.some(({ view: { label } }) => label === other));
    await parts.call('slipway.images.showContainers', { images: [built] });
    await until('the filter again', async () => (await rowsOf(view)).filter(({ node }) => node.kind === 'container').length === 2);
    await vscode.commands.executeCommand('slipway.containers.clearFilter');
    await until('all of them', async () => (await rowsOf(view)).some(({ view: { label } }) => label === other));
  });
});

describeWithEngine('Tags that have something newer', () => {
  const parts = new Parts();
  before(() => parts.open());
  after(() => parts.close());
  afterEach(async () => {
    await vscode.workspace.getConfiguration('slipway').update('images.checkDaily', undefined, vscode.ConfigurationTarget.Workspace);
    await parts.tidy();
  });

  /** A tag of the registry under test that was pulled, and has moved since. */
  async function moved(): Promise<string> {
    const own = parts.remoteName('moved', '1');
    const repository = own.slice(own.indexOf('/') + 1, -2);
    const newer = `${own.slice(0, -1)}2`;
    for (const name of [own, newer]) {
      await parts.ownImage(name);
      await parts.engine.images.push(name, {});
    }
    await parts.engine.images.remove(newer);
    const url = `http://${parts.registry}/v2/${repository}/manifests/`;
    const answer = await fetch(`${url}2`, { headers: { Accept: manifestTypes } });
    const put = await fetch(`${url}1`, { method: 'PUT', body: await answer.text(), headers: { 'Content-Type': answer.headers.get('content-type') ?? '' } });
    assert.equal(put.status, 201);
    return own;
  }

  const rowOf = async (view: SlipwayTreeView, name: string): Promise<TreeRow> => rowSaying(view, `Image ${name}`);

  it('are told on demand, marked, and pulled from their row', async () => {
    const view = await showView('images');
    const name = await moved();
    assert.doesNotMatch((await rowOf(view, name)).view.description ?? '', /newer/);
    const { images } = await parts.call<{ images: readonly { state: string }[] }>('slipway.images.checkForUpdate', { images: [name] });
    assert.deepEqual(images.map(({ state }) => state), ['newer']);
    await until('the mark', async () => /^newer available · /.test((await rowOf(view, name)).view.description ?? ''));
    const item = await view.getTreeItem(await rowOf(view, name));
    assert.match(item.contextValue ?? '', /;outdated;/);
    const before = (await parts.image(name))?.id;
    await vscode.commands.executeCommand('slipway.images.pullNewer', await rowOf(view, name));
    assert.notEqual((await parts.image(name))?.id, before);
    await until('the mark to go', async () => !/newer/.test((await rowOf(view, name)).view.description ?? ''));
  });

  it('are looked for daily where that is switched on', async () => {
    const view = await showView('images');
    const name = await moved();
    await rowOf(view, name);
    const { app } = await slipway();
    await app.state.set('images.updatesChecked', undefined);
    await vscode.workspace.getConfiguration('slipway').update('images.checkDaily', true, vscode.ConfigurationTarget.Workspace);
    await until('the mark', async () => /^newer available · /.test((await rowOf(view, name)).view.description ?? ''));
    await until('the end of the check', () => typeof app.state.get('images.updatesChecked') === 'number');
  });
});

describeWithEngine('Settings of the Images view', () => {
  const parts = new Parts();
  let view: SlipwayTreeView;
  let name: string;
  before(async () => {
    await parts.open();
    view = await showView('images');
    name = parts.remoteName('view', '1.10');
    await parts.ownImage(name);
    const other = name.replace('1.10', '1.9');
    await parts.engine.images.tag(name, other);
    parts.later(() => parts.engine.images.remove(other));
    await parts.engine.images.push(name, {});
  });
  after(async () => {
    for (const key of ['groupBy', 'groupByLabel', 'sortBy', 'showDangling', 'showIntermediate', 'showDigests']) {
      await vscode.workspace.getConfiguration('slipway').update(`images.${key}`, undefined, vscode.ConfigurationTarget.Workspace);
    }
    await parts.call('slipway.images.filter', { text: '' });
    await parts.tidy();
    await parts.close();
  });

  const top = async (): Promise<readonly string[]> => (await view.getChildren()).map(({ view: { label } }) => label);

  it('group by registry, a label or nothing, and keep it for the workspace', async () => {
    await rowSaying(view, `Image ${name}`);
    await parts.call('slipway.images.group', { by: 'registry' });
    await until('registries', async () => (await top()).includes(parts.registry) && (await top()).includes('Docker Hub'));
    assert.equal(kept('images.groupBy'), 'registry');
    await parts.call('slipway.images.group', { by: 'none' });
    await until('whole names', async () => (await top()).includes(name));
    const labelled = parts.name('labelled', '1');
    const { id } = await parts.engine.containers.create({ body: { Image: baseImage, Cmd: ['true'] } });
    await parts.engine.containers.commit(id, { reference: labelled, changes: ['LABEL crew=anchor'] });
    await parts.engine.containers.remove(id);
    await parts.call('slipway.images.group', { by: 'label', label: 'crew' });
    await until('values of the label', async () => (await top()).includes('anchor') && (await top()).includes('Without the label crew'));
    assert.equal(kept('images.groupByLabel'), 'crew');
    await parts.call('slipway.images.group', { by: 'repository' });
    await until('repositories', async () => (await top()).includes(name.replace(/:[^:]*$/, '')));
  });

  it('sort by name in natural order, by age and by size', async () => {
    const repository = name.replace(/:[^:]*$/, '');
    const row = (await view.getChildren()).find(({ view: { label } }) => label === repository);
    assert.ok(row);
    assert.deepEqual((await view.getChildren(row)).map(({ view: { label } }) => label), ['1.9', '1.10']);
    const newest = parts.name('newest', '1');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await parts.ownImage(newest);
    await rowSaying(view, `Image ${newest}`);
    await parts.call('slipway.images.sort', { by: 'age' });
    await until('the newest first', async () => (await top())[0] === newest.slice(0, -2));
    assert.equal(kept('images.sortBy'), 'age');
    await parts.call('slipway.images.sort', { by: 'size' });
    await until('another order', async () => {
      const descends = (sizes: readonly number[]): boolean => sizes.every((size, index) => index === 0 || size <= (sizes[index - 1] ?? 0));
      const sizesIn = async (group: Awaited<ReturnType<typeof view.getChildren>>[number]): Promise<readonly number[]> =>
        (await view.getChildren(group)).flatMap(({ node }) => (node.kind === 'image' ? [(node.data as { image: { size: number } }).image.size] : []));
      const groups = await Promise.all((await view.getChildren()).filter(({ node }) => node.kind === 'repository').map(sizesIn));
      // Each repository stands where its largest image would.
      return groups.length > 1 && groups.every(descends) && descends(groups.map(([largest]) => largest ?? 0));
    });
    await parts.call('slipway.images.sort', { by: 'name' });
  });

  it('show digests, dangling and intermediate images, or hide them', async () => {
    const digest = (await parts.image(name))?.digests[0]?.replace(/^.*@/, '') ?? 'none';
    const described = async (): Promise<string> => (await rowSaying(view, `Image ${name}`)).view.description ?? '';
    assert.ok(!(await described()).includes(digest));
    await parts.call('slipway.images.toggleDigests', {});
    await until('the digest', async () => (await described()).endsWith(digest));
    await parts.call('slipway.images.toggleDigests', { show: false });
    await until('no digest', async () => !(await described()).includes(digest));

    const dangling = await parts.ownImage();
    await until('the dangling image', async () => (await rowsOf(view)).some(({ node }) => node.id.endsWith(dangling)));
    await parts.call('slipway.images.toggleDangling', { show: false });
    await until('no dangling image', async () => !(await rowsOf(view)).some(({ node }) => node.id.endsWith(dangling)));
    assert.equal(kept('images.showDangling'), false);
    await parts.call('slipway.images.toggleDangling', {});

    // An image without a name that another is built on.
    const { id } = await parts.engine.containers.create({ body: { Image: dangling, Cmd: ['true'] } });
    const above = parts.name('above', '1');
    await parts.engine.containers.commit(id, { reference: above });
    await parts.engine.containers.remove(id);
    await rowSaying(view, `Image ${above}`);
    await until('it to be intermediate', async () => !(await rowsOf(view)).some(({ node }) => node.id.endsWith(dangling)));
    await parts.call('slipway.images.toggleIntermediate', { show: true });
    await until('the intermediate image', async () => (await top()).includes('Intermediate') && (await rowsOf(view)).some(({ node }) => node.id.endsWith(dangling)));
    await parts.call('slipway.images.toggleIntermediate', { show: false });
  });

  it('filter as docker images does, and by words', async () => {
    const labels = async (text: string): Promise<readonly string[]> => {
      await parts.call('slipway.images.filter', { text });
      await new Promise((resolve) => setTimeout(resolve, 300));
      return (await rowsOf(view)).flatMap(({ node, view: { accessibleLabel } }) => (node.kind === 'image' ? [accessibleLabel.replace(/^Image (\S+),.*$/, '$1')] : []));
    };
    const other = name.replace('1.10', '1.9');
    const marker = fresh('marked').replaceAll('-', '');
    const marked = parts.name('marked', '1');
    const { id } = await parts.engine.containers.create({ body: { Image: baseImage, Cmd: ['true'] } });
    await parts.engine.containers.commit(id, { reference: marked, changes: [`LABEL ${marker}=yes`] });
    await parts.engine.containers.remove(id);
    await rowSaying(view, `Image ${marked}`);
    assert.deepEqual(await labels(`reference:${name}`), [name]);
    assert.deepEqual(await labels(`reference:${name.replace('1.10', '1.?')}`), [other]);
    assert.deepEqual(await labels(`label:${marker}=yes`), [marked]);
    assert.deepEqual(await labels(`label:${marker}=no`), []);
    assert.ok((await labels(`since:${baseImage}`)).includes(name));
    assert.ok(!(await labels(`before:${baseImage}`)).includes(name));
    assert.deepEqual(await labels(`${parts.registry} 1.10 ${name.slice(-20)}`), [name]);
    const { app } = await slipway();
    assert.equal(app.views.filter('images'), `${parts.registry} 1.10 ${name.slice(-20)}`);
  });
});
