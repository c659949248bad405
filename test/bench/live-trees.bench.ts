import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { engineControl } from '../support/environment/control';
import { Workbench } from '../e2e/workbench';
import { activationOf } from './activation-of';
import { EventTimes, rowTime, watchRows } from './drawn-rows';
import { median, pause, row } from './measure';

const base = 'slipway-test/base:1';
const root = path.resolve(__dirname, '../..');

/** Between two measured changes, so that each is alone. */
const quiet = 600;

interface Measured {
  readonly tagged: number;
  readonly created: number;
  readonly removed: number;
  readonly first: number;
  readonly lost: number;
  readonly opened: number;
  readonly health: number;
}

async function measure(opened: OpenedWorkbench, engine: Engine, ours: boolean): Promise<Measured> {
  const { page } = opened;
  const workbench = new Workbench(page);
  await workbench.openSlipway();
  const events = new EventTimes(engine);
  // Repositories are closed rows in Slipway: what comes is the repository's row.
  const imageRow = (name: string): string => (ours ? `Repository ${name}` : `Image ${name}`);
  await workbench.page.waitForSelector('.monaco-list-row[aria-label*="slipway-test/base"]', { timeout: 30_000 });
  await watchRows(page);
  const tagged: number[] = [];
  const created: number[] = [];
  const removed: number[] = [];
  for (let index = 0; index < 15; index++) {
    const name = `aa-bench-${ours ? 'ours' : 'floor'}-${String(index)}`;
    await engine.images.tag(base, `${name}:1`);
    tagged.push((await rowTime(page, '+', imageRow(name))) - (await events.of(`tag ${name}:1`)));
    await pause(quiet);
    await engine.images.remove(`${name}:1`);
    await pause(quiet);
    const { id } = await engine.containers.create({ name, body: { Image: base, Cmd: ['true'] } });
    created.push((await rowTime(page, '+', `Container ${name}`)) - (await events.of(`create ${name}`)));
    await pause(quiet);
    await engine.containers.remove(id);
    removed.push((await rowTime(page, '-', `Container ${name}`)) - (await events.of(`destroy ${name}`)));
    await pause(quiet);
  }

  // An event every 300 ms for 20 s.
  const storm: string[] = [];
  for (let index = 0; index < 66; index++) {
    const name = `ab-storm-${ours ? 'ours' : 'floor'}-${String(index)}`;
    storm.push(name);
    await engine.images.tag(base, `${name}:1`);
    await pause(290);
    if (index > 0) await engine.images.remove(`${storm[index - 1] ?? ''}:1`);
  }
  await pause(1500);
  let lost = 0;
  let first = NaN;
  for (const name of storm) {
    const time = await rowTime(page, '+', imageRow(name), 500).catch(() => undefined);
    if (time === undefined) lost++;
    else if (Number.isNaN(first)) first = time - (await events.of(`tag ${name}:1`));
  }
  await engine.images.remove(`${storm.at(-1) ?? ''}:1`);

  // Health changes.
  const name = `ac-health-${ours ? 'ours' : 'floor'}`;
  const { id } = await engine.containers.create({
    name,
    body: { Image: base, Cmd: ['sleep', '600'], Healthcheck: { Test: ['CMD-SHELL', 'test -e /healthy'], Interval: 1_000_000_000, Timeout: 1_000_000_000, Retries: 1, StartPeriod: 0 } },
  });
  await engine.containers.start(id);
  await rowTime(page, '+', ours ? `Container ${name}, running, unhealthy` : 'unhealthy');
  const health = (await rowTime(page, '+', ours ? `Container ${name}, running, unhealthy` : 'unhealthy')) - (await events.of(`health_status ${name}`));
  await engine.containers.remove(id, { force: true });

  // 200 stopped containers, the view hidden meanwhile.
  await page.locator('.activitybar .action-label[aria-label^="Explorer"]').click();
  const many: string[] = [];
  for (let index = 0; index < 200; index++) many.push((await engine.containers.create({ name: `ad-many-${String(index)}`, body: { Image: base, Cmd: ['true'] } })).id);
  await pause(500);
  await page.evaluate('window.rowTimes.clear()');
  const start = Date.now();
  await page.locator('.activitybar .action-label[aria-label^="Slipway"]').click();
  const opened200 = (await rowTime(page, '+', 'Container ad-many-1')) - start;
  for (const container of many) await engine.containers.remove(container);
  events.dispose();
  return { tagged: median(tagged), created: median(created), removed: median(removed), first, lost, opened: opened200, health };
}

async function outages(opened: OpenedWorkbench, connect: () => Promise<Engine>, times: number): Promise<readonly number[]> {
  const { page } = opened;
  const waits: number[] = [];
  for (let index = 0; index < times; index++) {
    await engineControl.kill();
    await pause(3_000);
    await engineControl.start();
    const engine = await connect();
    const up = Date.now();
    const name = `ae-outage-${String(index)}`;
    await engine.images.tag(base, `${name}:1`);
    waits.push((await rowTime(page, '+', `Repository ${name}`)) - up);
    await engine.images.remove(`${name}:1`);
    engine.dispose();
  }
  return waits;
}

/** Engine event to row on screen, in a real workbench, against the least extension that shows the same. */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const host = environment['SLIPWAY_TEST_DOCKER_HOST'] ?? '';
  process.env['SLIPWAY_TEST_CONTROL'] = environment['SLIPWAY_TEST_CONTROL'];
  const connect = (): Promise<Engine> => connectEngine({ socketPath: host.replace('unix://', ''), address: host });
  const open = (extensionDevelopmentPath: string, name: string): Promise<OpenedWorkbench> =>
    openWorkbench({
      directory: path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', name),
      folder: path.join(root, 'samples'),
      extensionDevelopmentPath,
      environment: { DOCKER_HOST: host },
    });
  const engine = await connect();
  const floor = await open(path.join(root, 'test/bench/floor-extension'), 'floor');
  const peer = await measure(floor, engine, false).then(async (measured) => ({ ...measured, activated: await activationOf(floor, /floor/i) })).finally(() => floor.close());
  const slipway = await open(root, 'slipway');
  try {
    const ours = await measure(slipway, engine, true);
    const activated = await activationOf(slipway, /slipway/i);
    console.log(`${'milliseconds'.padEnd(58)} ${'Slipway'.padStart(9)} ${'floor'.padStart(9)}`);
    console.log(row('activation, as VS Code tells it', activated, peer.activated, '< 60'));
    console.log(row('image tagged → row (median of 15)', ours.tagged, peer.tagged, '< 100'));
    console.log(row('container created → row (median of 15)', ours.created, peer.created, '< 100'));
    console.log(row('container removed → row gone (median of 15)', ours.removed, peer.removed, '< 100'));
    console.log(row('an event every 300 ms for 20 s: first row', ours.first, peer.first, '< 300'));
    console.log(row('an event every 300 ms for 20 s: rows lost', ours.lost, peer.lost, '0'));
    console.log(row('health change → row', ours.health, peer.health, '< 300'));
    console.log(row('200 stopped containers: view opened → rows', ours.opened, peer.opened, '< 500'));
    engine.dispose();
    const waits = await outages(slipway, connect, 10);
    console.log(row('3 s outage: engine up → right rows, worst of 10', Math.max(...waits), undefined, '< 2000'));
    console.log(row('3 s outage: engine up → right rows, median of 10', median(waits), undefined, ''));
  } finally {
    await slipway.close();
  }
}
