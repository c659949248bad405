import path from 'node:path';
import { build as bundle } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { plainAnsiLine } from '../../src/core/ansi-spans';
import { formOf } from '../../src/core/build/build-form';
import type { BuildFormModel } from '../../src/core/build/build-form-page';
import type { BuildPageModel, PageBuildStep } from '../../src/core/build/build-page';
import type { ContainerPageModel } from '../../src/core/container-page';
import type { StatsPageModel } from '../../src/core/stats-page';
import type { ContextPageModel } from '../../src/core/build/context-listing-page';
import { buildLine } from '../../src/core/build/build-line-text';
import type { BuildRequest } from '../../src/core/build/build-request';
import { emptyRunForm } from '../../src/core/run/run-form-fields';
import type { RunFormModel } from '../../src/core/run/run-form-page';
import type { DiskUsagePageModel } from '../../src/core/disk-usage-page';
import type { ImagePageModel } from '../../src/core/image-page';
import { levelOf } from '../../src/core/logs/log-levels';
import type { LogsPageModel, LogsPagePart } from '../../src/core/logs/logs-page';
import type { PruneItem } from '../../src/core/prune/items';
import type { PrunePageModel } from '../../src/core/prune/page';
import { makePrunePlan } from '../../src/core/prune/plan';
import { pagePolicy } from '../../src/ui/pages/page-policy';
import { image } from '../support/fake-images';

const root = path.resolve(__dirname, '../..');
const now = Date.now();
const request = { subject: 'everything', scope: 'unused', filters: {}, volumes: 'unused' } as const;

