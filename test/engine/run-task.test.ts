import assert from 'node:assert/strict';
import { performTask } from '../../src/commands/tasks/perform-task';
import type { TaskCall } from '../../src/commands/tasks/task-call';
import { configurationLabel } from '../../src/core/run/run-configuration';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import type { Engine } from '../../src/engine/engine';
import { Inventory } from '../../src/engine/inventory/inventory';
import { fakeApp } from '../support/fake-app';
import { eventually, loadShellImage, testEngine, unique } from './support';

describe('engine: a task that runs a container', function () {
  this.timeout(60_000);
  let engine: Engine;
  let image = '';
  let connection: LiveEngineConnection;
  let inventory: Inventory;
  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-task')}:1`);
    connection = new LiveEngineConnection({ chosen: () => process.env['SLIPWAY_TEST_DOCKER_HOST'] ?? '', environment: hostEnvironment() });
    inventory = new Inventory(connection, (error) => assert.fail(String(error)));
  });
  after(async () => {
    inventory.dispose();
    connection.dispose();
    for (const { id, labels } of await engine.containers.list({ all: true })) {
      if (labels[configurationLabel]?.startsWith('task: slipway-task') === true) await engine.containers.remove(id, { force: true });
    }
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  /** A task that runs this, whose end is awaited or which is ended by the test. */
  function task(script: string, more: object = {}, label = unique('slipway-task')) {
    const abort = new AbortController();
    const said: string[] = [];
    const call: TaskCall = {
      label,
      folder: undefined,
      signal: abort.signal,
      print: (text) => void said.push(Buffer.from(text).toString()),
      show: (stream) => void stream.onData((piece) => said.push(Buffer.from(piece).toString())),
    };
    const definition = { type: 'slipway', command: 'run', container: { image, command: ['sh', '-c', script], options: '--stop-timeout 0' }, ...more };
    const code = performTask({ ...fakeApp(), connection, inventory }, definition, call);
    const of = async () => (await engine.containers.list({ all: true })).filter(({ labels }) => labels[configurationLabel] === `task: ${label}`);
    return { code, said: () => said.join(''), end: () => abort.abort(), of, label };
  }

  it('ends when a line was written, with what was written before, and leaves the container running', async () => {
    for (const log of ['is up (now)', '^it .* up']) {
      const { code, said, of } = task('echo begins; echo "it is up (now)"; sleep 300', { waitFor: { log } });
      assert.equal(await code, 0, said());
      assert.match(said(), /begins\r?\n[\s\S]*is ready\.\n$/);
      assert.deepEqual((await of()).map(({ state }) => state), ['running']);
    }
  });

  it('replaces the container of its last run', async () => {
    const label = unique('slipway-task');
    const first = task('echo up; sleep 300', { waitFor: { log: 'up' } }, label);
    assert.equal(await first.code, 0);
    const [before] = await first.of();
    assert.equal(await task('echo up; sleep 300', { waitFor: { log: 'up' } }, label).code, 0);
    const after = await first.of();
    assert.equal(after.length, 1);
    assert.notEqual(after[0]?.id, before?.id);
  });

  it('fails with a sentence, and leaves nothing, where the container ends first or takes too long', async () => {
    const died = task('echo no; exit 3', { waitFor: { log: 'up' } });
    assert.equal(await died.code, 1);
    assert.match(died.said(), /ended with exit code 3 before it was ready\. It has been removed\.\n$/);
    assert.deepEqual(await died.of(), []);
    const late = task('sleep 300', { waitFor: { log: 'up' }, timeout: 0.2 });
    assert.equal(await late.code, 1);
    assert.match(late.said(), /was not ready within 0\.2 seconds\. It has been removed\.\n$/);
    assert.deepEqual(await late.of(), []);
    // What was written at the very end counts all the same.
    assert.equal(await task('echo done', { waitFor: { log: 'done' } }).code, 0);
  });

  it('leaves nothing when it is ended while it waits', async () => {
    const waiting = task('echo begins; sleep 300', { waitFor: { log: 'up' } });
    await eventually(() => (waiting.said().includes('begins') ? true : undefined), 'the container writes');
    waiting.end();
    assert.equal(await waiting.code, 1);
    assert.match(waiting.said(), /The task was ended\.\n$/);
    assert.deepEqual(await waiting.of(), []);
  });

  it('waits for health', async function () {
    // Podman runs health checks by timers of systemd, which this machine has not.
    if (engine.information.kind === 'podman') this.skip();
    const health = (command: string) => ({ image, command: ['sh', '-c', 'sleep 300'], options: `--stop-timeout 0 --health-cmd '${command}' --health-interval 100ms --health-retries 1` });
    const well = task('', { container: health('true'), waitFor: 'healthy' });
    assert.equal(await well.code, 0, well.said());
    assert.deepEqual((await well.of()).map(({ state, health: told }) => [state, told]), [['running', 'healthy']]);
    const ill = task('', { container: health('false'), waitFor: 'healthy' });
    assert.equal(await ill.code, 1);
    assert.match(ill.said(), /is unhealthy\. It has been removed\.\n$/);
    assert.deepEqual(await ill.of(), []);
  });

  it('shows a container until its end without a wait, and stops it when it is ended', async () => {
    const whole = task('echo said; exit 5');
    assert.equal(await whole.code, 5);
    assert.match(whole.said(), /said\r?\n/);
    const running = task('echo begins; sleep 300');
    await eventually(() => (running.said().includes('begins') ? true : undefined), 'the container writes');
    running.end();
    await running.code;
    assert.deepEqual((await running.of()).map(({ state }) => state), ['exited']);
  });
});
