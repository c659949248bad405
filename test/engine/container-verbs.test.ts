import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine';
import { compareApiVersions } from '../../src/engine/transport/negotiation';
import { failsWith, loadShellImage, readTerminal, testEngine, unique } from './support';

describe('engine: verbs on containers', () => {
  let engine: Engine;
  let image: string;
  const containers: string[] = [];

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-verbs')}:1`);
  });

  after(async () => {
    for (const id of containers) await engine.containers.remove(id, { force: true, volumes: true }).catch(() => undefined);
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  async function run(command: string, host: object = {}): Promise<string> {
    const { id } = await engine.containers.create({ body: { Image: image, Cmd: ['sh', '-c', command], HostConfig: host } });
    containers.push(id);
    await engine.containers.start(id);
    return id;
  }

  const inspected = async (id: string) => (await engine.containers.inspect(id)) as unknown as Inspected;

  it('gives another name, and says whose name it is', async () => {
    const [first, second] = [await run('sleep 100'), await run('sleep 100')];
    const name = unique('slipway-renamed');
    await engine.containers.rename(first, name);
    assert.equal((await inspected(first)).Name.replace('/', ''), name);
    assert.equal((await failsWith(engine.containers.rename(second, name), 'conflict')).name, name);
    await failsWith(engine.containers.rename(unique('nowhere'), unique('slipway-other')), 'notFound');
  });

  it('stops after so many seconds, and with another signal where the engine can', async () => {
    const deaf = await run('trap "" TERM; while true; do sleep 0.1; done');
    await engine.containers.stop(deaf, undefined, { timeout: 0 });
    assert.deepEqual([(await inspected(deaf)).State.Running, (await inspected(deaf)).State.ExitCode], [false, 137]);
    const told = await run('trap "exit 7" USR1; while true; do sleep 0.1; done');
    const stopping = engine.containers.stop(told, undefined, { timeout: 20, signal: 'SIGUSR1' });
    if (compareApiVersions(engine.information.apiVersion, '1.42') < 0) {
      await failsWith(stopping, 'unsupported');
      assert.equal((await inspected(told)).State.Running, true);
    } else {
      await stopping;
      assert.equal((await inspected(told)).State.ExitCode, 7);
    }
    await engine.containers.restart(told, undefined, { timeout: 0 });
    assert.equal((await inspected(told)).State.Running, true);
  });

  it('changes limits and restart policy, or says that it cannot', async () => {
    const id = await run('sleep 100', { Memory: 64_000_000 });
    const change = { restartPolicy: { name: 'on-failure', maximumRetries: 3 }, memory: 96_000_000, memorySwap: 160_000_000, pids: 50, cpus: 0.5 } as const;
    if (engine.information.kind === 'podman') {
      await failsWith(engine.containers.update(id, change), 'unsupported');
      return;
    }
    assert.ok(Array.isArray(await engine.containers.update(id, change)));
    const { HostConfig } = await inspected(id);
    assert.deepEqual(HostConfig.RestartPolicy, { Name: 'on-failure', MaximumRetryCount: 3 });
    assert.deepEqual([HostConfig.Memory, HostConfig.PidsLimit, HostConfig.NanoCpus], [96_000_000, 50, 500_000_000]);
  });

  it('lists processes', async () => {
    const id = await run('sleep 4321');
    const { titles, processes } = await engine.containers.top(id);
    const [command, pid] = [titles.findIndex((title) => /^(?:CMD|COMMAND)$/.test(title)), titles.indexOf('PID')];
    assert.ok(command >= 0 && pid >= 0, titles.join(' '));
    assert.ok(processes.some((row) => row.length === titles.length && /sleep 4321/.test(row[command] ?? '') && Number(row[pid]) > 0));
    await engine.containers.kill(id, 'SIGKILL');
    await engine.containers.wait(id);
    await failsWith(engine.containers.top(id), 'conflict');
  });

  it('tells once a second what a container uses, until told to stop', async () => {
    const id = await run('while true; do :; done');
    const stop = new AbortController();
    const seen: number[] = [];
    for await (const stats of await engine.containers.stats(id, stop.signal)) {
      assert.ok(stats.memory >= 0 && stats.memoryLimit >= 0 && stats.processors >= 1);
      if ((stats.cpu ?? 0) > 5) seen.push(stats.time);
      if (seen.length === 2) stop.abort();
    }
    assert.ok((seen[1] ?? 0) > (seen[0] ?? 0));
    await failsWith(engine.containers.stats(unique('nowhere')), 'notFound');
  });

  it('runs a program with an environment of its own and with all rights', async () => {
    const id = await run('sleep 100');
    const command = ['sh', '-c', 'echo "$SLIPWAY:$0"; grep CapEff /proc/self/status'];
    const plain = await readTerminal(await engine.containers.execute(id, { command, tty: false, environment: ['SLIPWAY=a b'] }));
    const mighty = await readTerminal(await engine.containers.execute(id, { command, tty: false, environment: ['SLIPWAY=c'], privileged: true }));
    assert.match(plain.output, /^a b:sh\n/);
    const rights = ({ output }: { readonly output: string }) => BigInt(`0x${/CapEff:\s*([0-9a-f]+)/.exec(output)?.[1] ?? '0'}`);
    // An engine that has not all rights itself refuses to give them.
    assert.ok(rights(mighty) > rights(plain) || /apply caps: operation not permitted/.test(mighty.output), `${mighty.output} ${plain.output}`);
  });
});

interface Inspected {
  readonly Name: string;
  readonly State: { readonly Running: boolean; readonly ExitCode: number };
  readonly HostConfig: { readonly RestartPolicy: unknown; readonly Memory: number; readonly PidsLimit: number; readonly NanoCpus: number };
}