/** The page of an image. */
export const inspect: ImagePageModel = {
  name: 'app:1', engine: 'desktop', sharedLayers: 1, sharedBytes: 5, base: 'alpine:3', usedBy: [{ id: 'c', name: 'web', state: 'running' }],
  steps: [
    { createdBy: 'ADD rootfs /', comment: 'first', size: 10, created: now, share: 0.6, fromBase: true },
    { createdBy: 'RUN make', comment: '', size: 5, created: now, share: 0.4, fromBase: false }, { createdBy: '', comment: 'by hand', size: 0, created: 0, share: 0, fromBase: false },
  ],
  details: {
    id: 'sha256:a', tags: ['app:1'], digests: ['app@sha256:b'], platform: 'linux/amd64', created: now, size: 15, author: 'Ada', comment: 'hello', builtWith: 'BuildKit', user: 'app', workingDirectory: '/app',
    entrypoint: ['tini'], command: ['sh'], environment: ['A=b', 'PATH=/bin'], ports: ['80/tcp'], volumes: ['/data'], labels: { a: 'b', c: 'd' },
    healthcheck: { test: ['CMD-SHELL', 'true'], interval: 1e9, timeout: 1e9, startPeriod: 1e9, retries: 3 }, stopSignal: 'SIGINT', shell: ['/bin/bash'], onBuild: ['RUN x'], layers: ['sha256:l'],
  },
};
/** The page of a container that fails its checks. */
export const containerOfPage: ContainerPageModel = {
  id: 'c'.repeat(64), name: 'shop-web-1', engine: 'desktop', image: 'app:1', imageId: `sha256:${'a'.repeat(64)}`, status: 'running', running: true, paused: false, created: now - 90_000, started: now - 80_000, finished: now - 85_000, exitCode: 0, restarts: 2,
  outOfMemory: true, failure: 'it was refused', entrypoint: ['tini', '--'], command: ['serve', '--now'], user: 'app', workingDirectory: '/srv', hostName: 'c0ffee', platform: 'linux', terminal: true,
  health: { status: 'unhealthy', failing: 3, checks: [{ started: now - 5_000, milliseconds: 30, exitCode: 1, output: 'wget: server returned error: HTTP/1.1 503 Service Unavailable' }, { started: now - 35_000, milliseconds: 30, exitCode: 0, output: '' }] },
  environment: [{ name: 'PATH', value: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }, { name: 'DB_PASSWORD' }],
  ports: [{ port: '80/tcp', published: '0.0.0.0:8080', url: 'http://localhost:8080/' }, { port: '53/udp', published: '127.0.0.1:5353' }, { port: '9/tcp', published: '' }],
  networks: [{ name: 'shop_default', addresses: ['172.28.0.2', 'fd00::2'], aliases: ['web', 'c0ffee'], gateway: '172.28.0.1', hardwareAddress: '02:42:ac:1c:00:02' }],
  mounts: [{ type: 'volume', source: 'shop_data', destination: '/data', readOnly: false }, { type: 'bind', source: '/home/ada/shop/site', destination: '/srv/site', readOnly: true }],
  labels: { 'com.docker.compose.project': 'shop', empty: '' }, restartPolicy: 'on-failure:3', memory: 64_000_000, cpus: 1.5, pids: 50, privileged: true, removedAtEnd: true, revealed: false,
  processes: { titles: ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'], rows: [['root', '4211', '4190', '0', '10:02', '?', '00:00:00', 'tini -- serve --now'], ['app', '4230', '4211', '3', '10:02', '?', '00:01:12', 'serve --now --workers 4']], more: 3 },
};
const statsPoints = (base: number) => Array.from({ length: 120 }, (_, second) => ({
  time: now - (120 - second) * 1000, cpu: base + base * Math.sin(second / (4 + base / 10)), memory: (base * 1e6) + second * 1e4, received: second % 20 === 0 ? 4e5 * base : 1e3, sent: 2e3 * (1 + Math.sin(second / 9)), read: second % 30 === 0 ? 1e6 : 0, written: 1e4 * base, pids: 3 + (second % 5),
}));
const statsRow = (name: string, base: number, charted: boolean): StatsPageModel['rows'][number] => {
  const points = statsPoints(base);
  const now = points.at(-1);
  return { id: name, name, running: true, ...(now && { now }), memoryLimit: 512e6, processors: 4, totals: { received: 5e8, sent: 3e6, read: 7e6, written: 9e3 }, charted, points: charted ? points : [] };
};
/** The page of what containers use. */
export const stats: StatsPageModel = {
  engine: 'desktop', everything: true, more: 12,
  rows: [statsRow('shop-web-1', 80, true), statsRow('shop-db-1', 25, true), statsRow('shop-cache-1', 4, true), statsRow('other', 1, false), { id: 'new', name: 'new', running: true, memoryLimit: 0, processors: 1, totals: { received: 0, sent: 0, read: 0, written: 0 }, charted: false, points: [] }, { id: 'old', name: 'old', running: false, memoryLimit: 0, processors: 1, totals: { received: 0, sent: 0, read: 0, written: 0 }, charted: false, points: [] }],
};
/** The disk usage page. */
export const usage: DiskUsagePageModel = {
  engine: 'desktop', containerdStore: true, measured: now, prunable: ['images'], names: { a: ['app:1', 'app:2'] },
  usage: {
    layersSize: 20, images: [{ id: 'a', size: 10, sharedSize: 5, containers: 1, created: now }, { id: 'b', size: 10, sharedSize: 5, containers: 0, created: now }],
    containers: [{ id: 'c', name: 'web', image: 'app:1', running: true, size: 3 }], volumes: [{ name: 'v', size: 3, users: 0 }],
    buildCache: [{ id: 'd', kind: 'regular', description: 'RUN make', size: 3, inUse: false, shared: false, lastUsed: now, parents: [] }],
  },
};
const made = makePrunePlan(request, {
  containers: [], networks: [], volumes: [], volumeUsage: [], buildCache: [], layers: [], hasBuildCache: true, containerdStore: false, now,
  images: [{ ...image('a', 'app:1', 'app:2'), created: now - 5 }, { ...image('b'), created: now - 5 }],
});
const every = { names: ['web'], created: now, bytes: 5, upperBound: false, needs: [], ticked: true };
const others: readonly PruneItem[] = [
  { ...every, kind: 'containers', key: 'containers:c', id: 'c', image: 'app:1', state: 'exited' },
  { ...every, kind: 'networks', key: 'networks:n', id: 'n', driver: 'bridge', stopped: [{ id: 's', name: 'db' }] },
  { ...every, kind: 'volumes', key: 'volumes:v', id: 'v', driver: 'nfs', anonymous: false },
  { ...every, kind: 'buildCache', key: 'buildCache:b', id: 'b', type: 'regular', shared: false },
];
/** The prune page of everything, with a row of each kind. */
export const plan: PrunePageModel = { request, engine: 'desktop', plan: { ...made, items: [...made.items, ...others], notes: ['a note'] } };

const later = (id: string, state: PageBuildStep['state'], more: Partial<PageBuildStep> = {}): PageBuildStep => ({ id, text: id, stage: 'build', part: 'stage', state, transfers: [], hasOutput: false, ...more });
const printed = [
  '\u001b[1m> app@1.0.0 build\u001b[22m', '> tsc -p .', '', '\u001b[32m✔\u001b[39m 214 files, \u001b[33m2 warnings\u001b[39m, \u001b[38;5;208mslow\u001b[39m \u001b[7mturned\u001b[0m',
  'src/app.ts:12:3 - \u001b[31merror\u001b[0m TS2304: Cannot find name \'x\'.', 'src/other.ts:1:1 is in no context', '\u001b[41mred\u001b[0m \u001b[2mdim\u001b[0m \u001b[4munderlined\u001b[0m',
];
/** The page of a build of two stages that has failed, with a build before it. */
export const build: BuildPageModel = {
  number: 2, place: '/home/ada/app/Dockerfile', title: 'app:1', state: 'failed', builder: 'buildkit', engine: 'Docker 28.5.2', lacks: ['Networks other than none and host'], started: now, time: 9_400, length: 9_400,
  reason: 'process "/bin/sh -c npm run build" did not complete successfully: exit code: 2', references: ['app:1'], file: '/home/ada/app/Dockerfile', context: '/home/ada/app', more: 3, selected: 'RUN npm run build', follows: false, whole: false,
  steps: [
    later('load build context', 'done', { stage: '', part: 'before', begins: 0, ends: 700, transfers: [{ step: 'a', id: 'transferring context:', name: 'transferring', current: 12_400_000, total: 12_400_000, completed: now }] }),
    later('FROM docker.io/library/node:22-alpine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'done', {
      begins: 300, ends: 4_000, transfers: [{ step: 'b', id: 'sha256:0123456789ab', name: 'extract', current: 20_000_000, total: 52_000_000 }, { step: 'b', id: 'sha256:a', name: 'downloading', current: 3_000_000, total: 3_000_000, completed: now }],
    }),
    later('COPY package.json package-lock.json ./', 'cached', { begins: 4_000, ends: 4_000 }), later('RUN npm ci', 'done', { waits: 700, begins: 4_000, ends: 7_000, hasOutput: true }),
    later('RUN npm run build', 'failed', { begins: 7_000, ends: 9_400, hasOutput: true, error: 'process "/bin/sh -c npm run build" did not complete successfully: exit code: 2' }),
    later('RUN apk add curl', 'cancelled', { stage: 'final', waits: 700, begins: 4_000, ends: 9_400, hasOutput: true }), later('COPY --from=build /app /app', 'skipped', { stage: 'final' }),
    later('exporting to image', 'skipped', { stage: '', part: 'after' }),
  ],
  output: { text: printed.join('\n'), before: 'more', links: [{ path: 'src/app.ts', file: 'src/app.ts' }] },
  warnings: [{ message: 'MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 5)', detail: ['Use LABEL instead'], url: 'https://docs.docker.com/go/dockerfile/rule/maintainer-deprecated/', firstLine: 5, lastLine: 5 }],
  comparison: {
    number: 1, time: 4_000, kept: 1, gained: 0, gone: ['RUN npm test'],
    lost: [{ step: 'RUN npm ci', text: 'COPY src /app', loss: { kind: 'files', paths: ['src/app.ts', 'src/b.ts'], count: 7 }, followers: ['a', 'b'] }, { step: 'x', text: 'RUN npm ci', loss: { kind: 'instruction', before: 'RUN npm install' }, followers: [] }],
  },
};

