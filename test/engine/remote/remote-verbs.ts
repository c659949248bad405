import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import type { Engine } from '../../../src/engine/engine';
import { buildCalls } from '../../support/fake-builds';
import { eventually, failsWith, loadFileImage, openRegistry, unique } from '../support';

const base = 'slipway-test/base:1';
const layerBytes = 8_000_000;

/** What is done with an engine of another computer, and cancelled; `reach` connects to it. */
export function remoteVerbs(reach: () => Promise<Engine>): void {
  let engine: Engine;
  const made: string[] = [];
  before(async () => {
    engine = await reach();
  });
  after(async () => {
    for (const name of made.splice(0)) await engine.images.remove(name, { force: true }).catch(() => undefined);
  });

  it('lists, and hears of events', async () => {
    assert.ok((await engine.images.list()).some(({ tags }) => tags.some((tag) => tag.endsWith(base))));
    const stop = new AbortController();
    const name = `${unique('slipway-remote')}:1`;
    made.push(name);
    let opened: () => void = () => undefined;
    const open = new Promise<void>((resolve) => (opened = resolve));
    let heard: () => void = () => undefined;
    const event = new Promise<void>((resolve) => (heard = resolve));
    const following = engine.system.streamEvents({ signal: stop.signal, onOpen: opened, onEvent: (one) => (JSON.stringify(one).includes(name) ? heard() : undefined) });
    await open;
    await engine.images.tag(base, name);
    await event;
    stop.abort();
    await following.catch(() => undefined);
  });

  it('runs a container with a terminal', async () => {
    const { id } = await engine.containers.create({ body: { Image: base, Cmd: ['sh', '-c', 'read line; echo "<$line>"; exit 5'], Tty: true, OpenStdin: true } });
    try {
      const terminal = await engine.containers.attach(id);
      let output = '';
      terminal.onData((data) => (output += Buffer.from(data).toString()));
      await engine.containers.start(id);
      terminal.write('hello\r');
      assert.equal(await engine.containers.wait(id), 5);
      await eventually(() => (output.includes('<hello>') ? true : undefined), 'the output');
      terminal.dispose();
    } finally {
      await engine.containers.remove(id, { force: true });
    }
  });

  it('pulls, builds and saves', async () => {
    const name = `${openRegistry()}/${unique('remote')}:1`;
    made.push(name);
    await engine.images.tag(base, name);
    await engine.images.push(name, {});
    await engine.images.remove(name);
    await engine.images.pull(name, {});
    const built = `${unique('slipway-remote-built')}:1`;
    made.push(built);
    await engine.builder.build({ source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/Dockerfile', text: `FROM ${base}\nRUN echo built > /built\n` }, references: [built] }, buildCalls({}));
    const { stream } = await engine.images.save([built]);
    assert.ok((await buffer(stream)).includes('manifest.json'));
  });

  it('gives each of them up when it is cancelled, and goes on', async () => {
    const large = await loadFileImage(engine, `${unique('slipway-remote-large')}:1`, layerBytes);
    made.push(large);
    const { stream } = await engine.images.save([large]);
    stream.once('data', () => stream.destroy());
    stream.once('error', () => undefined);
    await new Promise((resolve) => stream.once('close', resolve));

    const target = `${openRegistry()}/${unique('remote')}:1`;
    made.push(target);
    await engine.images.tag(large, target);
    const pushing = new AbortController();
    const push = engine.images.push(target, { signal: pushing.signal });
    pushing.abort();
    await failsWith(push, 'cancelled');
    const pulling = new AbortController();
    pulling.abort();
    await failsWith(engine.images.pull(target, { signal: pulling.signal }), 'cancelled');

    const building = new AbortController();
    const text = `FROM ${base}\nRUN sleep 300\n`;
    const build = engine.builder.build({ source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/Dockerfile', text }, references: [] }, buildCalls({ signal: building.signal, onEvent: (event) => (event.kind === 'step' && event.step.name.includes('sleep') ? building.abort() : undefined) }));
    await failsWith(build, 'cancelled');

    const { id } = await engine.containers.create({ body: { Image: base, Cmd: ['sleep', '300'] } });
    await engine.containers.start(id);
    const waiting = new AbortController();
    const wait = engine.containers.wait(id, waiting.signal);
    waiting.abort();
    await failsWith(wait, 'cancelled');
    await engine.containers.remove(id, { force: true });
    assert.ok((await engine.containers.list({ all: true })).every((container) => container.id !== id));
  });
}
