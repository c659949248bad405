import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LogSession } from '../../src/commands/logs/log-session';
import { openLogs } from '../../src/commands/logs/open-logs';
import { saveLog } from '../../src/commands/logs/save-log';
import type { LogContainer, LogsPageModel } from '../../src/core/logs/logs-page';
import type { LogRange } from '../../src/core/logs/log-range';
import type { LogStore } from '../../src/core/logs/log-store';
import type { Engine } from '../../src/engine/engine';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { given, until } from '../support/conditions';
import { engineControl } from '../support/environment/control';
import { fakeApp, file } from '../support/fake-app';
import { eventually, loadShellImage, testEngine, unique } from './support';

const everything: LogRange = { since: '', until: '' };

/** What a store has: seams as `— …`, lines of stderr with an exclamation mark. */
function said(store: LogStore): readonly string[] {
  return Array.from({ length: store.end - store.first }, (_, index) => {
    const { stream } = store.factsOf(store.first + index);
    return `${stream === 'seam' ? '— ' : stream === 'stderr' ? '!' : ''}${store.textOf(store.first + index)}`;
  });
}

describe('engine: logs of a page', () => {
  let engine: Engine;
  let image: string;
  let connection: LiveEngineConnection;
  const containers: string[] = [];

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-log-page')}:1`);
    connection = new LiveEngineConnection({ chosen: () => process.env['SLIPWAY_TEST_DOCKER_HOST'] ?? '', environment: hostEnvironment() });
  });
  after(async () => {
    connection.dispose();
    for (const id of containers) await engine.containers.remove(id, { force: true }).catch(() => undefined);
    await engine.images.remove(image);
    engine.dispose();
  });

  async function made(script: string, tty = false): Promise<LogContainer> {
    const name = unique('web');
    const { id } = await engine.containers.create({ name, body: { Image: image, Tty: tty, Cmd: ['sh', '-c', script] } });
    containers.push(id);
    return { id, name };
  }
  const ended = async ({ id }: LogContainer): Promise<void> => {
    await engine.containers.start(id);
    await engine.containers.wait(id);
  };
  const opened = (of: readonly LogContainer[], range: LogRange): LogSession => {
    const session = new LogSession({ ...fakeApp(), connection }, { containers: of, range });
    session.start();
    return session;
  };

  for (const tty of [false, true]) {
    it(`each line once over restarts, with a seam between the runs${tty ? ', of a terminal' : ''}`, async () => {
      const web = await made(`n=$(cat /n 2>/dev/null || echo 0); n=$((n+1)); echo $n > /n; echo same; echo run $n; echo same${tty ? '' : '; echo bad >&2'}; exit $n`, tty);
      await ended(web);
      const session = opened([web], { ...everything, tail: 1_000 });
      for (const run of [1, 2, 3]) {
        if (run > 1) await ended(web);
        await eventually(() => (said(session.store).some((line) => line.includes(`exit code ${String(run)}`)) ? true : undefined), `the end of run ${String(run)} in ${said(session.store).join('|')}`);
      }
      session.dispose();
      const lines = said(session.store);
      const runs = [1, 2, 3].flatMap((run) => ['same', `run ${String(run)}`, 'same', ...(tty ? [] : ['!bad']), `— It stopped with exit code ${String(run)}. Waiting for it to start again.`]);
      // Two streams have no order that an engine promises.
      assert.deepEqual(lines.toSorted(), runs.toSorted());
      assert.deepEqual(lines.filter((line) => line !== '!bad'), runs.filter((line) => line !== '!bad'));
    });
  }

  it('of several containers by time, what was written before and what is written now', async () => {
    const script = (name: string): string => `for i in 1 2 3; do echo ${name}$i; sleep 0.1; done; sleep 0.5; echo ${name} late; sleep 300`;
    const both = [await made(script('a')), await made(script('b'))];
    await Promise.all(both.map(({ id }) => engine.containers.start(id)));
    const session = opened(both, { ...everything, tail: 1_000 });
    await eventually(() => (['a late', 'b late'].every((line) => said(session.store).includes(line)) ? true : undefined), 'the late lines');
    session.dispose();
    const { store } = session;
    const times = Array.from({ length: store.end }, (_, index) => store.timeOf(index)).map(({ seconds, nanoseconds }) => BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds));
    assert.deepEqual(times, times.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0)));
    assert.deepEqual(said(store).filter((line) => line.startsWith('a')), ['a1', 'a2', 'a3', 'a late']);
    assert.equal(store.end, 8);
  });

  it('takes in containers that come later, also in the place of one that is gone', async () => {
    const words = (name: string): string => `echo ${name} says this; sleep 300`;
    const [web, cache, newWeb] = [await made(words('web')), await made(words('cache')), await made(words('new web'))];
    await engine.containers.start(web.id);
    const session = new LogSession({ ...fakeApp(), connection }, { project: 'shop', containers: [web], range: { ...everything, tail: 1_000 } });
    session.start();
    const has = (line: string): Promise<unknown> => eventually(() => (said(session.store).includes(line) ? true : undefined), line);
    await has('web says this');
    await engine.containers.start(cache.id);
    session.show([web, cache]);
    await has('cache says this');
    await engine.containers.remove(web.id, { force: true });
    await engine.containers.start(newWeb.id);
    session.show([newWeb, cache]);
    await has('new web says this');
    session.dispose();
    const lines = said(session.store);
    const sources = Array.from({ length: session.store.end }, (_, index) => session.store.factsOf(index).source);
    assert.deepEqual(lines.flatMap((line, index) => (line.endsWith('says this') ? [`${String(sources[index])} ${line}`] : [])).toSorted(), ['0 new web says this', '0 web says this', '1 cache says this']);
  });

  it('a range has what was written in it, a tail the last lines, and a file has everything', async () => {
    const web = await made('for i in 1 2 3 4 5; do echo line $i; done; sleep 2.2; echo after');
    await ended(web);
    const whole = opened([web], { since: '', until: '2100-01-01' });
    await eventually(() => (whole.store.end === 6 ? true : undefined), 'all lines');
    const cut = new Date(whole.store.timeOf(4).seconds * 1_000 + 2_000).toISOString();
    const first = opened([web], { since: '', until: cut });
    await eventually(() => (first.store.end > 0 ? true : undefined), 'lines until then');
    const last = opened([web], { since: cut, until: '' });
    await eventually(() => (said(last.store).includes('after') ? true : undefined), 'lines since then');
    const tail = opened([web], { since: '', until: '2100-01-01', tail: 2 });
    await eventually(() => (tail.store.end > 0 ? true : undefined), 'the tail');
    for (const session of [whole, first, last, tail]) session.dispose();
    assert.deepEqual(said(first.store), [1, 2, 3, 4, 5].map((number) => `line ${String(number)}`));
    assert.deepEqual(said(last.store).filter((line) => !line.startsWith('— ')), ['after']);
    assert.deepEqual(said(tail.store), ['line 5', 'after']);

    const target = path.join(given('SLIPWAY_TEST_DIRECTORY'), `${unique('saved')}.log`);
    const app = { ...fakeApp({ answers: [file(target)] }), connection };
    const model: LogsPageModel = { engine: '', log: openLogs.nextNumber(), containers: [web], range: { since: '', until: '', tail: 1 }, timestamps: false };
    await saveLog(app, model, 'everything', 'none');
    assert.equal(await readFile(target, 'utf8'), 'line 1\nline 2\nline 3\nline 4\nline 5\nafter\n');
  });

  it('goes on when the container is restarted and when the engine was killed and is back, with seams, and no line comes twice', async function () {
    // Podman has no daemon whose end would be the containers' end, and 28.5 is killed as 20.10 is.
    if (engine.information.kind === 'podman') this.skip();
    // Counts on where it was before it was stopped.
    const web = await made('n=$(cat /n 2>/dev/null || echo 0); trap "exit" TERM; while true; do n=$((n+1)); echo $n > /n; echo line $n; sleep 0.05; done');
    await engine.containers.start(web.id);
    const session = opened([web], { ...everything, tail: 1_000 });
    const numbers = (): readonly number[] => said(session.store).filter((line) => line.startsWith('line ')).map((line) => Number(line.slice(5)));
    const more = (what: string): Promise<void> => {
      const before = numbers().at(-1) ?? 0;
      return until(`lines ${what}`, () => (numbers().at(-1) ?? 0) >= before + 10, 30_000);
    };
    await more('at first');
    await engine.containers.restart(web.id);
    await more('after a restart of the container');
    await engineControl.kill();
    await until('a seam', () => said(session.store).some((line) => line.startsWith('— The engine is disconnected')), 30_000);
    await engineControl.start();
    await engine.containers.start(web.id);
    await more('after the engine was killed');
    session.dispose();
    assert.deepEqual(numbers(), [...new Set(numbers())].toSorted((one, other) => one - other));
  }).timeout(120_000);
});