const row = (path: string, bytes: number, more: object = {}) => ({ path, kind: 'file' as const, files: 1, bytes, rows: [], more: 0, ...more });
/** The page of a build's context, without an ignore file but with rows of both sides. */
export const context: ContextPageModel = {
  folder: '/home/ada/app', dockerfile: '/home/ada/app/Dockerfile', ignoreFile: '/home/ada/app/.dockerignore', hasIgnoreFile: false, patterns: { 1: 'node_modules', 2: '!src/keep' }, problems: [{ line: 3, pattern: '[a' }],
  sent: { files: 214, bytes: 12_400_000, more: 3, rows: [row('src', 12_000_000, { kind: 'folder', files: 212, rows: [row('src/keep', 5, { line: 2 })] }), row('package.json', 400_000), row('latest', 0, { kind: 'link' })] },
  leftOut: { files: 31_000, bytes: 420_000_000, more: 0, rows: [row('node_modules', 420_000_000, { kind: 'folder', files: 31_000, line: 1, more: 800 })] },
  used: { files: 200, bytes: 11_000_000 }, usedUnsure: true, truncated: true, unreadable: ['data/private'], unreadableCount: 2,
  proposals: [{ patterns: ['**/.env*', '!**/.env.example'], reason: 'May hold secrets, which would stand in the image', files: 1, bytes: 312, ticked: true }, { patterns: ['.git'], reason: 'History of the source code', files: 900, bytes: 30_000_000, ticked: true }],
};
const formRequest: BuildRequest = {
  source: { kind: 'folder', folder: '/home/ada/app' }, dockerfile: { kind: 'file', file: '/home/ada/app/Dockerfile' }, references: ['app:1', 'registry.example/app:1'], target: 'build', buildArguments: { VERSION: '2' }, labels: { 'org.opencontainers.image.title': 'app' },
  secrets: [{ id: 'npm', source: { kind: 'file', file: '/home/ada/.npmrc' } }, { id: 'token', source: { kind: 'stored' } }], noCache: ['build'], output: { kind: 'folder', folder: '/home/ada/out' },
};
/** The form of a build with a problem, options that the builder lacks, and remarks on a line. */
export const buildForm: BuildFormModel = {
  file: '/home/ada/app/Dockerfile', engine: 'Docker 28.5.2', form: formOf(formRequest, ['VERSION', 'TOKEN']), revision: 1, answered: 0, factsOf: '/home/ada/app/Dockerfile', stages: ['build', 'final'],
  declared: [{ name: 'VERSION', value: '1.0' }, { name: 'TOKEN' }], lacks: { push: 'The builder of this engine has no such option: Push as part of the build', output: 'The builder of this engine has no such option: Files instead of an image' },
  problems: { shmSize: '"big" is not a size such as 512m or 2g.' }, line: buildLine(formRequest, 'posix'), lineProblem: 'docker build has no option --frob.', remarks: [{ option: '--progress plain', reason: 'The Builds view shows the steps and their output, whatever form the command line would print.' }],
  stored: [{ id: 'token', isThere: false }],
};

