import assert from 'node:assert/strict';
import { prunePage } from '../../../../src/commands/prune/prune-page';
import { Emitter } from '../../../../src/core/emitter';
import type { PageMessage } from '../../../../src/core/page-message';
import type { PrunePageModel } from '../../../../src/core/prune/page';
import type { EngineEvent } from '../../../../src/engine/system/system';
import { createPages } from '../../../../src/ui/pages/pages';
import { until } from '../../../support/conditions';
import { fakeApp, type FakeApp } from '../../../support/fake-app';
import { fakePanels } from '../../../support/fake-panels';
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
  const request = { subject: 'images', scope: 'unused', filters: {} } as const;
  interface Opened {
    readonly app: FakeApp;
    readonly events: Emitter<EngineEvent>;
    readonly shown: () => PageMessage<PrunePageModel>;
    close(): void;
  }
  async function open(app: FakeApp): Promise<Opened> {
    const events = new Emitter<EngineEvent>();
    Object.assign(app.connection, { onEvent: events.event });
    const panels = fakePanels();
    const pages = createPages({ panels, engine: 'in-use', app: () => app, ids: [], definitions: () => Promise.resolve([]) });
    await pages.open(prunePage, request);
    const [panel] = panels.opened;
    assert.ok(panel);
    panel.send({ kind: 'ready' });
    return { app, events, shown: () => panel.posted.at(-1) as PageMessage<PrunePageModel>, close: () => pages.dispose() };
  }

  it('shows the lists at once, then the bytes, and asks for the layers of each image once', async () => {
    const { engine, asked } = counted();
    const app = fakeApp({ engine });
    const first = await open(app);
    assert.deepEqual([first.shown().model?.counting, first.shown().model?.plan.items.length], [true, many - 1]);
    await until('the bytes', () => first.shown().model?.counting !== true);
    assert.deepEqual([first.shown().model?.plan.images?.exact, first.shown().model?.changed, asked.layers], [true, undefined, many]);
    assert.ok(asked.most <= 8, `${String(asked.most)} at once`);
    first.close();
    const second = await open(app);
    assert.deepEqual([second.shown().model?.counting, second.shown().model?.plan.images?.exact, asked.layers], [undefined, true, many]);
    second.close();
  });

  it('makes the plan anew when the engine tells of a change, and says so', async () => {
    const { engine, use } = counted();
    const page = await open(fakeApp({ engine }));
    await until('the bytes', () => page.shown().model?.counting !== true);
    use(1);
    page.events.fire({ type: 'container', action: 'create', id: 'user1', attributes: {}, time: 0 });
    await until('the other plan', () => page.shown().model?.changed === true);
    assert.equal(page.shown().model?.plan.items.length, many - 2);
    page.close();
  });
});
