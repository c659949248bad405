import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LogSession } from '../../src/commands/logs/log-session';
import { StatsFeed } from '../../src/commands/containers/stats-feed';
import { isCancelled } from '../../src/core/errors';
import { connectEngine } from '../../src/engine/dockerode-engine';
import { statsSeries } from '../../src/engine/containers/stats-history';
import { fakeApp, type FakeApp } from '../support/fake-app';
import { pause, row } from './measure';

const count = Number(process.env['SLIPWAY_BENCH_CONTAINERS'] ?? 50);
const minutes = Number(process.env['SLIPWAY_BENCH_MINUTES'] ?? 10);
const script = 'i=0; while :; do echo "INFO request $i done in 12 ms, and some more words"; i=$((i+1)); sleep 1; done';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Megabytes that are in use when nothing more can be given back. */
async function used(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await pause(50);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('Pipe') || kind.startsWith('TCP')).length;

/**
 * Stats of fifty containers and the logs of all of them, read for ten minutes (`SLIPWAY_BENCH_MINUTES`) as the pages read them: what is
 * in use at first, each minute, and when both pages are closed. Histories are full from the beginning, as after three minutes.
 */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const address = environment['SLIPWAY_TEST_DOCKER_HOST'] ?? '';
  const engine = await connectEngine({ socketPath: address.replace('unix://', ''), address });
  const app = fakeApp({ engine });
  const containers: { readonly id: string; readonly name: string }[] = [];
  try {
    for (let index = 0; index < count; index++) {
      const name = `growth-${String(index)}`;
      const { id } = await engine.containers.create({ name, body: { Image: 'slipway-test/base:1', Cmd: ['sh', '-c', script], StopSignal: 'SIGKILL' } });
      await engine.containers.start(id);
      containers.push({ id, name });
    }
    await measure(app, containers);
  } finally {
    for (const { id } of containers) await engine.containers.remove(id, { force: true }).catch(() => undefined);
    engine.dispose();
  }
}

async function measure(app: FakeApp, containers: readonly { readonly id: string; readonly name: string }[]): Promise<void> {
  for (const { id } of containers) {
    for (let second = 400; second > 200; second--) statsSeries(app.connection, id).add({ time: Date.now() - second * 1000, cpu: 1, processors: 1, memory: 1, memoryLimit: 1, networkReceived: 1, networkSent: 1, blockRead: 1, blockWritten: 1, pids: 1 });
  }
  // Once before, so that what is made with the first look at all does not count.
  const once = open(app, containers);
  await pause(10_000);
  await once.close();
  const [closed, closedSockets] = [await used(), sockets()];
  const { session, told, close } = open(app, containers);
  await pause(20_000);
  const first = await used();
  console.log(row('both pages closed, MB', closed, undefined, ''));
  console.log(row('  open sockets', closedSockets, undefined, ''));
  console.log(row(`both open for 20 s, ${String(containers.length)} containers, MB`, first, undefined, ''));
  console.log(row('  open sockets', sockets(), undefined, ''));
  for (let minute = 1; minute <= minutes; minute++) {
    await pause(60_000);
    console.log(row(`after ${String(minute)} min, MB more than at first`, (await used()) - first, undefined, ''));
    console.log(row('  of which lines of the log', session.store.size / 1e6, undefined, ''));
    console.log(row('  open sockets', sockets(), undefined, ''));
  }
  console.log(row('  lines of the log', session.store.end, undefined, ''));
  console.log(row('  told to the page of stats, MB', told() / 1e6, undefined, ''));
  await close();
  console.log(row('both closed again, MB more than before', (await used()) - closed, undefined, '~ 0'));
  console.log(row('  open sockets', sockets(), undefined, ''));
}

/** Both pages as they are while somebody looks. */
function open(app: FakeApp, containers: readonly { readonly id: string; readonly name: string }[]) {
  const looking = new AbortController();
  const feed = new StatsFeed(app, undefined);
  let told = 0;
  const reading = (async () => {
    for (;;) {
      await feed.next(looking.signal);
      told += JSON.stringify(feed.model('')).length;
    }
  })().catch((error: unknown) => {
    if (!isCancelled(error)) throw error;
  });
  const session = new LogSession(app, { containers, range: { since: '', until: '' } });
  session.start();
  const close = async (): Promise<void> => {
    looking.abort();
    await reading;
    session.dispose();
    await pause(1_000);
  };
  return { session, told: () => told, close };
}