const ids = [1, 2, 3].map((digit) => String(digit).repeat(64));
/** The page of three logs. */
export const logs: LogsPageModel = { engine: 'desktop', log: 1, containers: ['web', 'db', 'a-worker-with-a-long-name-1'].map((name, index) => ({ id: ids[index] ?? '', name })), range: { since: '1h', until: '', tail: 10_000 }, timestamps: true };
const logTexts = [
  '\u001b[32mGET\u001b[39m /index.html \u001b[1m200\u001b[22m 12 ms', '{"level":30,"time":1767225600000,"msg":"user logged in","user":"ada","address":"10.0.0.7","roles":["admin","ops"]}',
  'level=warn msg="slow query" took=1.2s', '2026-01-31 10:00:00 ERROR could not connect to db:5432', 'E0131 10:00:00.123456       1 reflector.go:1] watch failed', '[DEBUG] cache miss for key 42', '<2>disk is full', `a long line ${'of many words '.repeat(30)}`,
];
/** What the page of the logs is told of their lines, with a seam and with matches. */
export const logPart: LogsPagePart = {
  id: 1, first: 0, end: 25, from: 0, all: 1_025, dropped: 1_000, left: 0, matches: 3,
  lines: [
    ...Array.from({ length: 24 }, (_, index) => {
      const text = logTexts[index % logTexts.length] ?? '';
      const match = text.indexOf('connect');
      return { number: 1_000 + index, source: index % 3, stream: index % 5 === 3 ? ('stderr' as const) : ('stdout' as const), level: levelOf(plainAnsiLine(text)), seconds: 1_767_225_600 + index, nanoseconds: index * 1_001_001, text, isCut: index === 7, matches: match < 0 ? [] : [[match, match + 7] as const] };
    }),
    { number: 1_024, source: 0, stream: 'seam', level: 'none', seconds: 1_767_225_700, nanoseconds: 0, text: 'It stopped with exit code 1. Waiting for it to start again.', isCut: false, matches: [] },
  ],
};

