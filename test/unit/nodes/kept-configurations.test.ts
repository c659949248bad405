import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeType } from '../../../src/nodes/define';
import { imageNode } from '../../../src/nodes/image';
import { deleteUserConfiguration, saveUserConfiguration } from '../../../src/nodes/user-configurations';
import { configurationsOf, keptConfigurations, knownConfigurations, watchConfigurations } from '../../../src/nodes/kept-configurations';
import { fakeApp } from '../../support/fake-app';

describe('the run configurations of a user', () => {
  it('stand behind those of the project, told apart, also below their image, and are told of when they change', async () => {
    const app = fakeApp();
    let told = 0;
    const watch = watchConfigurations(app, () => (told += 1));
    await saveUserConfiguration(app, { name: 'mine', image: 'app', environment: { TOKEN: 'hunter2' } });
    await saveUserConfiguration(app, { name: 'other', image: 'elsewhere/app' });
    assert.equal(told, 2);
    const names = async () => (await keptConfigurations(app)).all.map(({ configuration, keptFor }) => `${keptFor} ${configuration.name}`);
    assert.deepEqual(await names(), ['user mine', 'user other']);
    assert.deepEqual(knownConfigurations(app), await keptConfigurations(app));
    const image = { id: 'sha256:a', tags: ['app:latest'], digests: [], created: 0, size: 1, labels: {}, parentId: '', dangling: false };
    const row = imageNode.make({ image, reference: 'app:latest', label: 'latest', usedBy: [] });
    const history = { images: { history: () => Promise.resolve([]), list: () => Promise.resolve([]) } };
    const below = await nodeType(row).children?.(row.data, { ...fakeApp({ engine: history }), secrets: app.secrets, state: app.state }, new AbortController().signal);
    assert.deepEqual(below?.map((node) => nodeType(node).view(node.data).accessibleLabel), ['Run configuration mine of app, not running, only yours']);
    await deleteUserConfiguration(app, 'mine');
    assert.deepEqual([await names(), told], [['user other'], 3]);
    await assert.rejects(deleteUserConfiguration(app, 'mine'), { kind: 'invalidInput' });
    await deleteUserConfiguration(app, 'other');
    assert.equal(app.record.secrets.size, 0);
    watch.dispose();
  });
});

describe('the run configurations of a view', () => {
  it('are read once between two changes while they are watched, and each time otherwise', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'slipway-watched-'));
    try {
      await mkdir(path.join(folder, '.vscode'));
      const write = (...names: readonly string[]): Promise<void> => writeFile(path.join(folder, '.vscode/slipway.json'), JSON.stringify({ runConfigurations: names.map((name) => ({ name, image: 'app:1' })) }));
      let changed: () => void = () => assert.fail('nothing is watched');
      const app = { ...fakeApp({ dockerfiles: { watch: (_files, callback) => ((changed = callback), { dispose: () => undefined }) } }), workspaceFolder: () => folder };
      const names = async (): Promise<readonly string[]> => (await configurationsOf(app, folder)).configurations.map(({ configuration }) => configuration.name);
      await write('one');
      assert.deepEqual(await names(), ['one']);
      let told = 0;
      const watch = watchConfigurations(app, () => (told += 1));
      assert.deepEqual(await names(), ['one']);
      await write('one', 'two');
      assert.deepEqual(await names(), ['one'], 'rows made anew read no file');
      changed();
      assert.deepEqual([await names(), told], [['one', 'two'], 1]);
      await rm(path.join(folder, '.vscode/slipway.json'));
      await mkdir(path.join(folder, '.vscode/slipway.json'));
      changed();
      await assert.rejects(names(), { kind: 'fileFailed' });
      await rm(path.join(folder, '.vscode/slipway.json'), { recursive: true });
      await write('three');
      assert.deepEqual(await names(), ['three'], 'what could not be read is tried again');
      watch.dispose();
      await write('four');
      assert.deepEqual(await names(), ['four']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
