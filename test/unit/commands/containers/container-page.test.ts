import assert from 'node:assert/strict';
import { showContainerPage } from '../../../../src/commands/containers/show';
import { verbsOfContainer } from '../../../../src/core/container-page';
import { failure } from '../../../../src/core/errors';
import type { EngineContainers } from '../../../../src/engine/containers/containers';
import { containerNode } from '../../../../src/nodes/container';
import { fakeApp, type FakeAppOptions, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { container } from '../samples';

const id = 'c'.repeat(64);
const web = { ...container('web'), id };

const inspected = {
  Id: id, Name: '/web', Created: '2026-11-01T00:00:00Z', Image: `sha256:${'a'.repeat(64)}`, Platform: 'linux', RestartCount: 2,
  State: {
    Status: 'running', Running: true, Paused: false, OOMKilled: false, ExitCode: 0, Error: '', StartedAt: '2026-11-01T00:00:01Z', FinishedAt: '0001-01-01T00:00:00Z',
    Health: { Status: 'unhealthy', FailingStreak: 3, Log: [{ Start: '2026-11-01T00:00:02Z', End: '2026-11-01T00:00:02.5Z', ExitCode: 0, Output: 'ok\n' }, { Start: '2026-11-01T00:00:04Z', End: '2026-11-01T00:00:05Z', ExitCode: 1, Output: 'refused\n' }] },
  },
  Config: { Image: 'app:1', Entrypoint: ['tini'], Cmd: ['serve', '--now'], User: 'app', WorkingDir: '/srv', Hostname: 'c0ffee', Tty: true, Env: ['PATH=/bin', 'DB_PASSWORD=anchor', 'URL=https://me:anchor@host/', 'EMPTY_TOKEN='], Labels: { a: 'b' } },
  HostConfig: { Memory: 64_000_000, NanoCpus: 1_500_000_000, PidsLimit: 50, RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 }, Privileged: true, AutoRemove: true },
  NetworkSettings: {
    Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }, { HostIp: '::', HostPort: '8080' }], '53/udp': [{ HostIp: '127.0.0.1', HostPort: '5353' }], '9/tcp': null },
    Networks: { shop: { IPAddress: '172.28.0.2', GlobalIPv6Address: 'fd00::2', Aliases: ['store', 'c0ffee'], Gateway: '172.28.0.1', MacAddress: '02:42:ac:1c:00:02' } },
  },
  Mounts: [{ Type: 'volume', Name: 'data', Source: '/var/lib/docker/volumes/data', Destination: '/data', RW: true }, { Type: 'bind', Source: '/home/me', Destination: '/me', RW: false }],
};

function world(more: Partial<EngineContainers> = {}, answers: FakeAppOptions['answers'] = []) {
  const calls: unknown[] = [];
  const containers: Partial<EngineContainers> = {
    list: () => Promise.resolve([web]),
    inspect: () => Promise.resolve(inspected),
    top: () => Promise.resolve({ titles: ['PID', 'CMD'], processes: [['1', 'tini serve'], ['7', 'curl https://me:anchor@host/']] }),
    stop: (given) => Promise.resolve(void calls.push(['stop', given])),
    rename: (...given) => Promise.resolve(void calls.push(['rename', ...given])),
    ...more,
  };
  return { calls, app: fakeApp({ engine: { containers }, answers }) };
}

async function page(made: ReturnType<typeof world>) {
  await runFromRows(showContainerPage, made.app, containerNode.make({ container: web, readAt: 0 }));
  const [opened] = made.app.record.containerPages;
  assert.ok(opened);
  return opened;
}

