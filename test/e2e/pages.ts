import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { DiskUsagePageModel } from '../../src/core/disk-usage-page';
import type { ImagePageModel } from '../../src/core/image-page';
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

/** Opens a page of the extension as VS Code would, in a browser alone; what goes wrong in it is added to `troubles`, what it asks for to its global `wishes`. */
export async function openPage(browser: Browser, name: string, troubles: string[], viewport = { width: 600, height: 800 }): Promise<Page> {
  const { outputFiles } = await build({ entryPoints: ['ts', 'css'].map((kind) => path.join(root, `src/webview/pages/${name}.${kind}`)), bundle: true, write: false, outdir: '/page', format: 'iife', target: 'es2022', loader: { '.ttf': 'empty' } });
  const page = await browser.newPage({ viewport });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('dialog', (dialog) => troubles.push(`dialog ${dialog.message()}`));
  // What the policy keeps from happening.
  await page.addInitScript('document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => (globalThis.violations ??= []).push(effectiveDirective + " " + blockedURI));');
  await page.addInitScript('globalThis.acquireVsCodeApi = () => { let state; return { postMessage(wish) { (globalThis.wishes ??= []).push(wish); }, getState: () => state, setState(value) { state = value; } }; };');
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
