import { createHash } from 'node:crypto';
import type { ConnectionState } from '../../src/engine/connection/connection';
import { flagOfView, shownEngineNode } from '../../src/nodes/shown-engine';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { App } from '../../src/app';
import { Builds } from '../../src/builds/builds';
import { failure } from '../../src/core/errors';
import { defaultConfiguration } from '../../src/dockerfile/configuration';
import type { BuildOutcome } from '../../src/engine/builder/builder';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { Inventory } from '../../src/engine/inventory/inventory';
import { containerDetailNode } from '../../src/nodes/container-detail';
import type { Node } from '../../src/nodes/define';
import { trees } from '../../src/nodes/trees';
import type { Registries } from '../../src/registry/registries';
import { until } from './conditions';
import { everyRow } from './every-row';
import { fakeApp } from './fake-app';
import { buildRequest, textRequest } from './fake-builds';
import { FakeEngine, json } from './fake-engine';
import { outputEvent, stepEvent } from './fake-steps';
import { healthyAnswer } from './healthy-engine';

const id = (digit: string): string => digit.repeat(64);
const usual = { Created: 1, Size: 1000, Labels: {}, ParentId: '', Containers: -1 };
const images = [
  { ...usual, Id: `sha256:${id('a')}`, RepoTags: ['app:1'], RepoDigests: [`app@sha256:${id('d')}`] },
  { ...usual, Id: `sha256:${id('1')}`, RepoTags: ['me/tool:1', 'me/tool:2', 'me/tool:3'], RepoDigests: [] },
  { ...usual, Id: `sha256:${id('2')}`, RepoTags: [], RepoDigests: [] },
];

function container(name: string, digit: string, State: string, Labels: object, ...ports: readonly number[]): object {
  const Ports = ports.map((port) => ({ PrivatePort: port, PublicPort: port, Type: 'tcp', IP: '127.0.0.1' }));
  return { Id: id(digit), Names: [`/${name}`], Image: 'app:1', ImageID: `sha256:${id('a')}`, Command: 'serve', Created: 1, State, Status: 'Up', Ports, Labels, Mounts: [], NetworkSettings: { Networks: name === 'old' ? { bridge: {} } : { bridge: {}, shop: {} } } };
}

const shop = { 'com.docker.compose.project': 'shop', 'com.docker.compose.project.config_files': '/w/compose.yaml,/w/more.yaml' };
const containers = [container('web', 'c', 'running', { ...shop, 'com.slipway.configuration': 'web' }, 8080, 9090), container('db', 'b', 'exited', shop), container('old', 'e', 'exited', {}), container('cold', '3', 'paused', {})];

const dockerfile = 'FROM debian:12\nRUN apt-get install curl\nRUN b\nRUN c\nMAINTAINER me\n';

const tags = [{ name: '1' }, { name: '2' }];
const registries: Partial<Registries> = {
  list: () => [
    { address: 'docker.io', name: 'Docker Hub', builtin: true, repositories: [] },
    { address: 'registry.test', name: 'registry.test', builtin: false, repositories: [] },
  ],
  credentials: () => Promise.resolve({ username: 'me', password: 'x', serverAddress: 'registry.test' }),
  userName: () => Promise.resolve('me'),
  logOut: () => Promise.resolve(),
  repositories: () => Promise.resolve(['app']),
  repositoryList: () => Promise.resolve({ entries: ['app'], complete: true, next: undefined, refusal: undefined }),
  tags: () => Promise.resolve(tags),
  tagList: () => Promise.resolve({ entries: tags, complete: true, next: undefined }),
  tag: (_address, _repository, name) => Promise.resolve({ name }),
  platforms: () => Promise.resolve(['linux/amd64']),
  digest: () => Promise.resolve(`sha256:${id('d')}`),
};

/** One that is done, one that has failed and one that goes on. */
async function someBuilds(folder: string): Promise<Builds> {
  const builds = new Builds();
  const begun = { request: buildRequest(folder, { references: ['app:1'] }), title: 'app:1', engine: 'FAKE' };
  await builds.run(begun, (onEvent) => {
    onEvent(stepEvent('[1/2] RUN a', { started: 1, completed: 2 }));
    onEvent(outputEvent('[1/2] RUN a', 'a line\n'));
    return Promise.resolve({ imageId: `sha256:${id('a')}` });
  });
  await builds.run(begun, () => Promise.reject(failure('engineFailed', { operation: 'build', status: 200, detail: 'no' }))).catch(() => undefined);
  const text = 'FROM a\nRUN --mount=type=secret,id=token make\n';
  const step = '[2/2] RUN --mount=type=secret,id=token make';
  const failing = { request: textRequest(text), title: 'Dockerfile', engine: 'FAKE' };
  await builds.run(failing, (onEvent) => {
    onEvent(stepEvent(step, { started: 1, completed: 2, error: 'exit code: 2' }));
    return Promise.reject(failure('buildFailed', { step, detail: 'exit code: 2' }));
  }).catch(() => undefined);
  void builds.run(begun, () => new Promise<BuildOutcome>(() => undefined));
  return builds;
}

