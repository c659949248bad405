import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { App } from '../../../../src/app';
import { copyImagesToEngine } from '../../../../src/commands/images/copy-to-engine';
import { failure, SlipwayError } from '../../../../src/core/errors';
import type { EngineImages, ImageSummary } from '../../../../src/engine/images/images';
import { imageNode } from '../../../../src/nodes/image';
import { type FakeApp, fakeApp, type FakeAppOptions, pick, runFromRows, runWithAnswers } from '../../../support/fake-app';

const id = (digit: string): string => `sha256:${digit.repeat(64)}`;
const missing = (name: string) => failure('notFound', { what: 'image', name });

/** An engine whose images are a table of names and ids, each of one layer of its own. */
function shelf(names: Record<string, string>, kept: Partial<EngineImages> = {}) {
  const calls: string[] = [];
  const all = (): readonly ImageSummary[] =>
    [...new Set(Object.values(names))].map((one) => ({ id: one, tags: Object.keys(names).filter((name) => names[name] === one && !name.startsWith('id')), digests: [], created: 0, size: 9, labels: {}, parentId: '', dangling: false }));
  const images: Partial<EngineImages> = {
    list: () => Promise.resolve(all()),
    inspect: (name) => {
      const found = names[name] ?? Object.values(names).find((one) => one === name);
      return found === undefined ? Promise.reject(missing(name)) : Promise.resolve({ Id: found, RootFS: { Layers: [found] }, Config: {} });
    },
    estimateArchive: () => Promise.resolve({ images: 1, bytes: 9 }),
    save: (saved) => Promise.resolve({ stream: Readable.from([Buffer.from(saved.map((name) => `${name}=${names[name] ?? name}`).join())]) }),
    load: async (archive) => {
      const loaded = (await buffer(archive)).toString().split(',').map((pair) => pair.split('=') as [string, string]);
      calls.push(`load ${loaded.map(([name]) => name).join()}`);
      for (const [name, image] of loaded) names[name === image ? `id${image}` : name] = image;
      return loaded.map(([name]) => name);
    },
    tag: (image, name) => {
      calls.push(`tag ${name}`);
      names[name] = image;
      return Promise.resolve();
    },
    remove: (name) => {
      calls.push(`remove ${name}`);
      for (const key of Object.keys(names)) if (key === name || names[key] === name) Reflect.deleteProperty(names, key);
      return Promise.resolve({ untagged: [], deleted: [] });
    },
    ...kept,
  };
  return { names, calls, images };
}

/** An App of the one engine that knows the other by the name `far`. */
function apps(from: ReturnType<typeof shelf>, to: ReturnType<typeof shelf>, options: FakeAppOptions = {}): { readonly app: FakeApp; readonly record: FakeApp['record'] } {
  const other = fakeApp({ engine: { images: to.images } });
  const base = fakeApp({ engine: { images: from.images, containers: { list: () => Promise.resolve([]) } }, ...options });
  const far: App = { ...other, identity: { ...other.identity, id: 'context:far', name: 'far' } };
  const named = (name: string): Promise<App> => (name.endsWith('far') ? Promise.resolve(far) : Promise.resolve(base));
  return { app: { ...base, engines: { ...base.engines, named } }, record: base.record };
}

describe('images are copied to another engine', () => {
  it('with all names that are meant, each image once, and one summary', async () => {
    const [from, to] = [shelf({ 'a:1': id('a'), 'a:2': id('a'), 'b:1': id('b'), 'c:1': id('c') }), shelf({ 'b:1': id('b') })];
    const { app, record } = apps(from, to);
    const result = (await runWithAnswers(copyImagesToEngine, app, { references: ['a:1', 'a:2', 'b:1', id('c')], to: 'far' })) as { readonly images: readonly { readonly names: readonly string[]; readonly sent: number }[] };
    assert.deepEqual(result.images.map(({ names, sent }) => [names, sent > 0]), [[['a:1', 'a:2'], true], [['b:1'], false], [[id('c')], true]]);
    assert.deepEqual([...to.calls].sort(), ['load a:1,a:2', `load ${id('c')}`]);
    assert.deepEqual([record.statuses, record.work], [[], ['Copying a:1, b:1, cccccccccccc to far']]);
  });

  it('from rows, and say what was sent', async () => {
    const [from, to] = [shelf({ 'a:1': id('a') }), shelf({ 'old:1': id('a') })];
    const { app, record } = apps(from, to, { answers: [pick('far')] });
    const [image] = await (from.images.list as EngineImages['list'])();
    const row = imageNode.make({ image: image as ImageSummary, reference: 'a:1', label: '1', usedBy: [] });
    const [status] = await app.connection.probe();
    assert.ok(status);
    const probed = ['fake', 'context:far', 'away'].map((one) => ({ ...status, candidate: { ...status.candidate, id: one, name: one.replace('context:', '') }, state: one === 'away' ? ('unreachable' as const) : status.state }));
    const connection = { ...app.connection, probe: () => Promise.resolve(probed) };
    await runFromRows(copyImagesToEngine, { ...app, identity: { ...app.identity, id: 'fake' }, connection }, row);
    assert.deepEqual(record.questions[0]?.labels, ['far']);
    assert.deepEqual([to.calls, record.statuses], [['tag a:1'], ['a:1 already on far; nothing was sent']]);
    await runWithAnswers(copyImagesToEngine, app, { references: ['a:1'], to: 'far' });
    assert.equal(record.statuses.length, 1);
  });

  it('and nothing is left where it fails: names go back to their images', async () => {
    const to = shelf({ 'a:1': id('9') }, {
      load: async (archive) => {
        await buffer(archive);
        // It has taken the image in before it fails.
        to.names['a:1'] = id('a');
        throw failure('engineFailed', { operation: 'load', status: 500, detail: 'no room' });
      },
    });
    const { app } = apps(shelf({ 'a:1': id('a') }), to);
    await assert.rejects(runWithAnswers(copyImagesToEngine, app, { references: ['a:1'], to: 'far' }), (error) => SlipwayError.details(error, 'engineFailed')?.detail === 'no room');
    assert.deepEqual(to.names, { 'a:1': id('9') });
  });

  it('and a connection that ends in the middle is said', async () => {
    const to = shelf({});
    const from = shelf({ 'a:1': id('a') }, { save: () => Promise.resolve({ stream: Readable.from((function* () {
      yield Buffer.from('a:1');
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    })()) }) });
    await assert.rejects(runWithAnswers(copyImagesToEngine, apps(from, to).app, { references: ['a:1'], to: 'far' }), { kind: 'connectionLost' });
    assert.deepEqual(to.names, {});
  });

  it('and cancelled ones are nowhere', async () => {
    const to = shelf({});
    const { app } = apps(shelf({ 'a:1': id('a') }), to, { cancelWork: true });
    await assert.rejects(runWithAnswers(copyImagesToEngine, app, { references: ['a:1'], to: 'far' }), { kind: 'cancelled' });
    assert.deepEqual(to.names, {});
  });

  it('but not to the engine that has them, and not what is not there', async () => {
    const { app } = apps(shelf({ 'a:1': id('a') }), shelf({}));
    await assert.rejects(runWithAnswers(copyImagesToEngine, app, { references: ['a:1'], to: 'here' }), { kind: 'invalidInput' });
    await assert.rejects(runWithAnswers(copyImagesToEngine, app, { references: ['x:1'], to: 'far' }), { kind: 'notFound' });
    await assert.rejects(runWithAnswers(copyImagesToEngine, app, { references: [], to: 'far' }), { kind: 'invalidInput' });
  });
});
