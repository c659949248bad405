import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/engine/engine';
import type { EngineEvent } from '../../src/engine/system/system';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { engineSocket, eventually, loadFileImage, testEngine, unique } from './support';

/** A way to the real engine that can be cut. */
class Cuttable {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  constructor(readonly path: string) {}

  async open(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect({ path: engineSocket(), allowHalfOpen: true });
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined);
        socket.once('close', () => {
          this.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(this.path, resolve));
    this.server = server;
  }

  async cut(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    const { server } = this;
    this.server = undefined;
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}

describe('engine: connection', () => {
  let directory: string;
  let way: Cuttable;
  let engine: Engine;
  let image: string;
  let connection: LiveEngineConnection;
  const events: EngineEvent[] = [];
  let resets = 0;

  before(async () => {
    engine = await testEngine();
    image = await loadFileImage(engine, `${unique('slipway-connection')}:1`, 1000);
    directory = await mkdtemp(join(tmpdir(), 'slipway-way-'));
    way = new Cuttable(join(directory, 'docker.sock'));
    const variables = { DOCKER_HOST: `unix://${way.path}`, DOCKER_CONFIG: directory };
    connection = new LiveEngineConnection({ chosen: () => '', environment: { ...hostEnvironment(), variables, homeDirectory: directory } });
    connection.onEvent((event) => events.push(event));
    connection.onReset(() => (resets += 1));
  });

  after(async () => {
    connection.dispose();
    await way.cut();
    await engine.images.remove(image);
    engine.dispose();
    await rm(directory, { recursive: true });
  });

  const reset = (count: number) => eventually(() => (resets >= count ? true : undefined), `reset ${count}`);

  it('sees an engine that comes up after the watching began', async () => {
    connection.watch();
    await eventually(() => (connection.state.kind === 'unreachable' ? true : undefined), 'unreachable');
    await way.open();
    await reset(1);
    assert.equal((await connection.engine()).information.version, engine.information.version);
  });

  it('comes back after ten outages and tells what happened meanwhile, once', async () => {
    for (let outage = 1; outage <= 10; outage += 1) {
      const tag = `localhost/${unique('slipway-outage')}:1`;
      // What came before is known to have been heard, so that the replay has a beginning.
      const warm = `localhost/${unique('slipway-warm')}:1`;
      await engine.images.tag(image, warm);
      await eventually(() => events.find(({ action, attributes }) => action === 'tag' && isAbout(attributes, warm)), 'the event before');
      await way.cut();
      await eventually(() => (connection.state.kind === 'connected' ? undefined : true), 'the outage is seen');
      await engine.images.tag(image, tag);
      await way.open();
      await reset(outage + 1);
      if (engine.information.kind === 'docker') {
        await eventually(() => events.find(({ action, attributes }) => action === 'tag' && isAbout(attributes, tag)), 'the event of the outage');
        const heard = events.filter(({ action, attributes }) => action === 'tag' && isAbout(attributes, warm));
        assert.equal(heard.length, 1);
      }
      await engine.images.remove(tag);
      await engine.images.remove(warm);
    }
  });

  it('lists the engine with its version', async () => {
    const statuses = await connection.probe();
    const current = statuses.find((status) => status.current);
    assert.equal(current?.state, 'connected');
    assert.equal(current.information?.version, engine.information.version);
  });
});

function isAbout(attributes: Readonly<Record<string, string>>, name: string): boolean {
  return attributes.name === name;
}