/** The folder of the docker context `far`: docker's hash of its name. */
const farContext = createHash('sha256').update('far').digest('hex');

/** What a person may have in an ordinary session: an engine and a registry where all is well, with rows of every kind and state. */
export class OrdinaryWorld {
  private readonly ends: (() => unknown)[] = [];

  private constructor(
    private readonly folder: string,
    readonly app: App,
    /** How often the engine was asked for more than to tell something. */
    readonly changes: () => number,
  ) {}

  static async open(): Promise<OrdinaryWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-ordinary-world-'));
    await writeFile(join(folder, 'Dockerfile'), dockerfile);
    // A docker context in which nothing answers.
    await mkdir(join(folder, `contexts/meta/${farContext}`), { recursive: true });
    await writeFile(join(folder, `contexts/meta/${farContext}/meta.json`), JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: `unix://${folder}/none.sock` } } }));
    await mkdir(join(folder, '.vscode'));
    await writeFile(join(folder, '.vscode/slipway.json'), JSON.stringify({ runConfigurations: [{ name: 'web', image: 'app:1', detach: true }] }));
    const engine = await FakeEngine.prepare();
    let streams = 0;
    engine.raw((socket) => {
      streams++;
      socket.end('a line\r\n');
    });
    engine.on('GET /images/json', json(images)).on('GET /containers/json', json(containers));
    engine.otherwise((request) => (['/_ping', '/version', '/info', '/events'].includes(request.path) ? undefined : healthyAnswer(request, 'x')));
    await engine.listen();
    const environment = { ...hostEnvironment(), homeDirectory: folder, variables: { DOCKER_HOST: `unix://${engine.socketPath}`, DOCKER_CONFIG: folder } };
    const connection = new LiveEngineConnection({ chosen: () => '', environment, log: () => undefined });
    // Another engine may be a real one of this computer, on which no test works.
    connection.use = () => Promise.resolve();
    const uri = pathToFileURL(join(folder, 'Dockerfile')).toString();
    const cursor = dockerfile.indexOf('apt-get');
    const base = fakeApp({
      host: environment,
      registries,
      settings: { 'containers.offerCommit': false },
      dockerfiles: {
        read: (asked) => asked?.endsWith('.dockerignore') ? Promise.reject(failure('notFound', { what: 'file', name: asked })) : Promise.resolve({ uri, path: 'Dockerfile', text: dockerfile, selection: { start: cursor, end: cursor } }),
        find: () => Promise.resolve([uri]), configuration: () => Promise.resolve(defaultConfiguration), edit: () => Promise.resolve(), showRule: () => Promise.resolve(), save: () => Promise.resolve(),
      },
    });
    await base.state.set('images.updates', { 'app:1': { image: `sha256:${id('a')}`, digest: `sha256:${id('9')}`, newer: true, checked: Date.now() } });
    const inventory = new Inventory(connection, () => undefined);
    const world = new OrdinaryWorld(folder, { ...base, connection, inventory, builds: await someBuilds(folder), workspaceFolder: () => folder }, () => streams + engine.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD').length);
    const watches = (['images', 'containers', 'volumes', 'networks'] as const).map((list) => inventory.watch(list));
    world.ends.push(() => rm(folder, { recursive: true, force: true }), () => engine.dispose(), () => connection.dispose(), () => inventory.dispose(), () => watches.forEach((watch) => watch.dispose()));
    return world;
  }

  /** The app as it was in the beginning: verbs on builds change the list. */
  async unchanged(): Promise<App> {
    return { ...this.app, builds: await someBuilds(this.folder) };
  }

  /** Every row of every view, three levels deep. */
  async rows(): Promise<readonly Node[]> {
    const found: Node[] = [];
    for (const tree of trees) {
      for (const list of tree.lists) await until(`the list ${list}`, () => this.app.inventory.get(list) !== undefined);
      found.push(...(await everyRow(this.app, tree)));
    }
    // One whose value somebody has asked for.
    const masked = found.find((node) => containerDetailNode.is(node) && node.data.secret === 'masked');
    if (masked && containerDetailNode.is(masked)) found.push(containerDetailNode.make({ ...masked.data, secret: 'revealed' }));
    found.push(...shownEngines());
    return found;
  }

  async close(): Promise<void> {
    for (const end of this.ends.reverse()) await end();
  }
}

/** The rows of an engine that is in use, and of one that is away, as each view has them where several are shown. */
function shownEngines(): readonly Node[] {
  const away: ConnectionState = { kind: 'unreachable', tried: [{ address: 'unix:///far.sock', source: 'test', reason: 'ENOENT' }], retryAt: 0 };
  const identity = { id: 'fake', name: 'fake', inUse: true };
  const other = { id: 'context:far', name: 'far', inUse: false };
  return (Object.keys(flagOfView) as (keyof typeof flagOfView)[]).flatMap((view) => [
    shownEngineNode.make({ identity, state: { kind: 'idle' }, view }),
    shownEngineNode.make({ identity: other, state: away, view }),
  ]);
}
