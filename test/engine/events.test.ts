import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine';
import type { EngineEvent } from '../../src/engine/system/system';
import { eventually, loadShellImage, testEngine, unique } from './support';

describe('engine: events', () => {
  let engine: Engine;
  let image: string;

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-events')}:1`);
  });

  after(async () => {
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  function listen(since?: number): { events: EngineEvent[]; opened: Promise<void>; stop: () => Promise<void> } {
    const stop = new AbortController();
    const events: EngineEvent[] = [];
    let ended: Promise<void> = Promise.resolve();
    const opened = new Promise<void>((resolve) => {
      ended = engine.system.streamEvents({ signal: stop.signal, onOpen: resolve, onEvent: (event) => events.push(event), ...(since !== undefined && { since }) });
    });
    return {
      events,
      opened,
      stop: () => {
        stop.abort();
        return ended;
      },
    };
  }

  it('tells what happens to images and containers', async () => {
    const { events, opened, stop } = listen();
    await opened;
    const tag = `localhost/${unique('slipway-event-tag')}:1`;
    await engine.images.tag(image, tag);
    const { id } = await engine.containers.create({ body: { Image: image, Cmd: ['sleep', '100'], StopTimeout: 1 } });
    await engine.containers.start(id);
    await engine.containers.pause(id);
    await engine.containers.unpause(id);
    await engine.containers.stop(id);
    await engine.containers.remove(id);
    await engine.images.remove(tag);
    const seen = () => events.filter((event) => event.id === id).map((event) => event.action);
    await eventually(() => (seen().includes('destroy') ? true : undefined), 'destroy');
    for (const action of ['create', 'start', 'pause', 'unpause', 'die', 'destroy']) assert.ok(seen().includes(action), `${action} in ${seen().join()}`);
    await eventually(() => events.find((event) => event.type === 'image' && event.action === 'tag'), 'tag');
    await eventually(() => events.find((event) => event.type === 'image' && event.action === 'untag'), 'untag');
    assert.ok(events.every((event) => Math.abs(Date.now() - event.time) < 60_000));
    await stop();
  });

  it('tells again what has happened since a moment', async () => {
    const first = listen();
    await first.opened;
    const tag = `localhost/${unique('slipway-replay')}:1`;
    await engine.images.tag(image, tag);
    const seen = await eventually(() => first.events.find((event) => event.action === 'tag'), 'tag');
    await first.stop();
    await engine.images.remove(tag);
    const second = listen(seen.time - 1);
    await second.opened;
    await eventually(() => second.events.find((event) => event.action === 'untag'), 'untag again');
    assert.equal(second.events[0]?.action, 'tag');
    await second.stop();
  });
});
