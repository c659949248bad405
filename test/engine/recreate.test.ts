import assert from 'node:assert/strict';
import { recreateContainer } from '../../src/commands/containers/recreate-container';
import { SlipwayError } from '../../src/core/errors';
import { parseRunLine } from '../../src/core/run-line';
import type { Engine } from '../../src/engine/engine';
import { list, object, text } from '../../src/engine/json/json';
import { ask } from '../support/engine-faults';
import { engineSocket, loadShellImage, readTerminal, testEngine, unique } from './support';

describe('engine: a container made anew', function () {
  this.timeout(60_000);
  let engine: Engine;
  let image = '';
  const network = unique('slipway-anew');
  const volume = unique('slipway-anew');
  const names: string[] = [];
  const request = (method: 'POST' | 'DELETE', path: string, body?: object) => ask(engineSocket(), `/v${engine.information.apiVersion}`, { method, path, ...(body && { body }) });

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-anew')}:1`);
    assert.equal((await request('POST', '/networks/create', { Name: network })).status, 201);
  });
  after(async () => {
    for (const { id, name } of await engine.containers.list({ all: true })) {
      if (names.some((each) => name.endsWith(each))) await engine.containers.remove(id, { force: true, volumes: true });
    }
    await request('DELETE', `/volumes/${volume}?force=true`);
    await engine.networks.remove(network);
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  async function create(options: string, starts = true): Promise<{ readonly id: string; readonly name: string }> {
    const name = unique('slipway-anew');
    names.push(name);
    const { id } = await engine.containers.create(parseRunLine(`-d --name ${name} --stop-timeout 1 ${options} ${image} sleep 300`).specification);
    if (starts) await engine.containers.start(id);
    return { id, name };
  }
  const steps = (signal = new AbortController().signal) => ({ signal, log: () => undefined, problem: (what: string, error: unknown) => assert.fail(`${what}: ${String(error)}`) });
  const output = async (id: string, script: string): Promise<string> => (await readTerminal(await engine.containers.execute(id, { command: ['sh', '-c', script], tty: false }))).output;
  const about = async (name: string): Promise<readonly string[]> =>
    (await engine.containers.list({ all: true })).filter((container) => container.name.endsWith(name)).map((container) => `${container.name} ${container.state}`);

  it('keeps name, networks and volumes, also those without a name', async () => {
    const { id, name } = await create(`-e A=b -l a=b --network ${network} --network-alias al -v ${volume}:/data -v /anon -w /tmp`);
    await output(id, 'echo kept > /data/f; echo anonymous > /anon/f; echo lost > /f');
    const again = await recreateContainer(engine, { id, name }, steps());
    assert.notEqual(again.id, id);
    assert.deepEqual(await about(name), [`${name} running`]);
    assert.match(await output(again.id, 'cat /data/f /anon/f; pwd; echo $A; ls /f 2>&1'), /^kept\r?\nanonymous\r?\n\/tmp\r?\nb\r?\n.*No such/s);
    const told = await engine.containers.inspect(again.id);
    assert.equal(object(object(told['Config'])['Labels'])['a'], 'b');
    assert.ok(list(object(object(object(told['NetworkSettings'])['Networks'])[network])['Aliases']).includes('al'));
    // Once more, of what was made anew.
    const third = await recreateContainer(engine, again, steps());
    assert.match(await output(third.id, 'cat /anon/f'), /anonymous/);
  });

  it('does not start one that did not run', async () => {
    const { id, name } = await create('', false);
    const again = await recreateContainer(engine, { id, name }, steps());
    assert.equal(text(object((await engine.containers.inspect(again.id))['State'])['Status']), 'created');
    assert.equal((await about(name)).length, 1);
  });

  it('leaves everything as it was when the new one cannot start', async () => {
    const folder = `/tmp/${unique('slipway-anew')}`;
    const { id, name } = await create(`-v ${volume}:/data -v /anon`);
    await output(id, 'echo kept > /anon/f');
    // The same engine, but the new container cannot be started.
    const containers = { ...engine.containers, start: (each: string) => (each === id ? engine.containers.start(each) : Promise.reject(new Error(folder))) };
    await assert.rejects(recreateContainer({ ...engine, containers }, { id, name }, steps()), new RegExp(folder));
    assert.deepEqual(await about(name), [`${name} running`]);
    assert.match(await output(id, 'cat /anon/f'), /kept/);
  });

  it('leaves everything as it was when it is cancelled', async () => {
    const { id, name } = await create('');
    const cancel = new AbortController();
    const containers = {
      ...engine.containers,
      create: async (...given: Parameters<Engine['containers']['create']>) => {
        const made = await engine.containers.create(...given);
        cancel.abort();
        return made;
      },
    };
    await assert.rejects(recreateContainer({ ...engine, containers }, { id, name }, steps(cancel.signal)), (error) => error instanceof SlipwayError && error.kind === 'cancelled');
    assert.deepEqual(await about(name), [`${name} running`]);
  });

  it('refuses one that would be gone', async () => {
    const { id, name } = await create('--rm');
    await assert.rejects(recreateContainer(engine, { id, name }, steps()), (error) => error instanceof SlipwayError && error.kind === 'unsupported');
    assert.deepEqual(await about(name), [`${name} running`]);
  });
});
