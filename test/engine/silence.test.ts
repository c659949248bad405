import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/engine/engine';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { usualRhythm } from '../../src/engine/transport/pulse';
import { ManualClock } from '../support/manual-clock';
import { Tunnel } from '../support/tunnel';
import { engineSocket, eventually, failsWith, loadShellImage, testEngine, unique } from './support';

describe('engine: a tunnel that falls silent', () => {
  let directory: string;
  let engine: Engine;
  let tunnel: Tunnel;
  let clock: ManualClock;
  let connection: LiveEngineConnection;
  let container: string;
  let resets = 0;
  let image: string;

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-silence')}:1`);
    ({ id: container } = await engine.containers.create({ body: { Image: image, Cmd: ['sh', '-c', 'echo up; sleep 1000'], StopTimeout: 0 } }));
    directory = await mkdtemp(join(tmpdir(), 'slipway-silence-'));
    tunnel = await Tunnel.open({ path: engineSocket() });
    clock = new ManualClock();
    connection = new LiveEngineConnection({
      chosen: () => '',
      environment: { ...hostEnvironment(), variables: { DOCKER_HOST: tunnel.address, DOCKER_CONFIG: directory }, homeDirectory: directory },
      pulse: { clock },
    });
    connection.onReset(() => (resets += 1));
  });

  after(async () => {
    connection.dispose();
    tunnel.dispose();
    await engine.containers.remove(container, { force: true });
    await engine.images.remove(image, { force: true });
    engine.dispose();
    await rm(directory, { recursive: true });
  });

  /** Lets time pass until something holds. */
  const until = (holds: () => boolean, what: string) =>
    eventually(() => {
      clock.pass(usualRhythm.tick);
      return holds() ? true : undefined;
    }, what);

  it('is noticed, and the start that was asked for meanwhile is not carried out when it is back', async () => {
    connection.watch();
    await eventually(() => (resets === 1 ? true : undefined), 'connected');
    const far = await connection.engine();
    assert.equal((await far.containers.list({ all: true })).some(({ id }) => id === container), true);
    clock.sleep(1_500);
    tunnel.silence();
    const start = failsWith(far.containers.start(container), 'engineUnreachable');
    await until(() => connection.state.kind !== 'connected', 'the silence is noticed');
    await start;
    tunnel.resume();
    await eventually(() => (resets === 2 ? true : undefined), 'connected again');
    // A start through the tunnel comes after all that it has delivered.
    const again = await connection.engine();
    const { State } = await again.containers.inspect(container);
    assert.equal((State as { readonly Running?: boolean }).Running, false);
    await again.containers.start(container);
    assert.equal(((await again.containers.inspect(container)).State as { readonly Running?: boolean }).Running, true);
  });

  it('does not disturb a process that is silent while the engine answers', async () => {
    const far = await connection.engine();
    const terminal = await far.containers.execute(container, { command: ['sh', '-c', 'read line; echo "got $line"'], tty: false });
    let output = '';
    terminal.onData((data) => (output += Buffer.from(data).toString('utf8')));
    for (let ticks = 0; ticks < 60; ticks += 1) {
      clock.pass(usualRhythm.tick);
      await far.system.ping();
    }
    terminal.write('it\n');
    await eventually(() => (output.includes('got it') ? true : undefined), 'the line comes back');
    assert.equal(terminal.failure, undefined);
    terminal.dispose();
  });

  it('ends what ran in a terminal and in a log', async () => {
    const far = await connection.engine();
    const terminal = await far.containers.execute(container, { command: ['cat'], tty: false });
    const log = await far.containers.logs(container, { follow: true, timestamps: false });
    const reading = failsWith((async () => {
      for await (const chunk of log) assert.ok(chunk.data);
    })(), 'engineUnreachable');
    let ended = false;
    terminal.onEnd(() => (ended = true));
    tunnel.silence();
    await until(() => ended, 'the terminal ends');
    await reading;
    assert.equal(terminal.failure?.kind, 'engineUnreachable');
    tunnel.resume();
    await eventually(() => (resets === 3 ? true : undefined), 'connected again');
  });
});
