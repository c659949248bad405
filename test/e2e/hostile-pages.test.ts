import assert from 'node:assert/strict';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../scripts/environment/browser';
import type { DiskUsagePageModel } from '../../src/core/disk-usage-page';
import type { ImagePageModel } from '../../src/core/image-page';
import { nothingPruned, type PrunePageMessage, type PrunePageModel } from '../../src/core/prune/page';
import type { PruneItem } from '../../src/core/prune/items';
import { makePrunePlan } from '../../src/core/prune/plan';
import { oneLine } from '../../src/core/untrusted';
import { image } from '../support/fake-images';
import { assertHarmlessLine, hostileTexts, poisoned } from '../support/hostile';

const root = path.resolve(__dirname, '../..');
const now = Date.now();
const request = { subject: 'everything', scope: 'unused', filters: {}, volumes: 'unused' } as const;

/** Words of a fixed set, and keys by which parts of a model find each other. */
const kept = new Set(['kind', 'key', 'needs', 'kinds', 'state', 'scope', 'subject', 'volumes', 'filters', 'prunable', 'action', 'targets', 'sharing', 'notes', 'language']);

const inspect: ImagePageModel = {
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
const usage: DiskUsagePageModel = {
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
const plan: PrunePageModel = { request, engine: 'desktop', plan: { ...made, items: [...made.items, ...others], notes: ['a note'] } };

interface PageCase {
  readonly page: string;
  /** The message with this text in every place; sentences about failures are made harmless before they reach a page. */
  readonly message: (text: string) => object;
}

const common = { kind: 'show', busy: false, translations: {}, language: 'en' };
const cases: readonly PageCase[] = [
  { page: 'inspect', message: (text) => ({ ...common, error: oneLine(text), model: withLabels(poisoned(inspect, text, kept), text) }) },
  { page: 'disk-usage', message: (text) => ({ ...common, error: oneLine(text), model: { ...poisoned(usage, text, kept), names: { [text]: [text, text] } } }) },
  { page: 'prune-plan', message: planMessage },
];

function withLabels(model: ImagePageModel, text: string): ImagePageModel {
  return { ...model, details: { ...model.details, labels: { [text]: text, b: text } } };
}

function planMessage(text: string): PrunePageMessage {
  const gone = { kind: 'images', id: text, names: [text, text] } as const;
  return {
    kind: 'show', language: 'en', translations: {}, planNumber: text.length + 1, error: oneLine(text), model: poisoned(plan, text, kept),
    outcome: { ...nothingPruned, removed: [{ ...gone, action: 'deleted' }], refused: [{ ...gone, reason: text }], untouched: [gone], interrupted: oneLine(text) },
  };
}

/** Looks at the whole document; runs in the browser. */
const look = `(() => ({
  elements: [...new Set([...document.body.querySelectorAll('*')].map((element) => element.localName))].sort(),
  links: [...document.querySelectorAll('[href], [src], [style*=url], [onclick], [onerror]')].filter((element) => !document.head.contains(element) && element.nonce !== 'n').map((element) => element.outerHTML.slice(0, 100)),
  widest: [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((element) => element.localName + '.' + element.className).slice(0, 5).join(' '),
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  text: document.body.innerText,
  titles: [...document.querySelectorAll('[title], [aria-label], [placeholder]')].flatMap((element) => [element.title, element.ariaLabel ?? '', element.placeholder ?? '']),
}))()`;

interface Seen {
  readonly elements: readonly string[];
  readonly links: readonly string[];
  readonly wide: number;
  /** What is wider than the page. */
  readonly widest: string;
  readonly text: string;
  readonly titles: readonly string[];
}

describe('Hostile names on pages in a real browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  async function open(name: string, troubles: string[]): Promise<Page> {
    const { outputFiles } = await build({ entryPoints: ['ts', 'css'].map((kind) => path.join(root, `src/webview/pages/${name}.${kind}`)), bundle: true, write: false, outdir: '/page', format: 'iife', target: 'es2022', loader: { '.ttf': 'empty' } });
    const page = await browser.newPage({ viewport: { width: 600, height: 800 } });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('dialog', (dialog) => troubles.push(`dialog ${dialog.message()}`));
    await page.addInitScript('globalThis.acquireVsCodeApi = () => { let state; return { postMessage() {}, getState: () => state, setState(value) { state = value; } }; };');
    await page.route('**/*', async (route) => {
      const { pathname, host } = new URL(route.request().url());
      const file = outputFiles.find((output) => output.path === pathname);
      if (host !== 'slipway.test') troubles.push(`request of ${route.request().url()}`);
      if (file) await route.fulfill({ body: Buffer.from(file.contents), contentType: pathname.endsWith('.css') ? 'text/css' : 'text/javascript' });
      else await route.fulfill({ contentType: 'text/html', body: `<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src http://slipway.test; script-src 'nonce-n'"><link rel="stylesheet" href="/page/${name}.css"><body><script nonce="n" src="/page/${name}.js"></script></body>` });
    });
    await page.goto('http://slipway.test/');
    return page;
  }

  for (const { page: name, message } of cases) {
    it(`${name}: makes nothing of them but text, and stays as wide as its editor`, async () => {
      const troubles: string[] = [];
      const page = await open(name, troubles);
      const show = async (text: string): Promise<Seen> => {
        await page.evaluate(`window.dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(message(text))} }))`);
        return page.evaluate(look);
      };
      const plain = await show('plain');
      assert.ok(plain.text.includes('plain') && plain.elements.length > 5, plain.text);
      for (const [what, text] of Object.entries(hostileTexts)) {
        const seen = await show(text);
        const more = seen.elements.filter((element) => !plain.elements.includes(element));
        // A long command is folded.
        assert.deepEqual(more.filter((element) => element !== 'details' && element !== 'summary'), [], what);
        assert.deepEqual(seen.links, [], what);
        assert.ok(seen.wide <= 0, `${what}: ${String(seen.wide)} pixels too wide: ${seen.widest}`);
        for (const line of seen.text.split(/[\n\t]/)) assertHarmlessLine(line, `${name}, ${what}`, 100_000);
        for (const title of seen.titles.flatMap((lines) => lines.split('\n'))) assertHarmlessLine(title, `${name}, name of a part, ${what}`, 100_000);
      }
      assert.deepEqual(troubles, []);
      await page.close();
    });
  }
});
