import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildRequest } from '../../../src/core/build/build-request';
import type { BuildFeature } from '../../../src/engine/builder/builder';
import type { Engine } from '../../../src/engine/engine';
import { buildCalls } from '../../support/fake-builds';
import { hasEarlyBuildKit } from '../../../src/engine/information';
import { GitServer } from '../../support/git-server';
import { failsWith, loadShellImage, openRegistry, testEngine, unique } from '../support';

/** Files of a context by name. */
type Files = Readonly<Record<string, string>>;

/** What of a kind of context decides how its build is told. */
interface Kind {
  readonly name: string;
  /** Puts the files there, and says how they are named. */
  readonly place: (files: Files, folder: string) => Promise<Pick<BuildRequest, 'source' | 'dockerfile'>>;
  /** Has nothing but the Dockerfile. */
  readonly alone?: boolean;
  /** BuildKit looks for no ignore file in what it unpacks itself. */
  readonly unpacked?: boolean;
  /** Early BuildKit cannot build it: the classic builder does, which has fewer options. */
  readonly notEarly?: boolean;
}

/** One option, what the Dockerfile says because of it, and what must be true at the end. */
interface Option {
  readonly name: string;
  readonly needs?: BuildFeature;
  readonly request?: (folder: string) => Promise<Partial<BuildRequest>> | Partial<BuildRequest>;
  /** Lines of the stage `first`, and of the last one. */
  readonly first?: string;
  readonly last?: string;
  readonly check?: (built: { readonly engine: Engine; readonly imageId: string | undefined; readonly folder: string }) => Promise<void>;
}

async function put(folder: string, files: Files): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}

/** A tar of the files, as tar and a packer make it. */
function archiveKind(name: string, flags: string): Kind {
  return {
    name,
    unpacked: true,
    place: async (files, folder) => {
      const file = path.join(folder, `context.${name}`);
      execFileSync('tar', [`-c${flags}f`, file, '-C', await put(path.join(folder, 'packed'), files), '.']);
      return { source: { kind: 'archive', file }, dockerfile: { kind: 'inside', path: 'Dockerfile' } };
    },
  };
}

