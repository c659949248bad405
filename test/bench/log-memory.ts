import { LogSession } from '../../src/commands/logs/log-session';
import { connectEngine } from '../../src/engine/dockerode-engine';
import { fakeApp } from '../support/fake-app';

/** Reads the million lines of a log into the store of the page, and prints what that took of memory: `log-memory ADDRESS CONTAINER`. */
async function main(): Promise<void> {
  const [address = '', id = ''] = process.argv.slice(2);
  const engine = await connectEngine({ socketPath: address.replace('unix://', ''), address });
  await engine.containers.inspect(id);
  const collect = (): void => (globalThis as { gc?: () => void }).gc?.();
  const used = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  collect();
  const [before, small] = [used(), process.memoryUsage().rss];
  const session = new LogSession(fakeApp({ engine }), { containers: [{ id, name: 'web' }], range: { since: '', until: '' } });
  await new Promise<void>((resolve) => {
    session.onChange(() => {
      if (session.store.end >= 1_000_000) resolve();
    });
    session.start();
  });
  collect();
  console.log(JSON.stringify({ kept: used() - before, peak: process.memoryUsage().rss - small }));
  session.dispose();
  engine.dispose();
  process.exit(0);
}

void main();
