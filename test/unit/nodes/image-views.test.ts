import assert from 'node:assert/strict';
import { groupImagesBy, toggleDanglingImages, toggleIntermediateImages } from '../../../src/commands/images/view-settings';
import type { Disposable } from '../../../src/core/disposable';
import { nodeType, type Node } from '../../../src/nodes/define';
import { imagesTree } from '../../../src/nodes/trees/images';
import { type FakeApp, fakeApp, pick, runFromRows, runWithAnswers, type } from '../../support/fake-app';
import { image } from '../../support/fake-images';

const digest = `sha256:${'d'.repeat(64)}`;
const images = [
  { ...image('a1', 'alpine:3', 'ghcr.io/o/app:2'), digests: [`alpine@${digest}`], labels: { team: 'red' } },
  { ...image('b1', 'ghcr.io/o/app:10'), labels: { team: 'blue' } },
  image('c1'),
];
const intermediate = image('d1');
const watched: Disposable[] = [];
afterEach(() => {
  for (const watching of watched.splice(0)) watching.dispose();
});

const engine = {
  images: { list: (options?: { readonly all?: boolean }) => Promise.resolve(options?.all ? [...images, intermediate] : images) },
  containers: { list: () => Promise.resolve([]) },
};

/** Watches the lists as a visible view does, until they are there. */
async function known(app: FakeApp): Promise<void> {
  const watching = app.inventory.watch('images');
  watched.push(watching);
  while (!app.inventory.get('images')) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function shown(app: FakeApp, filter = ''): Promise<readonly unknown[]> {
  await known(app);
  return outline(await imagesTree.roots(app, filter));
}

function outline(nodes: readonly Node[]): readonly unknown[] {
  return nodes.map((node) => {
    const { children, childrenOnlyWhenOpened, view } = nodeType(node);
    const { label } = view(node.data);
    if (!children || childrenOnlyWhenOpened) return label;
    return [label, outline(children(node.data, undefined as never, undefined as never) as readonly Node[])];
  });
}

describe('settings of the Images view', () => {
  it('groups by registry, label or nothing', async () => {
    const by = (value: string) => shown(fakeApp({ engine, settings: { 'images.groupBy': value, 'images.groupByLabel': 'team' } }));
    const dangling = ['Dangling', ['c10000000000']];
    assert.deepEqual(await by('repository'), [['alpine', ['3']], ['ghcr.io/o/app', ['2', '10']], dangling]);
    assert.deepEqual(await by('registry'), [['Docker Hub', [['alpine', ['3']]]], ['ghcr.io', [['o/app', ['2', '10']]]], dangling]);
    assert.deepEqual(await by('label'), [['blue', ['ghcr.io/o/app:10']], ['red', ['alpine:3', 'ghcr.io/o/app:2']], dangling]);
    assert.deepEqual(await by('none'), ['alpine:3', 'ghcr.io/o/app:2', 'ghcr.io/o/app:10', dangling]);
  });

  it('hides dangling images, and shows intermediate ones and digests', async () => {
    const app = fakeApp({ engine, settings: { 'images.groupBy': 'none' } });
    assert.deepEqual(await runFromRows(toggleDanglingImages, app), { show: false });
    assert.deepEqual(await runWithAnswers(toggleIntermediateImages, app, { show: true }), { show: true });
    assert.deepEqual(await shown(app), ['alpine:3', 'ghcr.io/o/app:2', 'ghcr.io/o/app:10', ['Intermediate', ['d10000000000']]]);
    await app.settings.update('images.showDigests', true);
    const rows = (await imagesTree.roots(app, '')).slice(0, 2).map((node) => nodeType(node).view(node.data).description ?? '');
    assert.ok(rows[0]?.endsWith(` · ${digest}`), rows[0]);
    assert.ok(!rows[1]?.includes(digest), 'only the digest of its own repository');
  });

  it('filters by words and by what images are', async () => {
    const app = fakeApp({ engine, settings: { 'images.groupBy': 'none' } });
    assert.deepEqual(await shown(app, 'label:team=red reference:alpine'), ['alpine:3']);
    assert.deepEqual(await shown(app, 'dangling:true'), [['Dangling', ['c10000000000']]]);
  });

  it('asks what to group by', async () => {
    const app = fakeApp({ answers: [pick('By label'), type('team')] });
    assert.deepEqual(await runFromRows(groupImagesBy, app), { by: 'label' });
    assert.equal(app.settings.get('images.groupByLabel'), 'team');
    assert.deepEqual(await runWithAnswers(groupImagesBy, app, { by: 'none' }), { by: 'none' });
    await assert.rejects(runWithAnswers(groupImagesBy, app, { by: 'colour' }), { kind: 'wrongAnswer' });
    app.done();
  });
});
