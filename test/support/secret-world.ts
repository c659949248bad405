import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import type { App } from '../../src/app';
import type { AnyCommand } from '../../src/commands/define';
import { commandText, errorText, informationText } from '../../src/core/log-text';
import { defaultConfiguration } from '../../src/dockerfile/configuration';
import { identityOf, IdentityInUse } from '../../src/ui/engines/identities';
import { ShownEngines } from '../../src/ui/engines/shown-engines';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { Inventory } from '../../src/engine/inventory/inventory';
import { containerDetailNode } from '../../src/nodes/container-detail';
import { type Node, nodeType } from '../../src/nodes/define';
import { trees } from '../../src/nodes/trees';
import { RegistriesService } from '../../src/registry/registries-service';
import { describeError } from '../../src/ui/present';
import { AnyUser } from './any-user';
import { until } from './conditions';
import { everyRow } from './every-row';
import { type FakeApp, fakeApp } from './fake-app';
import { type FakeAnswer, FakeEngine, json } from './fake-engine';
import { FakeRegistry } from './fake-registry';
import { healthyAnswer } from './healthy-engine';
import { allOf, secretForms } from './says-secret';

/** The secret that stands in every place that can hold one. */
export const mark = 'hunter2MARKhunter2';

/**
 * What the others do: all is well; whatever changes something is refused, and what was sent is said back; everything is, also
 * the reading of lists.
 */
export type Mood = 'well' | 'echo' | 'refusing';

/** One place outside of the secret store where something was written or shown. */
interface Seen {
  readonly where: string;
  readonly text: string;
}

/**
 * An App over the real connection, inventory, registries, credentials and texts of the log, with an engine behind TCP, a
 * registry, a credential helper and an `ssh` of the test. All of them hold {@link mark} where they can hold a secret.
 */
export class SecretWorld {
  private readonly shown: Seen[] = [];
  private readonly ends: (() => unknown)[] = [];
  private readonly planted = new Set<string>();
  private current: FakeApp | undefined;

  private constructor(
    readonly folder: string,
    readonly registry: FakeRegistry,
    private readonly mood: Mood,
  ) {}

  static async open(mood: Mood): Promise<SecretWorld> {
    const world = new SecretWorld(await mkdtemp(join(tmpdir(), 'slipway-secret-world-')), await FakeRegistry.start(), mood);
    await world.begin();
    return world;
  }

  get app(): FakeApp {
    if (!this.current) throw new Error('not begun');
    return this.current;
  }

  /** Runs a command as a program does, or as the user from rows, and keeps what came of it. */
  async run(command: AnyCommand, answers: Record<string, unknown> | readonly Node[], user = new AnyUser(mark, this.folder, this.registry.address, 0)): Promise<void> {
    const programmatic = !Array.isArray(answers);
    const app: App = { ...this.app, ask: user };
    const call = programmatic ? { nodes: [], answers: answers as Record<string, unknown>, programmatic } : { nodes: answers, answers: {}, programmatic };
    const error = await Promise.resolve().then(() => command.run(app, call)).then(() => undefined, (failed: unknown) => failed ?? 'failed');
    if (error !== undefined) this.see('the error', `${allOf(error)}\n${describeError(error).message}\n${inspect(error)}`);
    for (const said of user.heard) this.see('a question', said);
    for (const { open, name } of this.app.record.terminals.splice(0)) {
      this.see('the title of a terminal', name);
      const stream = await open(new AbortController().signal).catch((failed: unknown) => this.see('the error of a terminal', allOf(failed)));
      stream?.dispose();
    }
  }

  /** Every row of every view, three levels deep. */
  async rows(): Promise<readonly Node[]> {
    const found: Node[] = [];
    for (const tree of trees) {
      const { inventory } = this.app;
      for (const list of tree.lists) {
        // Without events no list is read by itself.
        if (this.mood === 'refusing') await inventory.read(list).catch((error: unknown) => this.see('a list that cannot be read', allOf(error)));
        else await until(`the list ${list}`, () => inventory.get(list) !== undefined);
      }
      found.push(...(await everyRow(this.app, tree, (make) => this.rowsOr(make))));
    }
    return found;
  }

