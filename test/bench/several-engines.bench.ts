import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { type EngineInstance, startEngine } from '../../scripts/environment/engine';
import { makeBaseImage } from '../../scripts/environment/images';
import { openWorkbench } from '../../scripts/environment/workbench';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import { Workbench } from '../e2e/workbench';
import { writeContext } from '../support/docker-context';
import { EventTimes, rowTime, watchRows } from './drawn-rows';
import { median, pause, row } from './measure';

const base = 'slipway-test/base:1';
const root = path.resolve(__dirname, '../..');
const outages = 10;

/** One of the engines side by side. */
interface Side {
  readonly name: string;
  readonly host: string;
  readonly connect: () => Promise<Engine>;
}

function sideOf(name: string, host: string): Side {
  return { name, host, connect: () => connectEngine({ socketPath: host.replace('unix://', ''), address: host }) };
}

async function writeContexts(configuration: string, sides: readonly Side[]): Promise<void> {
  for (const { name, host } of sides) await writeContext(configuration, name, host);
  await writeFile(path.join(configuration, 'config.json'), JSON.stringify({ currentContext: sides[0]?.name }));
}

/**
 * An event every 300 ms until it is ended: an image gets a name, and one loses its name. Gives how long each name took to be a
 * row. Podman looks for its events every 250 ms: counted from when another client has them.
 */
async function storm(page: Page, side: Side, going: () => boolean): Promise<readonly number[]> {
  const engine = await side.connect();
  const events = new EventTimes(engine, side.name === 'pod');
  await pause(300);
  const names: string[] = [];
  while (going()) {
    const name = `aa-${side.name}-${String(names.length).padStart(3, '0')}`;
    names.push(name);
    await engine.images.tag(base, `${name}:1`);
    await pause(300);
    if (names.length > 2) {
      await engine.images.remove(`${names.at(-3) ?? ''}:1`);
      await pause(300);
    }
  }
  const waits: number[] = [];
  for (const name of names) {
    const drawn = await rowTime(page, '+', name, 2_000).catch(() => undefined);
    waits.push(drawn === undefined ? Infinity : drawn - (await events.of(`tag ${name}:1`)));
  }
  for (const name of names.slice(-2)) await engine.images.remove(`${name}:1`);
  events.dispose();
  engine.dispose();
  return waits;
}

/** Kills an engine and starts it again, many times; how long after it answers its rows are right. */
async function killAndRevive(page: Page, side: Side, instance: EngineInstance): Promise<readonly number[]> {
  const waits: number[] = [];
  for (let index = 0; index < outages; index++) {
    await pause(1_500);
    await instance.kill();
    await pause(1_500);
    await instance.start();
    const engine = await side.connect();
    const up = Date.now();
    const name = `ae-${side.name}-${String(index)}`;
    await engine.images.tag(base, `${name}:1`);
    waits.push((await rowTime(page, '+', name)) - up);
    await engine.images.remove(`${name}:1`);
    engine.dispose();
  }
  return waits;
}

/** Three engines side by side in a real workbench, one of which is killed again and again. */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const directory = path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', 'several');
  const say = (): void => undefined;
  const far = await startEngine({ version: 'docker-28', directory: path.join(directory, 'far'), say });
  const pod = await startEngine({ version: 'podman', directory: path.join(directory, 'pod'), say });
  const sides = [sideOf('near', environment['SLIPWAY_TEST_DOCKER_HOST'] ?? ''), sideOf('pod', pod.dockerHost), sideOf('far', far.dockerHost)];
  try {
    for (const { socketPath } of [far, pod]) await makeBaseImage(socketPath);
    const configuration = path.join(directory, 'docker');
    await writeContexts(configuration, sides);
    const opened = await openWorkbench({
      directory: path.join(directory, 'vscode'),
      folder: path.join(root, 'samples'),
      extensionDevelopmentPath: root,
      environment: { DOCKER_CONFIG: configuration, DOCKER_HOST: '' },
      viewport: { width: 1280, height: 1400 },
    });
    try {
      const workbench = new Workbench(opened.page);
      await workbench.openSlipway();
      for (const title of ['Builds', 'Registries', 'Volumes', 'Networks', 'Containers']) await workbench.setExpanded(title, false);
      await workbench.setExpanded('Engines', true);
      for (const name of ['pod', 'far']) {
        const engine = workbench.row(`Engine ${name},`);
        await engine.waitFor();
        await engine.hover();
        await engine.locator('.action-label[aria-label^="Show Engine in Views"]').click();
      }
      await workbench.setExpanded('Engines', false);
      await opened.page.locator('.monaco-list-row[aria-label*="Engine far, not in use, Docker"]:visible').waitFor();
      await watchRows(opened.page);
      let going = true;
      const [near, podman, killed] = await Promise.all([
        ...sides.slice(0, 2).map((side) => storm(opened.page, side, () => going)),
        killAndRevive(opened.page, sides[2] ?? sideOf('', ''), far).finally(() => (going = false)),
      ]);
      console.log(`${'milliseconds'.padEnd(58)} ${'Slipway'.padStart(9)}`);
      for (const [name, waits = []] of [['Docker 20.10', near], ['Podman', podman]] as const) {
        console.log(row(`${name}, image tagged → row, median of ${String(waits.length)}`, median(waits), undefined, '< 100'));
        console.log(row(`${name}, rows that did not come`, waits.filter((wait) => wait === Infinity).length, undefined, '0'));
      }
      console.log(row(`killed ${String(outages)} times: engine up → right rows, worst`, Math.max(...(killed ?? [])), undefined, '< 2000'));
      console.log(row('the same, median', median(killed ?? []), undefined, ''));
    } finally {
      await opened.close();
    }
  } finally {
    await far.close();
    await pod.close();
  }
}
