import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openWorkbench, type OpenedWorkbench } from '../../scripts/environment/workbench';
import { Workbench } from '../e2e/workbench';
import { writeContext } from '../support/docker-context';
import { ManyContainers } from './many-containers';
import { pause, row } from './measure';

const root = path.resolve(__dirname, '../..');
const witnessExtension = path.join(root, 'test/bench/witness-extension');
const seconds = Number(process.env['SLIPWAY_BENCH_SECONDS'] ?? 30);

/** A folder for the processor profile of each phase, where they are wanted. */
const profiles = process.env['SLIPWAY_BENCH_PROFILES'];

/** The extension in the extension host that tells how busy it was. */
class Witness {
  constructor(private readonly socketPath: string) {}

  ask<Answer>(question: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      get({ socketPath: this.socketPath, path: question, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (data: string) => (text += data)).on('end', () => resolve(JSON.parse(text) as Answer));
      }).on('error', reject);
    });
  }

  /** Does something, and prints the longest that the extension host was busy meanwhile. */
  async phase(name: string, act: () => Promise<void>, bound: string): Promise<void> {
    if (profiles !== undefined) await this.ask('/profile');
    await pause(100);
    await this.ask('/longest');
    await act();
    const { wall, processor } = await this.ask<{ readonly wall: number; readonly processor: number }>('/longest');
    console.log(row(name, wall, undefined, bound));
    console.log(row('  of which the processor worked for it', processor, undefined, ''));
    if (profiles === undefined) return;
    await writeFile(path.join(profiles, `${name.replace(/\W+/g, '-')}.cpuprofile`), JSON.stringify(await this.ask('/profiled')));
  }

  async heap(): Promise<number> {
    return this.ask<number>('/heap');
  }

  async ready(): Promise<void> {
    for (let tries = 0; ; tries++) {
      const there = await this.ask('/longest').then(() => true, () => false);
      if (there) return;
      if (tries > 300) throw new Error('the witness does not answer');
      await pause(100);
    }
  }
}

/** 5,000 containers over three engines in a real workbench: how long its extension host is busy at a stretch, and what it holds. */
export async function run(environment: Readonly<Record<string, string>>): Promise<void> {
  const directory = path.join(environment['SLIPWAY_TEST_DIRECTORY'] ?? '', 'many');
  // Addresses of sockets are short.
  const sockets = await mkdtemp(path.join(tmpdir(), 'slipway-witness-'));
  const engines: ManyContainers[] = [];
  try {
    for (const [name, count] of [['aa-many', 4_500], ['near', 250], ['far', 250]] as const) engines.push(await ManyContainers.start(name, count));
    const configuration = path.join(sockets, 'docker');
    for (const { name, engine } of engines) await writeContext(configuration, name, `unix://${engine.socketPath}`);
    await writeFile(path.join(configuration, 'config.json'), JSON.stringify({ currentContext: engines[0]?.name }));
    const open = async (name: string, extension?: string): Promise<OpenedWorkbench> => {
      await install(path.join(directory, name));
      return openWorkbench({
        directory: path.join(directory, name),
        folder: path.join(root, 'samples'),
        ...(extension !== undefined && { extensionDevelopmentPath: extension }),
        environment: { DOCKER_CONFIG: configuration, DOCKER_HOST: '', SLIPWAY_BENCH_WITNESS: path.join(sockets, name) },
        viewport: { width: 1280, height: 1400 },
      });
    };
    console.log(`${'milliseconds the extension host was busy at a stretch'.padEnd(58)} ${'longest'.padStart(9)}`);
    const bare = await open('bare');
    try {
      const witness = new Witness(path.join(sockets, 'bare'));
      await witness.ready();
      await pause(10_000);
      await witness.phase('without Slipway', () => pause(seconds * 1_000), '');
    } finally {
      await bare.close();
    }
    const opened = await open('slipway', root);
    try {
      const witness = new Witness(path.join(sockets, 'slipway'));
      await measure(opened, witness, engines);
    } finally {
      await opened.close();
    }
  } finally {
    for (const { engine } of engines) await engine.dispose();
    await rm(sockets, { recursive: true, force: true });
  }
}

/** Puts the witness among the extensions that a server with this folder has installed. */
async function install(directory: string): Promise<void> {
  const relativeLocation = 'slipway-bench.witness-0.0.1';
  const extensions = path.join(directory, 'extensions');
  const location = path.join(extensions, relativeLocation);
  await cp(witnessExtension, location, { recursive: true });
  const entry = { identifier: { id: 'slipway-bench.witness' }, version: '0.0.1', location: { $mid: 1, path: location, scheme: 'file' }, relativeLocation };
  await writeFile(path.join(extensions, 'extensions.json'), JSON.stringify([entry]));
}

async function measure(opened: OpenedWorkbench, witness: Witness, engines: readonly ManyContainers[]): Promise<void> {
  const workbench = new Workbench(opened.page);
  await workbench.openSlipway();
  await witness.ready();
  for (const title of ['Images', 'Builds', 'Registries', 'Volumes', 'Networks', 'Containers']) await workbench.setExpanded(title, false);
  await workbench.setExpanded('Engines', true);
  for (const { name } of engines.slice(1)) {
    const engine = workbench.row(`Engine ${name},`);
    await engine.waitFor();
    await engine.hover();
    await engine.locator('.action-label[aria-label^="Show Engine in Views"]').click();
  }
  await workbench.setExpanded('Engines', false);
  await pause(10_000);
  const [many] = engines;
  if (!many) return;
  const listed = async (before: readonly number[]): Promise<void> => {
    while (engines.some((each, index) => each.listings <= (before[index] ?? 0))) await pause(50);
  };
  const first = workbench.row('Compose project shop-').first();
  await witness.phase(
    'view of 5,000 containers opened',
    async () => {
      const before = engines.map((each) => each.listings);
      await workbench.setExpanded('Containers', true);
      await listed(before);
      await first.waitFor();
      await pause(5_000);
    },
    '< 100',
  );
  const storm = async (): Promise<void> => {
    const end = Date.now() + seconds * 1_000;
    while (Date.now() < end) {
      for (const each of engines) each.happen();
      await pause(300);
    }
    await pause(1_000);
  };
  const before = await witness.heap();
  await witness.phase(`an event every 300 ms on each of three, for ${String(seconds)} s`, storm, '< 100');
  const after = await witness.heap();
  await witness.phase('a project closed and opened', async () => {
    for (let turn = 0; turn < 2; turn++) {
      await first.locator('.monaco-tl-twistie').click();
      await pause(1_000);
    }
  }, '< 100');
  await witness.phase(
    'the engine of 4,500 killed, and back 3 s later',
    async () => {
      const [was = 0] = engines.map((each) => each.listings);
      await many.engine.stop();
      await pause(3_000);
      await many.engine.listen();
      while (many.listings <= was) await pause(50);
      await pause(5_000);
    },
    '< 100',
  );
  console.log(row('held before the events, MB', before, undefined, ''));
  console.log(row('held more after them, MB', after - before, undefined, '~ 0'));
  await storm();
  console.log(row('held more after them once more and an outage, MB', (await witness.heap()) - before, undefined, '~ 0'));
}
