import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine';
import { eventually, failsWith, loadShellImage, readTerminal, testEngine, unique } from './support';

describe('engine: containers', () => {
  let engine: Engine;
  let image: string;
  const containers: string[] = [];

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-run')}:1`, {
      healthcheck: { test: ['CMD', 'true'], interval: 1_000 },
    });
  });

  after(async () => {
    for (const id of containers) await engine.containers.remove(id, { force: true, volumes: true }).catch(() => undefined);
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  async function create(body: Readonly<Record<string, unknown>>, name?: string): Promise<string> {
    const { id } = await engine.containers.create({ body: { Image: image, StopTimeout: 1, ...body }, ...(name !== undefined && { name }) });
    containers.push(id);
    return id;
  }

  async function summary(id: string) {
    return (await engine.containers.list({ all: true, size: true })).find((item) => item.id === id);
  }

  it('goes through a whole life', async () => {
    const name = unique('slipway-life');
    const id = await create({ Cmd: ['sleep', '100'], Labels: { 'com.example/a': 'b' } }, name);
    const created = await summary(id);
    assert.ok(created);
    assert.deepEqual([created.name, created.state, created.labels['com.example/a']], [name, 'created', 'b']);
    assert.equal(created.imageId, (await engine.images.inspect(image)).Id);
    await engine.containers.start(name);
    await engine.containers.start(name);
    assert.equal((await summary(id))?.state, 'running');
    await engine.containers.pause(id);
    assert.equal((await summary(id))?.state, 'paused');
    await failsWith(engine.containers.pause(id), 'conflict');
    await engine.containers.unpause(id);
    await engine.containers.restart(id);
    assert.equal((await summary(id))?.state, 'running');
    await engine.containers.kill(id, 'SIGCONT');
    assert.equal((await summary(id))?.state, 'running');
    const details = await failsWith(engine.containers.remove(id), 'conflict');
    assert.equal(details.name, id);
    await engine.containers.stop(id);
    await engine.containers.stop(id);
    assert.equal((await summary(id))?.state, 'exited');
    await failsWith(engine.containers.kill(id, 'SIGINT'), 'conflict');
    await engine.containers.remove(id);
    assert.equal(await summary(id), undefined);
    assert.equal((await failsWith(engine.containers.start(id), 'notFound')).what, 'container');
  });

  it('says what stands in the way of a creation', async () => {
    const missing = `${unique('nowhere')}:1`;
    const details = await failsWith(engine.containers.create({ body: { Image: missing } }), 'notFound');
    assert.deepEqual([details.what, details.name], ['image', missing]);
    const name = unique('slipway-twice');
    await create({}, name);
    assert.equal((await failsWith(engine.containers.create({ name, body: { Image: image } }), 'conflict')).name, name);
  });

  it('tells the health', async () => {
    if (engine.information.kind === 'podman') return;
    const id = await create({ Cmd: ['sleep', '100'] });
    await engine.containers.start(id);
    assert.match((await summary(id))?.health ?? '', /starting|healthy/);
    await eventually(async () => ((await summary(id))?.health === 'healthy' ? true : undefined), 'healthy');
    await engine.containers.remove(id, { force: true });
  });

  it('tells ports and mounts', async () => {
    const volume = unique('slipway-volume');
    const id = await create({
      Cmd: ['sleep', '100'],
      ExposedPorts: { '8080/tcp': {} },
      HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] }, Binds: [`${volume}:/data:ro`] },
    });
    await engine.containers.start(id);
    const found = await summary(id);
    const bound = found?.ports.find((port) => port.containerPort === 8080);
    assert.ok(bound?.hostPort);
    assert.deepEqual([bound.hostIp, bound.protocol], ['127.0.0.1', 'tcp']);
    const mount = found?.mounts.find((item) => item.destination === '/data');
    if (engine.information.kind === 'docker') assert.deepEqual([mount?.source, mount?.readOnly], [volume, true]);
    assert.ok((await engine.volumes.list()).some((item) => item.name === volume));
    assert.ok((await failsWith(engine.volumes.remove(volume), 'conflict')).usedBy.some((user) => id.startsWith(user)));
    await engine.containers.remove(id, { force: true });
    await engine.volumes.remove(volume);
    await failsWith(engine.volumes.remove(volume), 'notFound');
  });

  it('lists networks', async () => {
    const networks = await engine.networks.list();
    assert.ok(networks.some((network) => network.driver === 'bridge'));
    await failsWith(engine.networks.remove(unique('nowhere')), 'notFound');
  });

  it('reads the log, both streams apart, whatever it looks like', async () => {
    const id = await create({ Cmd: ['sh', '-c', 'echo 123; echo wrong >&2; printf "äöü €"'] });
    await engine.containers.start(id);
    // Docker 20.10 may end a followed log before its last, unfinished line: read what has been written to the end.
    for (let tries = 0; tries < 200; tries++) {
      const [container] = await engine.containers.list({ all: true, filters: { id: [id] } });
      if (container?.state === 'exited') break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    let out = '';
    let err = '';
    for await (const { stream, data } of await engine.containers.logs(id, { follow: false })) {
      if (stream === 'stdout') out += Buffer.from(data).toString();
      else err += Buffer.from(data).toString();
    }
    assert.deepEqual([out, err], ['123\näöü €', 'wrong\n']);
  });

  it('follows a log of a terminal until told to stop', async () => {
    const id = await create({ Tty: true, Cmd: ['sh', '-c', 'echo first; sleep 100'] });
    await engine.containers.start(id);
    const stop = new AbortController();
    let said = '';
    for await (const { data } of await engine.containers.logs(id, { follow: true, signal: stop.signal })) {
      said += Buffer.from(data).toString();
      stop.abort();
    }
    assert.equal(said, 'first\r\n');
    await failsWith(engine.containers.logs('nowhere-at-all', { follow: true }), 'notFound');
  });

  it('reads the last lines of a log, with times', async () => {
    const id = await create({ Cmd: ['sh', '-c', 'seq 100'] });
    const terminal = await engine.containers.attach(id);
    await engine.containers.start(id);
    assert.equal((await readTerminal(terminal)).code, 0);
    const chunks: Buffer[] = [];
    for await (const { data } of await engine.containers.logs(id, { follow: false, tail: 2, timestamps: true })) chunks.push(Buffer.from(data));
    const lines = Buffer.concat(chunks).toString().trim().split('\n');
    assert.equal(lines.length, 2);
    assert.match(lines[1] ?? '', /^\d{4}-\d\d-\d\dT\S+ 100$/);
  });

  it('commits a container with changes', async () => {
    const id = await create({ Cmd: ['sh', '-c', 'echo made > /made'] });
    await engine.containers.start(id);
    await eventually(async () => ((await summary(id))?.state === 'exited' ? true : undefined), 'exited');
    const reference = `localhost/${unique('slipway-commit')}:1`;
    const { imageId } = await engine.containers.commit(id, {
      reference,
      author: 'Ada <ada@example.org>',
      message: 'a, "b"',
      changes: ['ENV A="1 2"', 'CMD ["cat", "/made"]'],
    });
    const inspected = await engine.images.inspect(reference);
    assert.equal(inspected.Id, imageId);
    assert.equal(inspected.Author, 'Ada <ada@example.org>');
    const config = inspected.Config as { Env: string[]; Cmd: string[] };
    assert.ok(config.Env.includes('A=1 2'));
    assert.deepEqual(config.Cmd, ['cat', '/made']);
    await engine.images.remove(reference);
    const bad = await failsWith(engine.containers.commit(id, { reference, changes: ['RUN x'] }), 'invalidInput');
    assert.equal(bad.field, 'changes');
    await failsWith(engine.containers.commit(unique('nowhere'), {}), 'notFound');
  });
});