  /** Rows, or what the view tells instead. */
  private async rowsOr(make: () => readonly Node[] | Promise<readonly Node[]> | undefined): Promise<readonly Node[]> {
    try {
      return (await make()) ?? [];
    } catch (error) {
      this.see('a row that says what is wrong', `${allOf(error)} ${describeError(error).message}`);
      return [];
    }
  }

  /** What rows show, but for the steps of images, which anybody can read who has the image. */
  async look(nodes: readonly Node[]): Promise<void> {
    // The value of a variable is seen where its group was opened, if neither its name nor itself looks secret.
    const isAskedFor = (node: Node): boolean => containerDetailNode.is(node) && node.data.label === 'PLAIN';
    for (const node of nodes.filter((one) => one.kind !== 'layer' && !isAskedFor(one))) {
      const type = nodeType(node);
      this.see(`the row ${node.kind}`, JSON.stringify([node.id, type.view(node.data), await type.tooltip?.(node.data, this.app)]));
    }
  }

  /** Where the mark stands though nothing secret may stand there; then all is forgotten. */
  async found(): Promise<readonly string[]> {
    const { record } = this.app;
    // A form shows whoever fills it what they have typed, in the window in which they did.
    const { documents, imagePages, diskUsagePages, prunePages, differences, buildForms, runForms, ...shown } = record;
    const rest = Object.fromEntries(Object.entries(shown).filter(([where]) => !['secrets', 'terminals'].includes(where)));
    for (const [where, value] of Object.entries(rest)) this.see(where, value instanceof Map ? JSON.stringify([...value]) : JSON.stringify(value));
    this.see('titles', JSON.stringify([documents, differences].flat().map(({ title }) => title)));
    this.see('the plan of a page', JSON.stringify(prunePages.map(({ model }) => model.plan)));
    for (const error of record.errors) this.see('an error that is shown', `${allOf(error)} ${describeError(error).message}`);
    for (const list of [record.errors, documents, imagePages, diskUsagePages, prunePages, differences, buildForms, runForms]) list.length = 0;
    await this.files(this.folder);
    const forms = secretForms(mark);
    const told = this.shown.splice(0).filter(({ text: said }) => forms.some((form) => said.includes(form)));
    for (const list of Object.values(rest)) if (Array.isArray(list)) list.length = 0;
    return told.map(({ where, text: said }) => `${where}: ${said.slice(Math.max(0, said.search(/hunter2|aHVudGVyM/) - 200)).slice(0, 500)}`);
  }

  async close(): Promise<void> {
    for (const end of this.ends.reverse()) await end();
    await rm(this.folder, { recursive: true, force: true });
  }

  see(where: string, said: string): void {
    this.shown.push({ where, text: said });
  }