const emptyRun = emptyRunForm();
/** The form of a run with rows, problems, what is taken, and a line that is wrong. */
export const runForm: RunFormModel = {
  image: 'registry.example.com/team/web:1.2', engine: 'Docker 28.5.2', revision: 1, answered: 0, busyPorts: [],
  form: {
    texts: { ...emptyRun.texts, image: 'registry.example.com/team/web:1.2', name: 'web', restart: 'on-failure', restartAttempts: '3', memory: 'much', more: '--init' },
    switches: { ...emptyRun.switches, detached: true },
    rows: { ...emptyRun.rows, ports: [['8080', '80'], ['127.0.0.1:9090', '90/sctpp']], environment: [['MODE', 'production'], ['API_TOKEN', 'abc'], ['TEXT', 'one\ntwo']], volumes: [['web-data', '/data', 'ro']], envFiles: [['.env']], networks: [['front']], labels: [['team', 'web']], mounts: [['type=tmpfs,target=/tmp']] },
    launch: { allowParallelRun: true, steps: [{ kind: 'build', texts: ['docker/web.Dockerfile', 'shop/web:dev', ''] }, { kind: 'pull', texts: [''] }, { kind: 'task', texts: ['npm: build'] }, { kind: 'waitFor', texts: ['database'] }] },
  },
  facts: { of: 'registry.example.com/team/web:1.2', state: 'missing', entrypoint: '/docker-entrypoint.sh', command: "nginx -g 'daemon off;'", environment: [{ name: 'NGINX_VERSION', value: '1.27.3' }, { name: 'PATH', value: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin' }], ports: [{ host: '8081', container: '80' }, { host: '8443', container: '443' }], volumes: ['/data'], user: 'nginx', workingDirectory: '/srv', health: 'curl -f http://localhost/' },
  known: { images: ['app:1', 'registry.example.com/team/web:1.2'], volumes: ['web-data'], networks: ['bridge', 'front'], containers: ['database'], dockerfiles: ['docker/web.Dockerfile'] },
  problems: { 'launch/1': 'Name the image that is pulled.', 'ports/1': '-p: "sctpp" is not tcp, udp or sctp.', memory: '"much" is not a size such as 512m or 2g.' },
  remedies: [{ place: 'name', reason: 'There is a container web.', actions: [{ kind: 'name', name: 'web-2' }, { kind: 'replace', name: 'web' }] }, { place: 'ports/0', reason: 'The container shop has port 8080.', actions: [{ kind: 'port', port: '8081' }] }],
  line: "docker run -d --name web -p 8080:80 -e MODE=production -e 'API_TOKEN=***' registry.example.com/team/web:1.2", lineProblem: 'docker run has no option --frob.', done: 'The line is in the clipboard, with all values.',
};

/** Opens a page of the extension as VS Code would, in a browser alone; what goes wrong in it is added to `troubles`, what it asks for to its global `wishes`. */
export async function openPage(browser: Browser, name: string, troubles: string[], viewport = { width: 600, height: 800 }): Promise<Page> {
  const { outputFiles } = await bundle({ entryPoints: ['ts', 'css'].map((kind) => path.join(root, `src/webview/pages/${name}.${kind}`)), bundle: true, write: false, outdir: '/page', format: 'iife', target: 'es2022', loader: { '.ttf': 'empty' } });
  const page = await browser.newPage({ viewport });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('dialog', (dialog) => troubles.push(`dialog ${dialog.message()}`));
  // What the policy keeps from happening.
  await page.addInitScript('document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => (globalThis.violations ??= []).push(effectiveDirective + " " + blockedURI));');
  await page.addInitScript('globalThis.acquireVsCodeApi = () => { let state; return { postMessage(wish) { (globalThis.wishes ??= []).push(wish); globalThis.toHost?.(wish); }, getState: () => state, setState(value) { state = value; } }; };');
  await page.route('**/*', async (route) => {
    const { pathname, host } = new URL(route.request().url());
    const file = outputFiles.find((output) => output.path === pathname);
    if (host !== 'slipway.test') troubles.push(`request of ${route.request().url()}`);
    if (file) await route.fulfill({ body: Buffer.from(file.contents), contentType: pathname.endsWith('.css') ? 'text/css' : 'text/javascript' });
    else await route.fulfill({ contentType: 'text/html', body: `<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${pagePolicy('http://slipway.test', 'n')}"><link rel="stylesheet" href="/page/${name}.css"><body><script nonce="n" src="/page/${name}.js"></script></body>` });
  });
  await page.goto('http://slipway.test/');
  // As VS Code gives them.
  await page.evaluate(`for (const [name, value] of [['font-size', '13px'], ['font-family', 'system-ui, sans-serif']]) document.documentElement.style.setProperty('--vscode-' + name, value)`);
  return page;
}
