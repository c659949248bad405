import assert from 'node:assert/strict';
import { showStats } from '../../../../src/commands/containers/show-stats';
import { StatsFeed } from '../../../../src/commands/containers/stats-feed';
import type { ContainerStats } from '../../../../src/core/container-stats';
import { Emitter } from '../../../../src/core/emitter';
import { isCancelled } from '../../../../src/core/errors';
import type { ContainerSummary } from '../../../../src/engine/containers/containers';
import { containerNode } from '../../../../src/nodes/container';
import { until } from '../../../support/conditions';
import { fakeApp, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { container } from '../samples';

const reading = (time: number, more: Partial<ContainerStats> = {}): ContainerStats => ({
  time, cpu: 50, processors: 2, memory: 1_000, memoryLimit: 4_000, networkReceived: time, networkSent: 2 * time, blockRead: 0, blockWritten: 0, pids: 3, ...more,
});

/** An engine whose containers tell what the test says, and which counts the streams that are open. */
function world(containers: ContainerSummary[]) {
  const said = new Map<string, Emitter<ContainerStats>>();
  const open = new Set<string>();
  const app = fakeApp({
    engine: {
      containers: {
        list: () => Promise.resolve([...containers]),
        inspect: (name) => Promise.resolve({ Id: `${name}-id` }),
        stats: (id, signal) => {
          assert.ok(!open.has(id), 'one stream for each container');
          open.add(id);
          signal?.addEventListener('abort', () => open.delete(id));
          return Promise.resolve(readings(id, signal));
        },
      },
    },
  });
  async function* readings(id: string, signal: AbortSignal | undefined): AsyncGenerator<ContainerStats> {
    const emitter = new Emitter<ContainerStats>();
    said.set(id, emitter);
    const waiting: ContainerStats[] = [];
    let wake: (() => void) | undefined;
    emitter.event((stats) => {
      waiting.push(stats);
      wake?.();
    });
    signal?.addEventListener('abort', () => wake?.());
    while (signal?.aborted !== true) {
      const next = waiting.shift();
      if (next) yield next;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return { app, open, say: (id: string, stats: ContainerStats) => said.get(id)?.fire(stats) };
}

describe('stats of containers', () => {
  it('read nothing before somebody looks, one stream each while somebody does, and none afterwards', async () => {
    const containers = [container('web'), container('db'), container('old', { state: 'exited' })];
    const { app, open, say } = world(containers);
    const feed = new StatsFeed(app, undefined);
    await feed.list();
    assert.equal(open.size, 0);
    const looking = new AbortController();
    const first = feed.next(looking.signal);
    await until('the streams', () => open.size === 2);
    say('web-id', reading(1_000));
    await first;
    assert.equal(open.size, 2, 'between two readings they stay');
    const second = feed.next(looking.signal);
    say('web-id', reading(2_000));
    await second;
    const { rows } = feed.model('engine');
    const web = rows.find(({ name }) => name === 'web');
    assert.deepEqual(web?.now, { time: 2_000, cpu: 50, memory: 1_000, received: 1_000, sent: 2_000, read: 0, written: 0, pids: 3 });
    const third = feed.next(looking.signal);
    looking.abort();
    await assert.rejects(third, isCancelled);
    assert.equal(open.size, 0);
    const again = new AbortController();
    const fourth = feed.next(again.signal);
    await until('the streams again', () => open.size === 2);
    assert.equal(feed.model('engine').rows.find(({ name }) => name === 'web')?.points.length, 1, 'what was read is kept');
    again.abort();
    await assert.rejects(fourth, isCancelled);
  });

  it('end also when nobody waits for the next reading', async () => {
    const { app, open, say } = world([container('web')]);
    const feed = new StatsFeed(app, undefined);
    const looking = new AbortController();
    const next = feed.next(looking.signal);
    await until('the stream', () => open.size === 1);
    say('web-id', reading(1_000));
    await next;
    looking.abort();
    assert.equal(open.size, 0);
  });

  it('keep no more than three minutes of each container, and nothing of those that are gone', async () => {
    const containers = [container('web'), container('db')];
    const { app, open, say } = world(containers);
    const feed = new StatsFeed(app, undefined);
    const looking = new AbortController();
    const next = feed.next(looking.signal);
    await until('the streams', () => open.size === 2);
    for (let second = 1; second <= 500; second += 1) say('web-id', reading(second * 1_000));
    await next;
    await until('all readings', () => feed.model('').rows.find(({ name }) => name === 'web')?.now?.time === 500_000);
    assert.equal(feed.model('').rows.find(({ name }) => name === 'web')?.points.length, 180);
    containers.shift();
    app.inventory.refresh();
    await until('what the engine has', () => feed.model('').rows.map(({ name }) => name).join() === 'db');
    looking.abort();
  });

  it('count no rate over a restart', async () => {
    const { app, open, say } = world([container('web')]);
    const feed = new StatsFeed(app, undefined);
    const looking = new AbortController();
    const next = feed.next(looking.signal);
    await until('the stream', () => open.size === 1);
    say('web-id', reading(1_000, { networkReceived: 9_999 }));
    say('web-id', reading(2_000, { networkReceived: 5 }));
    await next;
    await until('a reading', () => feed.model('').rows[0]?.now !== undefined);
    assert.equal(feed.model('').rows[0]?.now?.received, 0);
    looking.abort();
  });

  it('draw the lines of five containers at most, and of those that are ticked', async () => {
    const { app } = world(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => container(name)));
    await runFromRows(showStats, app);
    const [page] = app.record.statsPages;
    assert.ok(page);
    const charted = () => page.model.rows.filter((row) => row.charted).map(({ name }) => name).join('');
    assert.equal(charted(), 'abcde');
    assert.ok(!page.offers({ kind: 'chart', id: 'g-id', shown: true }));
    await page.wish({ kind: 'chart', id: 'b-id', shown: false });
    await page.wish({ kind: 'chart', id: 'g-id', shown: true });
    assert.equal(charted(), 'acdeg');
    assert.ok(!page.offers({ kind: 'chart', id: 'nobody', shown: true }) && !page.offers({ kind: 'chart', id: 'a-id', shown: true }));
  });

  it('are of those rows that are meant, or of all', async () => {
    const { app } = world([container('web'), container('db')]);
    await runFromRows(showStats, app, containerNode.make({ container: container('db'), readAt: 0 }));
    await runFromRows(showStats, app);
    await runWithAnswers(showStats, app, { containers: ['web'] });
    assert.deepEqual(app.record.statsPages.map(({ model }) => [model.everything, model.rows.map(({ name }) => name)]), [[false, ['db']], [true, ['web', 'db']], [false, ['web']]].map(([all, names]) => [all, [...(names as string[])].sort()]));
    assert.deepEqual(app.record.commands, ['docker stats db', 'docker stats', 'docker stats web']);
  });
});