describe('the page of a container', () => {
  it('tells all that the engine does', async () => {
    const { model } = await page(world());
    const { state, ...rest } = { state: [model.status, model.running, model.restarts, model.finished, model.name], ...model };
    assert.deepEqual(state, ['running', true, 2, 0, 'web']);
    assert.deepEqual(rest.health, { status: 'unhealthy', failing: 3, checks: [{ started: Date.parse('2026-11-01T00:00:04Z'), milliseconds: 1000, exitCode: 1, output: 'refused' }, { started: Date.parse('2026-11-01T00:00:02Z'), milliseconds: 500, exitCode: 0, output: 'ok' }] });
    assert.deepEqual(rest.ports, [
      { port: '80/tcp', published: '0.0.0.0:8080', url: 'http://localhost:8080/' }, { port: '80/tcp', published: '[::]:8080', url: 'http://localhost:8080/' },
      { port: '53/udp', published: '127.0.0.1:5353' }, { port: '9/tcp', published: '' },
    ]);
    assert.deepEqual(rest.networks, [{ name: 'shop', addresses: ['172.28.0.2', 'fd00::2'], aliases: ['store', 'c0ffee'], gateway: '172.28.0.1', hardwareAddress: '02:42:ac:1c:00:02' }]);
    assert.deepEqual(rest.mounts, [{ type: 'volume', source: 'data', destination: '/data', readOnly: false }, { type: 'bind', source: '/home/me', destination: '/me', readOnly: true }]);
    assert.deepEqual([rest.restartPolicy, rest.memory, rest.cpus, rest.pids, rest.privileged, rest.removedAtEnd], ['on-failure:3', 64_000_000, 1.5, 50, true, true]);
  });

  it('hides values that may be secret until somebody asks, and again when somebody says so', async () => {
    const opened = await page(world());
    assert.deepEqual(opened.model.environment, [{ name: 'PATH', value: '/bin' }, { name: 'DB_PASSWORD' }, { name: 'URL' }, { name: 'EMPTY_TOKEN', value: '' }]);
    assert.ok(!JSON.stringify(opened.model).includes('anchor'));
    assert.ok(!opened.offers({ kind: 'reveal', shown: false }));
    await opened.wish({ kind: 'reveal', shown: true });
    assert.deepEqual(opened.model.environment[1], { name: 'DB_PASSWORD', value: 'anchor' });
    assert.equal((await opened.read('stale')).environment[1]?.value, 'anchor');
    await opened.wish({ kind: 'reveal', shown: false });
    assert.deepEqual(opened.model.environment[1], { name: 'DB_PASSWORD' });
  });

  it('does what the row does', async () => {
    const made = world({}, [type('site')]);
    const opened = await page(made);
    await opened.wish({ kind: 'verb', verb: 'stop' });
    await opened.wish({ kind: 'verb', verb: 'rename' });
    assert.deepEqual(made.calls, [['stop', id], ['rename', id, 'site']]);
    for (const wrong of ['start', 'unpause', 'kill', 'prune']) assert.ok(!opened.offers({ kind: 'verb', verb: wrong }), wrong);
  });

  it('shows the message of a verb that failed and stays as it is', async () => {
    const made = world({ stop: () => Promise.reject(failure('conflict', { name: id, usedBy: [], detail: 'no' })) });
    const opened = await page(made);
    await opened.wish({ kind: 'verb', verb: 'stop' });
    assert.equal(made.app.record.errors.length, 1);
  });

  it('opens and copies ports that are published, and no others', async () => {
    const made = world();
    const opened = await page(made);
    await opened.wish({ kind: 'openPort', index: 0 });
    await opened.wish({ kind: 'copyPort', index: 2 });
    await opened.wish({ kind: 'copyId' });
    assert.deepEqual([made.app.record.external, made.app.record.clipboard], [['http://localhost:8080/'], ['127.0.0.1:5353', id]]);
    assert.deepEqual([{ kind: 'openPort', index: 2 }, { kind: 'copyPort', index: 3 }, { kind: 'copyPort', index: 9 }, { kind: 'copyPort', index: 0.5 }].map((wish) => opened.offers(wish)), [false, false, false, false]);
  });

  it('of a container without processes or a `ps` is shown all the same', async () => {
    const opened = await page(world({ top: () => Promise.reject(failure('engineFailed', { operation: 'top', status: 500, detail: 'no ps' })) }));
    assert.equal(opened.model.processes, undefined);
  });

  it('of one that is gone stays as it was, without its verbs', async () => {
    let gone = false;
    const opened = await page(world({ inspect: () => (gone ? Promise.reject(failure('notFound', { what: 'container', name: id })) : Promise.resolve(inspected)) }));
    gone = true;
    const model = await opened.read('stale');
    assert.deepEqual([model.gone, model.name, verbsOfContainer(model)], [true, 'web', []]);
    assert.ok(!opened.offers({ kind: 'verb', verb: 'remove' }) && !opened.offers({ kind: 'json' }) && !opened.offers({ kind: 'reveal', shown: true }));
  });

  it('of one that is named by a program has its whole id', async () => {
    const made = world();
    assert.equal((await runWithAnswers(showContainerPage, made.app, { container: 'web' }) as { readonly id: string }).id, id);
    assert.deepEqual(made.app.record.containerPages[0]?.argument, { id, name: 'web' });
  });

  for (const [state, there, not] of [
    [{ running: false, paused: false }, ['start', 'remove', 'logs'], ['stop', 'shell', 'stats', 'pause', 'unpause']],
    [{ running: true, paused: false }, ['stop', 'pause', 'shell', 'stats'], ['start', 'unpause']],
    [{ running: true, paused: true }, ['stop', 'unpause', 'stats'], ['start', 'pause', 'shell']],
  ] as const)
    it(`offers what applies: ${JSON.stringify(state)}`, () => {
      const offered = verbsOfContainer(state);
      assert.deepEqual([there.filter((verb) => !offered.includes(verb)), not.filter((verb) => offered.includes(verb))], [[], []]);
    });
});
