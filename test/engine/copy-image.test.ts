import assert from 'node:assert/strict';
import path from 'node:path';
import type { EngineInstance } from '../../scripts/environment/engine';
import { startEngine } from '../../scripts/environment/engine';
import type { EngineVersion } from '../../scripts/environment/engine-configuration';
import { canMakeRoots } from '../../scripts/environment/tools';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { ImageCopier } from '../../src/engine/images/copy-image';
import type { ReportProgress } from '../../src/core/progress';
import { failsWith, loadFileImage, loadShellImage, testEngine, unique } from './support';

/** With whom each engine changes images, so that every pair is tried in both directions; one more for the archives of Docker 25 on. */
const partners: Readonly<Partial<Record<EngineVersion, readonly EngineVersion[]>>> = {
  'docker-20': ['docker-28', 'docker-28-overlay2'],
  'docker-28': ['podman'],
  podman: ['docker-20'],
};
const layerBytes = 6_000_000;

describe('engine: images copied to another engine', function () {
  this.timeout(180_000);
  const version = process.env['SLIPWAY_TEST_ENGINE'] as EngineVersion;
  if (!canMakeRoots()) {
    it('needs a second engine of its own, for which this machine lacks Linux with root');
    return;
  }

  for (const partner of partners[version] ?? []) {
    describe(`${version} and ${partner}`, () => {
      const engines: Engine[] = [];
      let started: EngineInstance | undefined;
      before(async () => {
        started = await startEngine({ version: partner, directory: path.join(process.env['SLIPWAY_TEST_DIRECTORY'] ?? '', `partner-${partner}`) });
        engines.push(await testEngine(), await connectEngine({ socketPath: started.socketPath }));
      });
      after(async () => {
        for (const engine of engines) engine.dispose();
        await started?.close();
      });

      for (const [from, to] of [[0, 1], [1, 0]] as const) {
        describe(from === 0 ? `to ${partner}` : `from ${partner}`, () => {
          let source: Engine;
          let target: Engine;
          const made: (readonly [Engine, string])[] = [];
          before(() => {
            [source, target] = [engines[from] as Engine, engines[to] as Engine];
          });
          afterEach(async () => {
            for (const [engine, name] of made.splice(0)) await engine.images.remove(name, { force: true }).catch(() => undefined);
          });

          /** An image of the source, removed from both in the end. */
          const image = async (load: (engine: Engine, reference: string) => Promise<string>, reference = `${unique('slipway-copied')}:1`) => {
            const name = await load(source, reference);
            const id = String((await source.images.inspect(name))['Id']).replace(/^(?!sha256:)/, 'sha256:');
            made.push([source, id]);
            return { name, id };
          };
          const copy = async (copier: ImageCopier, { id, name }: { readonly id: string; readonly name: string }, onProgress?: ReportProgress) => {
            const copied = await copier.copy({ id, names: [name] }, onProgress ? { onProgress } : {});
            const [there = ''] = copied.names;
            assert.match(there, /slipway-copied-.*:1$/);
            made.push([target, copied.id]);
            return { ...copied, there };
          };
          const layersOf = async (engine: Engine, name: string) => (await engine.images.layers(name)).layers;
          const state = async () => JSON.stringify((await target.images.list({ all: true })).map(({ id, tags }) => [id, [...tags].sort()]).sort());

          it('arrive whole, run, and are only named when they come again', async () => {
            const one = await image((engine, reference) => loadShellImage(engine, reference, { layers: [[{ path: unique('file'), size: layerBytes }]] }));
            const sizes: number[] = [];
            const copier = new ImageCopier(source, target);
            const copied = await copy(copier, one, ({ current = 0, total = 0 }) => sizes.push(current, total));
            assert.ok(copied.sent > layerBytes);
            assert.ok(Math.max(...sizes) >= layerBytes && sizes.every((size, index) => index % 2 === 1 || size <= (sizes[index + 1] ?? 0)));
            assert.deepEqual(await layersOf(target, copied.there), await layersOf(source, one.name));
            const again = await copy(copier, one);
            assert.deepEqual(again, { ...copied, sent: 0 });
            // A name that it had not there, and one that another image had.
            const second = `${unique('slipway-second')}:2`;
            await source.images.tag(one.id, second);
            const held = await loadFileImage(target, `${unique('slipway-held')}:1`, 10);
            const stores = source.information.containerdStore === target.information.containerdStore;
            const renamed = await copier.copy({ id: one.id, names: [one.name, second, ...(stores ? [held] : [])] }, {});
            assert.deepEqual([renamed.sent, renamed.names.length], [0, stores ? 3 : 2]);
            const container = await target.containers.create({ name: unique('copied'), body: { Image: copied.there, Cmd: ['sh', '-c', 'exit 7'] } });
            await target.containers.start(container.id);
            assert.equal(await target.containers.wait(container.id), 7);
            await target.containers.remove(container.id, { force: true });
          });

          it('leave out the layers that are there, and are whole all the same', async () => {
            const shared = unique('shared');
            const layers = (top: string) => [[{ path: shared, size: layerBytes }], [{ path: top, size: 1000 }]];
            const base = await image((engine, reference) => loadShellImage(engine, reference, { layers: layers(unique('first')) }));
            const other = await image((engine, reference) => loadShellImage(engine, reference, { layers: layers(unique('second')) }));
            await copy(new ImageCopier(source, target), base);
            const { sent, there } = await copy(new ImageCopier(source, target), other);
            // The store of containerd takes an empty layer for the real one, so there all are sent.
            if (target.information.containerdStore) assert.ok(sent > layerBytes);
            else assert.ok(sent < 200_000, `${sent} bytes were sent`);
            assert.deepEqual(await layersOf(target, there), await layersOf(source, other.name));
            const container = await target.containers.create({ name: unique('copied'), body: { Image: there, Cmd: ['sh', '-c', `test $(wc -c < /${shared}) = ${layerBytes}`] } });
            await target.containers.start(container.id);
            assert.equal(await target.containers.wait(container.id), 0);
            await target.containers.remove(container.id, { force: true });
          });

          it('leave nothing when they are cancelled in the middle, and give a name back', async () => {
            const reference = `${unique('slipway-copied')}:1`;
            const old = await image((engine) => loadFileImage(engine, reference, 10), reference);
            const { there } = await copy(new ImageCopier(source, target), old);
            const { name, id } = await image((engine) => loadFileImage(engine, reference, layerBytes, layerBytes), reference);
            const before = await state();
            for (const at of [0, layerBytes, 2 * layerBytes]) {
              const stop = new AbortController();
              const onProgress = ({ current = 0 }) => (current >= at ? stop.abort() : undefined);
              await failsWith(new ImageCopier(source, target).copy({ id, names: [name] }, { signal: stop.signal, onProgress }), 'cancelled');
              assert.equal(await state(), before, `cancelled at ${at}`);
            }
            // Without a name before, none is left.
            await target.images.remove(there, { force: true });
            const without = await state();
            const stop = new AbortController();
            await failsWith(new ImageCopier(source, target).copy({ id, names: [name] }, { signal: stop.signal, onProgress: ({ estimated }) => (estimated === false ? stop.abort() : undefined) }), 'cancelled');
            assert.equal(await state(), without);
          });

          it('come without a name, and several at once', async () => {
            const images = await Promise.all([1, 2, 3].map(() => image((engine, reference) => loadFileImage(engine, reference, 100_000))));
            const copier = new ImageCopier(source, target);
            const copied = await Promise.all(images.map(({ id, name }) => copier.copy({ id, names: [name] }, {})));
            assert.ok(copied.every(({ names, sent }) => names.length === 1 && sent > 0));
            for (const { id } of copied) made.push([target, id]);
            const bare = await image((engine, reference) => loadFileImage(engine, reference, 100_000));
            const { id } = await copier.copy({ id: bare.id, names: [] }, {});
            assert.deepEqual((await target.images.list({ all: true })).find((one) => one.id === id)?.tags ?? ['none'], []);
            await target.images.remove(id, { force: true });
          });
        });
      }
    });
  }
});
