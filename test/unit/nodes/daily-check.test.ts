import assert from 'node:assert/strict';
import type { Disposable } from '../../../src/core/disposable';
import { Emitter } from '../../../src/core/emitter';
import { failure } from '../../../src/core/errors';
import type { EngineEvent } from '../../../src/engine/system/system';
import { isNewer, tagAnswers } from '../../../src/nodes/image-updates';
import { imagesTree } from '../../../src/nodes/trees/images';
import { type FakeApp, fakeApp } from '../../support/fake-app';
import { image } from '../../support/fake-images';

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const pulled = (digits: string, name: string) => ({ ...image(digits, `${name}:1`), digests: [`${name}@${digest('1')}`] });
const images = [pulled('a1', 'x.io/old'), pulled('b1', 'x.io/new'), pulled('c1', 'down.io/one'), pulled('d1', 'down.io/two'), image('e1', 'mine:1'), image('f1')];

describe('the daily check', () => {
  const open: Disposable[] = [];
  afterEach(() => {
    for (const each of open.splice(0)) each.dispose();
  });

  function setUp(on = true): { readonly app: FakeApp; readonly asked: string[] } {
    const asked: string[] = [];
    const app = fakeApp({
      engine: { images: { list: () => Promise.resolve(images) }, containers: { list: () => Promise.resolve([]) } },
      settings: { 'images.checkDaily': on },
      registries: {
        digest: (registry, repository) => {
          asked.push(`${registry}/${repository}`);
          if (registry === 'down.io') return Promise.reject(failure('registryUnreachable', { registry, detail: 'no' }));
          return Promise.resolve(digest(repository === 'old' ? '2' : '1'));
        },
      },
    });
    return { app, asked };
  }

  /** As a visible view does; resolves when a check would be over. */
  async function show(app: FakeApp): Promise<Disposable> {
    const watching = app.inventory.watch('images');
    const going = imagesTree.whileVisible?.(app);
    assert.ok(going);
    open.push(watching, going);
    while (!app.inventory.get('images')) await new Promise((resolve) => setTimeout(resolve, 5));
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    return going;
  }

  it('asks nothing unless it is switched on, and at once when it is', async () => {
    const { app, asked } = setUp(false);
    await show(app);
    assert.deepEqual(asked, []);
    await app.settings.update('images.checkDaily', true);
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(asked.length > 0, true);
  });

  it('asks once for each tag that is shown, is silent about failures, and waits a day', async () => {
    const { app, asked } = setUp();
    (await show(app)).dispose();
    assert.deepEqual(asked.filter((name) => name.startsWith('x.io')).sort(), ['x.io/new', 'x.io/old']);
    assert.equal(isNewer(images[0]!, 'x.io/old:1', tagAnswers(app).get('x.io/old:1')), true);
    assert.equal(isNewer(images[1]!, 'x.io/new:1', tagAnswers(app).get('x.io/new:1')), false);
    assert.deepEqual([app.record.errors, app.record.information], [[], []]);
    assert.ok(app.record.logged.some((line) => line.includes('down.io/one:1')), app.record.logged.join());
    assert.deepEqual(app.record.redrawn, ['images']);
    const before = asked.length;
    (await show(app)).dispose();
    assert.equal(asked.length, before);
    const yesterday = Date.now() - 25 * 60 * 60 * 1000;
    await app.state.set('images.updatesChecked', yesterday);
    for (const [name, answer] of tagAnswers(app)) await app.state.set('images.updates', { [name]: { ...answer, checked: yesterday } });
    await show(app);
    assert.ok(asked.length > before);
  });

  it('forgets what was said of a tag when it is pushed', async () => {
    const { app } = setUp();
    const events = new Emitter<EngineEvent>();
    const pushing = { ...app, connection: { ...app.connection, onEvent: events.event } };
    await show(pushing);
    assert.equal(tagAnswers(app).has('x.io/old:1'), true);
    events.fire({ type: 'image', action: 'push', id: 'x.io/old:1', attributes: {}, time: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([tagAnswers(app).has('x.io/old:1'), tagAnswers(app).has('x.io/new:1')], [false, true]);
  });

  it('asks only for what the filter of the view lets through', async () => {
    const { app, asked } = setUp();
    await app.views.setFilter('images', 'old');
    await show(app);
    assert.deepEqual(asked, ['x.io/old']);
  });

  it('stops when the view is hidden, and goes on at the next time', async () => {
    const { app, asked } = setUp();
    const watching = app.inventory.watch('images');
    open.push(watching);
    while (!app.inventory.get('images')) await new Promise((resolve) => setTimeout(resolve, 5));
    imagesTree.whileVisible?.(app).dispose();
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(app.state.get('images.updatesChecked'), undefined);
    await show(app);
    assert.ok(asked.includes('x.io/old'));
    assert.equal(typeof app.state.get('images.updatesChecked'), 'number');
  });
});