describe('engine: build table', function () {
  this.timeout(180_000);
  let engine: Engine;
  let base = '';
  let folder = '';
  let server: Server;
  const served = new Map<string, string>();
  let repositories: GitServer;
  let repositoryFolder: string;
  const made: string[] = [];
  const rows: string[] = [];

  before(async () => {
    engine = await testEngine();
    base = await loadShellImage(engine, `${unique('slipway-table-base')}:1`);
    server = createServer((request, response) => {
      const file = served.get(request.url ?? '');
      if (file === undefined) response.writeHead(404).end();
      else readFile(file).then((bytes) => response.end(bytes), () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    repositoryFolder = await mkdtemp(path.join(tmpdir(), 'slipway-repositories-'));
    repositories = await GitServer.start(repositoryFolder);
  });
  after(async () => {
    server.close();
    server.closeAllConnections();
    repositories.stop();
    await rm(repositoryFolder, { recursive: true, force: true });
    for (const name of [...made.reverse(), base]) await engine.images.remove(name, { force: true }).catch(() => undefined);
    console.log([`${engine.information.kind} ${engine.information.version}, ${engine.information.storageDriver}, ${engine.builder.kind}:`, ...rows].join('\n    '));
    engine.dispose();
  });
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-table-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const kinds: readonly Kind[] = [
    {
      name: 'folder',
      place: async (files, into) => ({ source: { kind: 'folder', folder: await put(path.join(into, 'app'), files) }, dockerfile: { kind: 'file', file: path.join(into, 'app/Dockerfile') } }),
    },
    {
      name: 'Dockerfile elsewhere',
      place: async ({ Dockerfile = '', ...files }, into) => {
        await put(into, { 'docker/My.Dockerfile': Dockerfile });
        return { source: { kind: 'folder', folder: await put(path.join(into, 'app'), files) }, dockerfile: { kind: 'file', file: path.join(into, 'docker/My.Dockerfile') } };
      },
    },
    {
      name: 'unsaved text',
      place: async ({ Dockerfile = '', ...files }, into) => ({
        source: { kind: 'folder', folder: await put(path.join(into, 'app'), { ...files, Dockerfile: 'FROM nothing-of-the-kind\n' }) },
        dockerfile: { kind: 'file', file: path.join(into, 'app/Dockerfile'), text: Dockerfile },
      }),
    },
    {
      name: 'Dockerfile alone',
      alone: true,
      place: async (files, into) => ({ source: { kind: 'none' }, dockerfile: { kind: 'file', file: path.join(await put(into, files), 'Dockerfile') } }),
    },
    archiveKind('tar', ''),
    archiveKind('tar.gz', 'z'),
    archiveKind('tar.bz2', 'j'),
    archiveKind('tar.xz', 'J'),
    {
      name: 'address of a tar.gz',
      unpacked: true,
      place: async (files, into) => {
        const file = path.join(into, 'served.tar.gz');
        execFileSync('tar', ['-czf', file, '-C', await put(path.join(into, 'packed'), files), '.']);
        const url = `/${unique('context')}.tar.gz`;
        served.set(url, file);
        return { source: { kind: 'address', address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${url}` }, dockerfile: { kind: 'inside', path: 'Dockerfile' } };
      },
    },
    {
      name: 'folder of a branch of a git repository',
      unpacked: true,
      notEarly: true,
      place: async (files, into) => {
        const work = path.join(into, 'work');
        await put(path.join(work, 'deep/app'), files);
        const address = repositories.make(unique('repository'), 'release', work);
        return { source: { kind: 'address', address: `${address}#release:deep/app` }, dockerfile: { kind: 'inside', path: 'Dockerfile' } };
      },
    },
  ];

  const options: readonly Option[] = [
    { name: 'nothing' },
    {
      name: 'target',
      request: () => ({ target: 'first' }),
      last: 'RUN false',
    },
    { name: 'build arguments', request: () => ({ buildArguments: { GIVEN: 'a "b" $c,d=e' } }), first: `ARG GIVEN=wrong\nRUN test "$GIVEN" = 'a "b" $c,d=e'` },
    {
      name: 'labels and names',
      request: () => {
        const references = [`${unique('slipway-table')}:one`, `${unique('slipway-table')}/deep:two`];
        made.push(...references);
        return { references, labels: { 'com.example.a': 'x=y, z' } };
      },
      check: async ({ imageId }) => {
        for (const name of made.slice(-2)) {
          const image = await engine.images.inspect(name);
          assert.equal(image['Id'], imageId);
          assert.equal((image['Config'] as { Labels: Record<string, string> }).Labels['com.example.a'], 'x=y, z');
        }
      },
    },
    { name: 'platform', needs: 'platform', request: () => ({ platform: engine.information.platform }), first: 'RUN test "$(uname -s)" = Linux' },
    { name: 'no cache', request: () => ({ noCache: true }) },
    { name: 'no cache of a stage', needs: 'noCacheStages', request: () => ({ noCache: ['first'] }) },
    { name: 'no network', request: () => ({ network: 'none' }), first: 'RUN test "$(ls /sys/class/net)" = lo' },
    { name: 'hosts', request: () => ({ extraHosts: ['tool:10.1.2.3', 'six:fd00::7'] }), first: "RUN grep -q '10.1.2.3.*tool' /etc/hosts && grep -q 'fd00::7.*six' /etc/hosts" },
    { name: 'shm size', needs: 'shmSize', request: () => ({ shmSize: 7 << 20 }), first: "RUN test \"$(df -k /dev/shm | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2)\" = 7168" },
    { name: 'ulimit', needs: 'ulimits', request: () => ({ ulimits: ['nofile=321:654'] }), first: 'RUN test "$(ulimit -Sn) $(ulimit -Hn)" = "321 654"' },
    {
      name: 'secrets',
      needs: 'secrets',
      request: async (into) => {
        await put(into, { 'outside/token': 'of a file' });
        return {
          secrets: [
            { id: 'file', source: { kind: 'file', file: path.join(into, 'outside/token') } },
            { id: 'variable', source: { kind: 'variable', variable: 'TOKEN' } },
          ],
        };
      },
      first: "RUN --mount=type=secret,id=file --mount=type=secret,id=variable,target=/v --mount=type=secret,id=none test \"$(cat /run/secrets/file)/$(cat /v)\" = 'of a file/of a variable' && test ! -e /run/secrets/none",
    },
    {
      name: 'ssh',
      needs: 'ssh',
      request: (into) => ({ ssh: [{ id: 'default', socket: path.join(into, 'agent') }] }),
      first: 'RUN --mount=type=ssh test -S "$SSH_AUTH_SOCK"',
    },
    {
      name: 'named contexts',
      needs: 'contexts',
      request: async (into) => ({ contexts: { more: await put(path.join(into, 'more'), { 'named.txt': 'named' }), other: `docker-image://${base}` } }),
      first: 'COPY --from=more named.txt /\nCOPY --from=other /bin/sh /other-sh\nRUN test "$(cat /named.txt)" = named && test -x /other-sh',
    },
    {
      name: 'cache of a registry',
      needs: 'inlineCache',
      request: async () => {
        if (engine.builder.lacks.has('inlineCache')) return { inlineCache: true };
        const reference = `${openRegistry()}/${unique('cache')}:1`;
        made.push(reference);
        await engine.builder.build({ source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/Dockerfile', text: `FROM ${base}\nRUN true\n` }, references: [reference], inlineCache: true }, buildCalls());
        await engine.images.push(reference, {});
        return { cacheFrom: [reference], inlineCache: true };
      },
    },
    {
      name: 'output in a folder',
      needs: 'output',
      request: (into) => ({ target: 'files', output: { kind: 'folder', folder: path.join(into, 'out') } }),
      check: async (built) => {
        assert.equal(built.imageId, undefined);
        assert.deepEqual((await readdir(path.join(built.folder, 'out'))).sort(), ['made', 'sub']);
        assert.equal(await readFile(path.join(built.folder, 'out/sub/deep'), 'utf8'), 'deep\n');
      },
    },
    {
      name: 'output as a tar',
      needs: 'output',
      request: (into) => ({ target: 'files', output: { kind: 'archive', file: path.join(into, 'out.tar') } }),
      check: async (built) => {
        await Promise.resolve();
        assert.match(execFileSync('tar', ['-tf', path.join(built.folder, 'out.tar')], { encoding: 'utf8' }), /sub\/deep/);
      },
    },
  ];

  const filesFor = (kind: Kind, option: Option): Files => ({
    Dockerfile: [
      `FROM ${base} AS first`,
      'RUN mkdir -p /out/sub && echo made > /out/made && echo deep > /out/sub/deep',
      ...(kind.alone ? [] : ['COPY file.txt src/ /data/', `RUN test "$(cat /data/file.txt)/$(cat /data/a)" = content/a${kind.unpacked && engine.builder.kind === 'buildkit' ? '' : ' && test ! -e /data/ignored'}`]),
      ...(option.first === undefined ? [] : [option.first]),
      'FROM scratch AS files',
      'COPY --from=first /out/ /',
      'FROM first',
      ...(option.last === undefined ? [] : [option.last]),
      'CMD ["cat", "/out/made"]',
      '',
    ].join('\n'),
    ...(kind.alone ? {} : { 'file.txt': 'content', 'src/a': 'a', 'src/ignored': 'x', '.dockerignore': 'src/ignored\n' }),
  });

  const perform = async (kind: Kind, option: Option): Promise<void> => {
    const more = await option.request?.(folder);
    const request: BuildRequest = { ...(await kind.place(filesFor(kind, option), folder)), ...more };
    const agent = createSocketServer((socket) => socket.end());
    await new Promise<void>((resolve) => agent.listen(path.join(folder, 'agent'), resolve));
    const calls = buildCalls({
      secret: async ({ source }) => (source.kind === 'file' ? readFile(source.file) : Promise.resolve(Buffer.from('of a variable'))),
      sshAgent: ({ socket }) => socket,
    });
    try {
      const byClassic = kind.notEarly === true && hasEarlyBuildKit(engine.information);
      if (option.needs !== undefined && (byClassic || engine.builder.lacks.has(option.needs))) {
        await failsWith(engine.builder.build(request, calls), 'unsupported');
        rows.push(`${kind.name} · ${option.name}: refused, as this builder has it not`);
        return;
      }
      const { imageId } = await engine.builder.build(request, calls);
      if (imageId !== undefined) {
        made.push(imageId);
        assert.match(await outputOf(engine, imageId), /^made\s*$/);
      }
      await option.check?.({ engine, imageId, folder });
      rows.push(`${kind.name} · ${option.name}: ${imageId === undefined ? 'files' : 'image, run'}`);
    } finally {
      agent.close();
    }
  };

  const [plain] = kinds;
  assert.ok(plain);
  for (const option of options) it(`${plain.name}, ${option.name}`, () => perform(plain, option));
  // Every other kind with three of them, so that each pair comes up somewhere.
  for (const [index, kind] of kinds.slice(1).entries()) {
    for (const turn of [0, 1, 2]) {
      const option = options[(index * 2 + turn * 6) % options.length];
      assert.ok(option);
      it(`${kind.name}, ${option.name}`, () => perform(kind, option));
    }
  }
});

/** What a container of the image prints. */
async function outputOf(engine: Engine, image: string): Promise<string> {
  const container = await engine.containers.create({ body: { Image: image, Cmd: ['cat', '/out/made'] } });
  try {
    await engine.containers.start(container.id);
    await engine.containers.wait(container.id);
    let output = '';
    for await (const { data } of await engine.containers.logs(container.id, { follow: false })) output += Buffer.from(data).toString();
    return output;
  } finally {
    await engine.containers.remove(container.id, { force: true });
  }
}
