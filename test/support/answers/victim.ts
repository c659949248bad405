import { createInterface } from 'node:readline';
import { PassThrough, Readable } from 'node:stream';
import { SlipwayError } from '../../../src/core/errors';
import { BuildGraph } from '../../../src/core/build/build-graph';
import { buildCalls, textRequest } from '../fake-builds';
import { installedVersions } from '../../../src/commands/dockerfile/installed-versions';
import { LogResumption } from '../../../src/commands/terminals/log-resumption';
import { sentArchive } from '../../../src/commands/archives/sent-archive';
import { startedProcess } from '../../../src/commands/terminals/started-process';
import { imageArchiveEntries } from '../../../src/core/image-archive';
import { writeArchive } from '../../../src/commands/archives/write-archive';
import { connectEngine } from '../../../src/engine/dockerode-engine';
import type { Engine } from '../../../src/engine/engine';
import { LiveEngineConnection } from '../../../src/engine/connection/engine-connection';
import { Inventory } from '../../../src/engine/inventory/inventory';
import { objectLists } from '../../../src/engine/inventory/object-lists';
import { hostEnvironment, programHost } from '../../../src/engine/contexts/host-environment';
import { describeArchive } from '../../../src/files/archive-file';
import { CredentialHelper } from '../../../src/registry/credential-helper';
import { RegistryClient } from '../../../src/registry/client';
import { Hub } from '../../../src/registry/hub';
import { RegistryTransport } from '../../../src/registry/transport';
import { describeError } from '../../../src/ui/present';
import { ShellCheckProgram } from '../../../src/ui/language/shellcheck-program';

/** One thing that the program of {@link Victim} is to do, and what it has to do it with. */
export interface Task {
  readonly verb: string;
  readonly socketPath?: string;
  readonly file?: string;
  readonly registry?: string;
}

/** What came of it. */
export interface Outcome {
  /** Kind of the error; `none` for success, `untyped` for an error that was not foreseen. */
  readonly kind: string;
  /** Of `limitExceeded`. */
  readonly limit?: string;
  /** What a person reads. */
  readonly sentence: string;
  /** The most memory that the program has had so far, in megabytes. */
  readonly peak: number;
  /** What it has to say of a success. */
  readonly said?: unknown;
}

const name = 'app:1';
const id = 'c'.repeat(64);