  private async begin(): Promise<void> {
    const home = join(this.folder, 'home');
    await this.programs();
    await this.plant('home/.docker/config.json', JSON.stringify({ credsStore: 'hidden', proxies: { default: { httpProxy: `http://me:${mark}@127.0.0.1:1` } } }));
    await this.plant('Dockerfile', 'ARG TOKEN\nARG VERSION=1\nFROM app:1 AS one\nRUN a\nRUN b\n');
    this.surround({ DOCKER_CONFIG: join(home, '.docker'), HOME: home, PATH: `${join(this.folder, 'bin')}:/usr/bin:/bin`, HTTP_PROXY: `http://me:${mark}@127.0.0.1:1` });
    const engine = await FakeEngine.prepare();
    if (this.mood === 'well') engine.raw((socket) => socket.end('a line\r\n'));
    await engine.listen();
    this.ends.push(() => engine.dispose());
    engine.otherwise((request) => this.answerOf(request));
    this.registryAnswers();
    const environment = { ...hostEnvironment(), homeDirectory: home, variables: { DOCKER_HOST: `tcp://me:${mark}@127.0.0.1:${String(await this.forward(engine.socketPath))}`, DOCKER_CONFIG: join(home, '.docker') } };
    await this.plant(`home/.docker/contexts/meta/a/meta.json`, JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: `tcp://me:${mark}@127.0.0.1:1` } } }));
    await this.plant(`home/.docker/contexts/meta/b/meta.json`, JSON.stringify({ Name: 'shell', Endpoints: { docker: { Host: `ssh://me:${mark}@127.0.0.1` } } }));
    const log: App['log'] = {
      command: (line) => {
        this.see('the log', commandText(line));
        this.see('a docker line', line);
      },
      information: (message) => this.see('the log', informationText(message)),
      error: (message, cause) => this.see('the log', errorText(message, cause)),
      show: () => undefined,
    };
    const base = fakeApp({ dockerfiles: this.dockerfiles() });
    const connection = new LiveEngineConnection({ chosen: () => '', environment, log: (message) => log.information(message) });
    const registries = new RegistriesService({ secrets: base.secrets, state: base.state, log, host: base.host, insecureRegistries: () => ['127.0.0.0/8'] });
    base.record.secrets.set(`registry:${this.registry.address}`, JSON.stringify({ username: 'me', password: mark }));
    base.record.secrets.set('runLines', JSON.stringify([{ image: 'app:1', before: `-d -e PLAIN=${mark} -v /a:/b`, after: '' }]));
    base.record.state.set('registries', [{ address: this.registry.address, repositories: ['app'] }]);
    const open = (chosen: string): LiveEngineConnection => new LiveEngineConnection({ chosen: () => chosen, environment, log: (message) => log.information(message) });
    const engines: ShownEngines = new ShownEngines({
      inUse: () => this.app,
      make: (engine) => {
        const own = open(engine.id);
        return { app: { ...this.app, identity: identityOf(engine), connection: own, inventory: new Inventory(own, () => undefined) }, dispose: () => own.dispose() };
      },
    });
    this.current = { ...base, identity: new IdentityInUse(connection), engines, connection, registries, log, inventory: new Inventory(connection, (error) => log.error('A list could not be read', error)), workspaceFolder: () => this.folder };
    const watched = (['images', 'containers', 'volumes', 'networks'] as const).map((list) => this.app.inventory.watch(list));
    engines.begin();
    this.ends.push(() => engines.dispose(), () => watched.forEach((watch) => watch.dispose()), () => connection.dispose(), () => registries.dispose(), () => this.app.inventory.dispose());
  }

  private dockerfiles(): Partial<App['dockerfiles']> {
    const file = { uri: `file://${join(this.folder, 'Dockerfile')}`, path: 'Dockerfile', text: 'ARG TOKEN\nFROM app:1 AS one\nRUN a\nRUN b\n', selection: { start: 20, end: 20 } };
    return {
      read: () => Promise.resolve(file), find: () => Promise.resolve([join(this.folder, 'Dockerfile')]), configuration: () => Promise.resolve(defaultConfiguration), edit: () => Promise.resolve(),
      showRule: (name) => {
        this.see('the page of a rule', name);
        return Promise.resolve();
      },
      markBuild: (outcome) => this.see('a mark in the editor', JSON.stringify(outcome)),
    };
  }

  private answerOf(request: Parameters<FakeAnswer>[1]): FakeAnswer | undefined {
    const { method, path } = request;
    if (['/_ping', '/version', '/info'].includes(path)) return path === '/info' ? json({ ID: 'x', OperatingSystem: 'x', Driver: 'overlay2', HttpProxy: `http://me:${mark}@h` }) : undefined;
    if (this.mood === 'well' || (this.mood === 'echo' && method === 'GET')) return healthyAnswer(request, mark);
    return async (response) => {
      const sent = [request.message.url, await text(request.message), JSON.stringify(request.headers), ...Object.values(request.headers).map((value) => Buffer.from(String(value), 'base64url').toString())].join(' | ');
      // Half of them within a stream that began well.
      const streams = /\/(?:build|images\/create|push|load)/.test(path);
      response.writeHead(streams ? 200 : 500, { 'Content-Type': 'application/json' }).end(JSON.stringify({ message: sent, error: sent, errorDetail: { message: sent } }));
    };
  }

  private registryAnswers(): void {
    const { registry, mood } = this;
    const manifest = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${'a'.repeat(64)}`, size: 2 }, layers: [] };
    if (mood === 'well') {
      registry.answer('/v2/_catalog', { body: { repositories: ['app'] } }).answer('/v2/app/tags/list', { body: { tags: ['1', '2'] } });
      registry.manifest('app', '1', manifest, manifest.mediaType);
      registry.answer(`/v2/app/blobs/sha256:${'a'.repeat(64)}`, { body: { os: 'linux', architecture: 'amd64' } });
      return;
    }
    for (const path of ['/v2/', '/v2/_catalog', '/v2/app/tags/list', '/v2/app/manifests/1']) {
      registry.choose(path, ({ authorization, url, body }) => {
        if (authorization === undefined) return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } };
        const sent = `${url} ${authorization} ${Buffer.from(authorization.slice(6), 'base64').toString()} ${body}`;
        return { status: mood === 'echo' ? 401 : 500, body: { errors: [{ code: 'DENIED', message: sent, detail: sent }] } };
      });
    }
  }

  /** Programs that note how they are called: the list of processes shows that to everybody. */
  private async programs(): Promise<void> {
    const note = `printf '%s ' "$0" "$@" >> '${join(this.folder, 'processes')}'\n`;
    const answer = JSON.stringify({ ServerURL: 'x', Username: 'me', Secret: mark });
    const scripts = { 'docker-credential-hidden': `cat > /dev/null\n${note}echo '${answer}'\nexit ${this.mood === 'well' ? '0' : '1'}\n`, ssh: `${note}exit 255\n`, docker: note, podman: note, shellcheck: note };
    for (const [name, script] of Object.entries(scripts)) {
      await this.plant(`bin/${name}`, `#!/bin/sh\n${script}`);
      await chmod(join(this.folder, 'bin', name), 0o755);
    }
  }

  private surround(variables: Readonly<Record<string, string>>): void {
    const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, variables);
    const { fetch } = globalThis;
    // Nothing outside of this machine is asked; what would be is quoted, as some proxies do.
    globalThis.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : input.toString();
      return /^https?:\/\/127\.0\.0\.1[:/]/.test(url) ? fetch(input, init) : Promise.reject(new TypeError(`fetch failed: ${url} ${JSON.stringify(init)}`));
    };
    const { log, error, warn, info } = console;
    const write = process.stderr.write.bind(process.stderr);
    const hear = (...said: unknown[]): void => this.see('the console', said.map((item) => inspect(item)).join(' '));
    Object.assign(console, { error: hear, warn: hear, info: hear });
    const onWarning = (warning: Error): void => this.see('a warning', allOf(warning));
    process.on('warning', onWarning);
    this.ends.push(() => {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
      Object.assign(globalThis, { fetch });
      Object.assign(console, { log, error, warn, info });
      process.stderr.write = write;
      process.off('warning', onWarning);
    });
  }

  private async forward(socketPath: string): Promise<number> {
    const server: Server = createServer((near) => {
      const far = connect(socketPath);
      for (const [one, other] of [[near, far], [far, near]] as const) one.on('error', () => other.destroy()).on('close', () => other.destroy());
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.ends.push(() => server.close(), () => this.registry.stop());
    return (server.address() as { readonly port: number }).port;
  }

  private async plant(name: string, content: string): Promise<void> {
    const file = join(this.folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, content);
    this.planted.add(file);
  }

  private async files(folder: string): Promise<void> {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const file = join(folder, entry.name);
      if (entry.isDirectory()) await this.files(file);
      else if (entry.isFile() && !this.planted.has(file)) this.see(`the file ${entry.name}`, await readFile(file, 'latin1'));
    }
  }
}
