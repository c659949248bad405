import assert from 'node:assert/strict';
import { pruneImages } from '../../../../src/commands/images/prune';
import type { PrunePageModel } from '../../../../src/core/prune/page';
import { Emitter } from '../../../../src/core/emitter';
import type { EngineEvent } from '../../../../src/engine/system/system';
import { fakeApp } from '../../../support/fake-app';
import { container } from '../samples';
import { image } from '../../../support/fake-images';

const many = 900;

/** An engine with many images that counts what it is asked. */
function counted() {
  const asked = { lists: 0, layers: 0, most: 0, now: 0 };
  const images = Array.from({ length: many }, (_, index) => ({ ...image(index.toString(16).padStart(4, '0'), `app${String(index)}:1`), digests: [] }));
  let containers = [container('web', { imageId: images[0]?.id ?? '' })];
  return {
    asked,
    use: (index: number) => {
      containers = [...containers, container(`user${String(index)}`, { imageId: images[index]?.id ?? '' })];
    },
    engine: {
      images: {
        list: () => Promise.resolve(images).finally(() => asked.lists++),
        layers: async (id: string) => {
          asked.layers++;
          asked.most = Math.max(asked.most, ++asked.now);
          await new Promise((resolve) => setImmediate(resolve));
          asked.now--;
          return { id, layers: [`sha256:${id.slice(-8)}`], layerSizes: [10] };
        },
      },
      containers: { list: () => Promise.resolve(containers) },
      system: { diskUsage: () => Promise.resolve({ images: [], containers: [], volumes: [], buildCache: [], layersSize: 0 } as never) },
    },
  };
}

describe('a prune page while it is open', () => {
  const answers = { scope: 'unused' };

  it('shows the lists at once, then the bytes, and asks for the layers of each image once', async () => {
    const { engine, asked } = counted();
    const open = async (app: ReturnType<typeof fakeApp>): Promise<readonly PrunePageModel[]> => {
      const before = app.record.prunePages.length;
      await pruneImages.run(app, { nodes: [], answers, programmatic: false });
      return app.record.prunePages.slice(before).map(({ model }) => model);
    };
    const app = fakeApp({
      engine,
      prunePage: async (page) => {
        if (page.model.counting) await new Promise((resolve) => page.onModel(resolve));
        return undefined;
      },
    });
    const [first] = await open(app);
    assert.deepEqual([first?.counting, first?.plan.items.length, asked.layers], [true, many - 1, many]);
    assert.ok(asked.most <= 8, `${String(asked.most)} at once`);
    const [second] = await open(app);
    assert.deepEqual([second?.counting, second?.plan.images?.exact, asked.layers], [undefined, true, many]);
  });

  it('makes the plan anew when the engine tells of a change, and says so', async () => {
    const { engine, use } = counted();
    const events = new Emitter<EngineEvent>();
    let made: PrunePageModel | undefined;
    const app = fakeApp({
      engine,
      prunePage: async (page) => {
        use(1);
        made = await new Promise<PrunePageModel>((resolve) => {
          page.onModel((model) => {
            if (model.changed) resolve(model);
          });
          events.fire({ type: 'container', action: 'create', id: 'user1', attributes: {}, time: 0 });
        });
        return undefined;
      },
    });
    Object.assign(app.connection, { onEvent: events.event });
    await pruneImages.run(app, { nodes: [], answers, programmatic: false });
    assert.equal(made?.plan.items.length, many - 2);
  });
});