const ofEngine: Readonly<Record<string, (engine: Engine, task: Task) => Promise<unknown>>> = {
  listImages: async (engine) => (await engine.images.list()).length,
  listContainers: async (engine) => (await engine.containers.list({ all: true })).length,
  listVolumes: async (engine) => (await engine.volumes.list()).length,
  listNetworks: async (engine) => (await engine.networks.list()).length,
  diskUsage: async (engine) => (await engine.system.diskUsage()).images.length,
  containerChanges: async (engine) => (await engine.containers.changes(id)).length,
  inspectImage: (engine) => engine.images.inspect(name),
  imageHistory: async (engine) => (await engine.images.history(name)).length,
  imageLayers: (engine) => engine.images.layers(name),
  estimateArchive: (engine) => engine.images.estimateArchive([name]),
  systemInformation: (engine) => engine.system.info(),
  inspectContainer: (engine) => engine.containers.inspect(id),
  inspectVolume: (engine) => engine.volumes.inspect('v'),
  inspectNetwork: (engine) => engine.networks.inspect('n'),
  tagImage: (engine) => engine.images.tag(name, 'app:2'),
  removeImage: (engine) => engine.images.remove(name),
  removeContainer: (engine) => engine.containers.remove(id),
  startContainer: (engine) => engine.containers.start(id),
  createContainer: (engine) => engine.containers.create({ body: { Image: name } }),
  commitContainer: (engine) => engine.containers.commit(id, {}),
  waitContainer: (engine) => engine.containers.wait(id),
  removeBuildCache: (engine) => engine.builder.removeCache('abc'),
  checkCredentials: (engine) => engine.system.checkCredentials({ username: 'u', password: 'p', serverAddress: 'r.example.com' }),
  ping: (engine) => engine.system.ping(),
  pullImage: (engine) => engine.images.pull(name, {}),
  pushImage: (engine) => engine.images.push(name, {}),
  loadImages: (engine) => engine.images.load(Readable.from([Buffer.alloc(10)]), {}),
  importImage: (engine) => engine.images.import('https://example.com/a.tar', {}),
  async buildImage(engine) {
    const graph = new BuildGraph();
    return engine.builder.build(
      textRequest('FROM x\n'),
      buildCalls({
        onEvent: (event) => graph.add(event),
      }),
    );
  },
  async streamEvents(engine) {
    let events = 0;
    await engine.system.streamEvents({ signal: new AbortController().signal, onOpen: () => undefined, onEvent: () => (events += 1) });
    return events;
  },
  async containerLogs(engine) {
    let length = 0;
    for await (const { data } of await engine.containers.logs(id, { follow: true })) length += data.length;
    return length;
  },
  async resumedLog(engine) {
    const resumption = new LogResumption({});
    for (let number = 0; number < 200; number += 1) resumption.remember(Buffer.from(`${'x'.repeat(500)}\n`));
    return resumption.from(engine, id, Date.now());
  },
  async execute(engine) {
    const terminal = await startedProcess(await engine.containers.execute(id, { command: ['sh'], tty: false }), { container: 'c', program: 'sh' });
    terminal.dispose();
  },
  async attach(engine) {
    (await engine.containers.attach(id)).dispose();
  },
  async readVersions(engine) {
    return [...(await installedVersions(engine, name, { manager: 'apt', separator: '=' }, ['a'], new AbortController().signal))];
  },
  async save(engine, { file = '' }) {
    const entries = imageArchiveEntries();
    const open = async (signal: AbortSignal) => (await engine.images.save([name], signal)).stream;
    return writeArchive({ operation: 'save', file, bytes: undefined, open, entries, broken: (problem) => problem }, () => undefined, new AbortController().signal);
  },
  async export(engine, { file = '' }) {
    const open = (signal: AbortSignal) => engine.containers.export(id, signal);
    return writeArchive({ operation: 'export', file, bytes: undefined, open, broken: (problem) => problem }, () => undefined, new AbortController().signal);
  },
  async loadFile(engine, { file = '' }) {
    const { compression } = await describeArchive(file);
    return engine.images.load(sentArchive({ operation: 'load', file, compression }, engine.information), {});
  },
  async importFile(engine, { file = '' }) {
    const { compression } = await describeArchive(file);
    return engine.images.import(sentArchive({ operation: 'import', file, compression }, engine.information), {});
  },
};

const alone: Readonly<Record<string, (task: Task) => Promise<unknown>>> = {
  async connect({ socketPath = '' }) {
    (await connectEngine({ socketPath })).dispose();
  },
  /** Everything that the views watch, until all lists have failed or the connection tells a limit. */
  watch: ({ socketPath = '' }) =>
    watchUntil(socketPath, (errors, states) => errors.length >= objectLists.length || states.some((state) => state.includes('limit'))),
  /** All lists at once, kept while they are watched. */
  async hold({ socketPath = '' }) {
    const connection = new LiveEngineConnection({ chosen: () => `unix://${socketPath}`, environment: hostEnvironment() });
    const inventory = new Inventory(connection, () => undefined);
    const watched = objectLists.map((list) => inventory.watch(list));
    const sizes = (): readonly (number | undefined)[] => objectLists.map((list) => inventory.get(list)?.size);
    while (sizes().includes(undefined)) await new Promise((resolve) => setTimeout(resolve, 20));
    const said = sizes();
    for (const one of watched) one.dispose();
    inventory.dispose();
    connection.dispose();
    return said;
  },
  /** The same until the events have come to their end. */
  watchOnce: ({ socketPath = '' }) => watchUntil(socketPath, (_, states) => states.filter((state) => state === 'connecting').length > 1),
  async registryTags({ registry = '' }) {
    return (await clientOf(registry).tags('app')).names.length;
  },
  async registryTagsOfMany({ registry = '' }) {
    const transport = new RegistryTransport();
    const all = Array.from({ length: 20 }, () => new RegistryClient({ registry, insecure: true, transport }).tags('app'));
    const outcomes = await Promise.allSettled(all);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason instanceof Error ? outcome.reason : new Error(String(outcome.reason));
  },
  async registryRepositories({ registry = '' }) {
    return (await clientOf(registry).repositories()).names.length;
  },
  registryCheck: ({ registry = '' }) => clientOf(registry).check(),
  registryDigest: ({ registry = '' }) => clientOf(registry).digest('app', '1'),
  registryManifest: ({ registry = '' }) => clientOf(registry).manifest('app', '1'),
  registryTag: ({ registry = '' }) => clientOf(registry).tag('app', '1'),
  registryCredentials: ({ registry = '' }) => clientOf(registry).checkCredentials(),
  hubTags: async ({ registry = '' }) => (await new Hub({ baseUrl: `http://${registry}`, transport: new RegistryTransport() }).tags('library/app')).entries.length,
  hubSearch: async ({ registry = '' }) => (await new Hub({ baseUrl: `http://${registry}`, transport: new RegistryTransport() }).search('app')).length,
  hubLogIn: ({ registry = '' }) => new Hub({ baseUrl: `http://${registry}`, transport: new RegistryTransport(), credentials: { username: 'u', password: 'p', serverAddress: 'x' } }).tags('library/app'),
  credentialHelper: ({ file = '' }) => new CredentialHelper('endless', programHost({ ...hostEnvironment(), variables: { ...process.env, PATH: `${file}:${process.env['PATH'] ?? ''}` } }), 20_000).get('registry.example.com'),
  async shellCheck({ file = '' }) {
    const found = await new ShellCheckProgram(hostEnvironment()).check(file, 'sh', 'echo a', new AbortController().signal);
    return found.length;
  },
};

/** Watches all lists of an engine until `ended` says so of the errors and the states so far. */
async function watchUntil(socketPath: string, ended: (errors: readonly unknown[], states: readonly string[]) => boolean): Promise<readonly string[]> {
  const errors: unknown[] = [];
  const states: string[] = [];
  const connection = new LiveEngineConnection({ chosen: () => `unix://${socketPath}`, environment: hostEnvironment() });
  connection.onState((state) => states.push(state.kind === 'unreachable' ? (state.tried[0]?.reason ?? '') : state.kind));
  const inventory = new Inventory(connection, (error) => errors.push(error));
  const watched = objectLists.map((list) => inventory.watch(list));
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (!ended(errors, states)) return;
      clearInterval(timer);
      resolve();
    }, 20);
  });
  for (const one of watched) one.dispose();
  inventory.dispose();
  connection.dispose();
  const [error] = errors;
  if (error instanceof Error) throw error;
  return states;
}

function clientOf(registry: string): RegistryClient {
  return new RegistryClient({ registry, insecure: true, credentials: { username: 'u', password: 'p', serverAddress: registry } });
}

async function perform(task: Task): Promise<unknown> {
  const single = alone[task.verb];
  if (single) return single(task);
  const verb = ofEngine[task.verb];
  if (!verb) throw new Error(`no verb ${task.verb}`);
  const engine = await connectEngine({ socketPath: task.socketPath ?? '' });
  try {
    return await verb(engine, task);
  } finally {
    engine.dispose();
  }
}

function outcomeOf(error: unknown): Omit<Outcome, 'peak'> {
  const { message } = describeError(error);
  if (!(error instanceof SlipwayError)) return { kind: 'untyped', sentence: message };
  const limit = SlipwayError.details(error, 'limitExceeded')?.limit;
  return { kind: error.kind, sentence: message, ...(limit === undefined ? {} : { limit }) };
}

async function main(): Promise<void> {
  // Ends with its reader, whatever still runs.
  process.stdin.once('end', () => process.exit());
  for await (const line of createInterface({ input: process.stdin.pipe(new PassThrough()) })) {
    const outcome = await perform(JSON.parse(line) as Task).then((said) => ({ kind: 'none', sentence: '', said }), outcomeOf);
    const peak = process.resourceUsage().maxRSS / 1_000;
    process.stdout.write(`${JSON.stringify({ ...outcome, peak } satisfies Outcome)}\n`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
