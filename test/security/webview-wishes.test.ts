import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import type { App } from '../../src/app';
import { showContainerPage } from '../../src/commands/containers/show';
import { showStats } from '../../src/commands/containers/show-stats';
import { inspectImage } from '../../src/commands/images/inspect';
import { pruneImages } from '../../src/commands/images/prune';
import { pruneSystem } from '../../src/commands/system/prune';
import { showBuildPage } from '../../src/commands/builds/show';
import { showContainerLogs } from '../../src/commands/containers/logs';
import { showDiskUsage } from '../../src/commands/system/disk-usage';
import type { AnyCommand } from '../../src/commands/define';
import { buildDockerfile } from '../../src/commands/dockerfile/build';
import { imagePage } from '../../src/commands/images/image-page';
import { runImage } from '../../src/commands/images/run';
import { formOf } from '../../src/core/build/build-form';
import { emptyRunForm, type RunForm } from '../../src/core/run/run-form-fields';
import { type ImagePageModel, imagePageVerbs } from '../../src/core/image-page';
import type { LogChunk } from '../../src/engine/containers/containers';
import { diskUsageOf } from '../../src/engine/system/disk-usage';
import { createPages } from '../../src/ui/pages/pages';
import { until } from '../support/conditions';
import { fakeApp, type FakeApp, runInUsersName } from '../support/fake-app';
import { buildRequest } from '../support/fake-builds';
import { containerOf, image } from '../support/fake-images';
import { type FakePanel, fakePanels } from '../support/fake-panels';
import { hostileTexts } from '../support/hostile';
import { outputEvent, stepEvent } from '../support/fake-steps';
import type { PartialEngine } from '../support/partial-engine';

const shown = { ...image('a', 'app:1'), size: 10 };
/** Images, containers and volumes that the engine has and no page shows. */
const hidden = { ...image('b', 'secret:1'), size: 5 };
const web = containerOf(shown, 'web', 'running');
const other = containerOf(hidden, 'other', 'running');

/** What is done to the engine; reading is nothing that is done. */
const reads: ReadonlySet<string> = new Set([
  'information', 'then', 'images.list', 'containers.list', 'volumes.list', 'networks.list', 'images.inspect', 'images.history', 'images.layers', 'system.diskUsage', 'containers.inspect', 'containers.top', 'containers.stats', 'containers.logs',
]);

interface Opened {
  readonly app: FakeApp;
  readonly panel: FakePanel;
  /** Everything that has been done so far: calls of the engine, questions, messages, clipboard, rows, documents. */
  done(): string;
  readonly calls: string[];
  close(): void;
}

/** Opens a page by its command, over the real host of pages. */
async function open(command: AnyCommand, answers: Record<string, unknown>, prepare?: PageCase['prepare']): Promise<Opened> {
  const calls: string[] = [];
  const engine: PartialEngine = {
    images: {
      list: () => Promise.resolve([shown, hidden]),
      inspect: () => Promise.resolve({ Id: shown.id, Config: {}, RootFS: { Layers: ['l'] } }),
      history: () => Promise.resolve([{ createdBy: 'RUN make', size: 1, created: 0, comment: '' }]),
      layers: (id) => Promise.resolve({ id, layers: [id], layerSizes: [10] }),
    },
    containers: {
      list: ({ all } = {}) => Promise.resolve(all ? [web, other] : [web]),
      inspect: (id) => Promise.resolve({
        Id: id === 'web' ? web.id : id, Name: '/web', Image: shown.id, State: { Status: 'running', Running: true }, Config: { Env: ['TOKEN=anchor'], Labels: {} },
        NetworkSettings: { Ports: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }], '9/tcp': null } },
      }),
      top: () => Promise.resolve({ titles: ['PID'], processes: [['1']] }),
      stats: () => new Promise(() => undefined),
      logs: () => Promise.resolve(noLog()),
    },
    volumes: { list: () => Promise.resolve([]) },
    networks: { list: () => Promise.resolve([]) },
    system: { diskUsage: () => Promise.resolve(diskUsageOf({ Images: [{ Id: shown.id, Size: 10 }], Containers: [{ Id: web.id, Names: ['/web'] }], Volumes: [{ Name: 'v' }], BuildCache: [{ ID: 'c', Size: 1 }] })) },
  };
  const fake = fakeApp({ engine: countedEngine(engine, calls) });
  await prepare?.(fake);
  const panels = fakePanels();
  const pages = createPages({ panels, engine: 'in-use', app: () => app, ids: [], definitions: () => Promise.resolve([]) });
  const app: App = { ...fake, pages };
  const finished = runInUsersName(command, app, answers);
  await until('the page', () => panels.opened.length === 1);
  const [panel] = panels.opened;
  assert.ok(panel);
  panel.send({ kind: 'ready' });
  await until('what it shows', () => panel.posted.length === 1);
  const { questions, errors, information, statuses, documents, terminals, revealed, external, clipboard, filters, files } = fake.record;
  return {
    app: fake,
    panel,
    calls,
    done: () => JSON.stringify([calls, questions, errors, information, statuses, documents.length, terminals.length, revealed, external, files, clipboard, [...filters], panels.opened.length]),
    close: () => {
      panel.close();
      pages.dispose();
      finished.catch(() => undefined);
    },
  };
}

/** A log in which nothing stands. */
async function* noLog(): AsyncGenerator<LogChunk> {
  await new Promise(() => undefined);
  yield { stream: 'stdout', data: new Uint8Array() };
}

/** The engine, with everything that it could be asked to do written down. */
function countedEngine(engine: PartialEngine, calls: string[]): PartialEngine {
  const objects = ['images', 'containers', 'volumes', 'networks', 'builder', 'system'] as const;
  const counted = (object: (typeof objects)[number]): object =>
    new Proxy(engine[object] ?? {}, {
      get: (target, name) => {
        const called = `${object}.${String(name)}`;
        if (reads.has(called) || name === 'then') return Reflect.get(target, name) as unknown;
        return () => {
          calls.push(called);
          return Promise.resolve({});
        };
      },
      has: () => true,
    });
  return Object.fromEntries(objects.map((object) => [object, counted(object)]));
}

/** Things that no page of Slipway has, and that somebody who runs a page might try. */
const values: readonly unknown[] = [
  undefined, null, true, 0, -1, 0.5, 1, 99, 2 ** 31, Number.NaN, Infinity, '', '0', [], {}, [[]], [null], { length: 1e9 }, { toString: 'x' },
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length', 'run', 'secret:1', hidden.id, other.id, shown.id.slice(7), 'workbench.action.closeWindow', 'slipway.images.remove',
  '/etc/passwd', '../../../etc/passwd', 'file:///etc/passwd', 'https://evil.example', 'x'.repeat(1_000_000), ...Object.values(hostileTexts),
];
const kinds: readonly unknown[] = [...values, 'show', 'exec', 'eval', 'command', 'open', 'run', 'remove', 'removeAll', 'plan', 'verb', 'json', 'copy', 'copyId', 'copyStep', 'container', 'prune', 'refresh', 'READY', 'ready '];
const fields = ['verb', 'id', 'index', 'what', 'items', 'request', 'command', 'arguments', 'path', 'html'] as const;

interface PageCase {
  readonly name: string;
  readonly command: AnyCommand;
  readonly answers: Record<string, unknown>;
  /** Kinds that need nothing else and so are honest. */
  readonly plain: readonly string[];
  /** Wishes that are nearly right. */
  readonly nearly: readonly unknown[];
  /** A wish that does something, and what shows that it has. */
  readonly honest: unknown;
  readonly sign: (opened: Opened) => boolean;
  /** What has happened before the page is opened. */
  readonly prepare?: (app: FakeApp) => Promise<unknown>;
}

const request = { subject: 'images', scope: 'unused', filters: {} };
const everything = { subject: 'everything', scope: 'unused', volumes: 'none', filters: {} };
/** A build that has ended, of an image that the engine has, with output and two warnings. */
function builtBefore(app: FakeApp): Promise<unknown> {
  return app.builds.run({ request: buildRequest('/w', { references: ['app:1'] }), title: 'app:1', engine: 'fake' }, (tell) => {
    for (const event of [stepEvent('[internal] load build context', { id: 'context', started: 1, completed: 2 }), stepEvent('[1/1] RUN make', { id: 'make', started: 2, completed: 3 }), outputEvent('make', 'src/none.ts:1 error')]) tell(event);
    tell({ kind: 'warning', warning: { message: 'Old', detail: [], url: 'http://plain.example', firstLine: undefined, lastLine: undefined } });
    return Promise.resolve({ imageId: shown.id });
  });
}
/** A Dockerfile that is no one's: any file has a form. */
const builtFile = path.resolve(__dirname, '../../package.json');
const form = formOf({ source: { kind: 'folder', folder: '/w' }, dockerfile: { kind: 'file', file: builtFile } }, []);
const logsAsk = { kind: 'feed', id: 1, at: 'end', count: 5, query: '', caseSensitive: false, regular: false, onlyMatching: false, withoutLevels: [] as unknown, withoutSources: [] as unknown, open: [] as unknown, find: undefined as unknown, withoutStream: undefined as unknown };
const isShort = (value: unknown): boolean => typeof value === 'string' && value.length <= 40;
const isList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const runForm: RunForm = { ...emptyRunForm(), texts: { ...emptyRunForm().texts, image: 'app:1', name: 'web' } };
const cases: readonly PageCase[] = [
  {
    name: 'the form of a run',
    command: runImage,
    answers: { image: 'app:1' },
    plain: ['refresh'],
    nearly: [
      ...['edit', 'line', 'browse', 'remedy', 'copy', 'run'].flatMap((kind) => values.map((sent) => ({ kind, form: sent, number: 1, line: 'app:1', what: 'volumes', row: 0, place: 'name', action: 0 }))),
      ...values.filter((what) => what !== 'volumes').map((what) => ({ kind: 'browse', form: runForm, what, row: 0 })), ...values.filter((row) => row !== 0).map((row) => ({ kind: 'browse', form: runForm, what: 'volumes', row })),
      ...values.map((place) => ({ kind: 'remedy', form: runForm, place, action: 0 })), ...values.map((action) => ({ kind: 'remedy', form: runForm, place: 'name', action })),
      ...values.filter((line) => typeof line !== 'string' || line.length > 20_000).map((line) => ({ kind: 'line', form: runForm, line })), ...values.filter((number) => typeof number !== 'number').map((number) => ({ kind: 'edit', form: runForm, number })),
      ...values.filter((changed) => typeof changed !== 'boolean').map((changed) => ({ kind: 'leave', changed })),
      { kind: 'run', form: { ...runForm, rows: { ...runForm.rows, ports: [['80']] } } }, { kind: 'run', form: { ...runForm, texts: { ...runForm.texts, name: ['web'] } } },
    ],
    honest: { kind: 'copy', form: runForm },
    sign: ({ app }) => app.record.clipboard.length > 0,
  },
  {
    name: 'the form of a build',
    command: buildDockerfile,
    answers: { file: builtFile },
    plain: ['refresh'],
    nearly: [
      ...['edit', 'line', 'browse', 'secret', 'copy', 'build'].flatMap((kind) => values.map((sent) => ({ kind, form: sent, number: 1, line: 'docker build .', what: 'folder', id: 'a' }))),
      ...values.map((what) => ({ kind: 'browse', form, what })), ...values.map((id) => ({ kind: 'secret', form, id })),
      ...values.filter((line) => typeof line !== 'string' || line.length > 20_000).map((line) => ({ kind: 'line', form, line })), ...values.filter((number) => typeof number !== 'number').map((number) => ({ kind: 'edit', form, number })),
      { kind: 'build', form: { ...form, source: 'stored' } }, { kind: 'build', form: { ...form, texts: { ...form.texts, folder: ['/w'] } } }, { kind: 'secret', form, id: 'npm' },
    ],
    honest: { kind: 'copy', form },
    sign: ({ app }) => app.record.clipboard.length > 0,
  },
  {
    name: 'the page of a build',
    command: showBuildPage,
    answers: { build: 1 },
    prepare: builtBefore,
    plain: ['refresh'],
    nearly: [
      ...values.map((verb) => ({ kind: 'verb', verb })).filter(({ verb }) => verb !== 'run'), ...values.flatMap((step) => [{ kind: 'select', step }, { kind: 'line', step }]), ...values.flatMap((index) => [{ kind: 'warning', index }, { kind: 'about', index }]),
      ...values.map((line) => ({ kind: 'file', path: 'src/none.ts', line })), ...values.map((path) => ({ kind: 'file', path, line: 1 })),
      { kind: 'verb', verb: 'cancel' }, { kind: 'verb', verb: ['again'] }, { kind: 'whole' }, { kind: 'follow' }, { kind: 'line', step: 'context' }, { kind: 'select', step: ['make'] },
    ],
    honest: { kind: 'verb', verb: 'image' },
    sign: ({ app }) => app.record.revealed.includes(`image/app:1/${shown.id}`),
  },
  {
    name: 'the page of an image',
    command: inspectImage,
    answers: { image: 'app:1' },
    plain: ['refresh', 'json', 'dockerfile', 'copyId'],
    nearly: [
      ...values.map((verb) => ({ kind: 'verb', verb })), ...values.map((id) => ({ kind: 'container', id })),
      // The steps of the image are one.
      ...values.filter((index) => index !== 0).map((index) => ({ kind: 'copyStep', index })),
      { kind: 'verb', verb: ['run'] }, { kind: ['verb'], verb: 'run' }, { kind: 'verb', verb: 'removeContainer' }, { kind: 'verb', verb: 'RUN' }, [{ kind: 'copyId' }],
    ].filter((wish) => !('verb' in wish && wish.verb === 'run' && wish.kind === 'verb')),
    honest: { kind: 'container', id: web.id },
    sign: ({ app }) => app.record.revealed.includes(`container/${web.id}`),
  },
  {
    name: 'the page of a container',
    command: showContainerPage,
    answers: { container: 'web' },
    plain: ['refresh', 'json', 'image', 'copyId'],
    nearly: [
      ...values.map((verb) => ({ kind: 'verb', verb })), ...values.filter((shows) => shows !== true).map((shows) => ({ kind: 'reveal', shown: shows })),
      // One port is published.
      ...values.filter((index) => index !== 0).flatMap((index) => [{ kind: 'openPort', index }, { kind: 'copyPort', index }]),
      { kind: 'verb', verb: ['stop'] }, { kind: 'verb', verb: 'start' }, { kind: 'verb', verb: 'unpause' }, { kind: 'verb', verb: 'kill' }, { kind: 'verb', verb: 'STOP' }, { kind: 'openPort', index: 1 }, { kind: 'container', id: web.id },
    ],
    honest: { kind: 'openPort', index: 0 },
    sign: ({ app }) => app.record.external.includes('http://127.0.0.1:8080/'),
  },
  {
    name: 'stats of containers',
    command: showStats,
    answers: { containers: ['web'] },
    plain: ['refresh'],
    nearly: [
      ...values.map((id) => ({ kind: 'container', id })), ...values.flatMap((id) => [{ kind: 'chart', id, shown: false }, { kind: 'chart', id, shown: true }]),
      ...values.filter((shows) => shows !== false).map((shows) => ({ kind: 'chart', id: web.id, shown: shows })), { kind: 'chart', id: [web.id], shown: false }, { kind: 'container', id: other.id },
    ],
    honest: { kind: 'chart', id: web.id, shown: false },
    sign: ({ panel }) => panel.posted.some((message) => (message as { model?: { rows?: readonly { charted?: boolean }[] } }).model?.rows?.some(({ charted }) => charted === false)),
  },
  {
    name: 'disk usage',
    command: showDiskUsage,
    answers: {},
    plain: ['refresh'],
    nearly: [
      ...values.map((what) => ({ kind: 'prune', what })), ...values.map((what) => ({ kind: 'show', what })),
      ...['images', 'containers', 'volumes', 'buildCache'].flatMap((what) => values.filter((id) => id !== undefined).map((id) => ({ kind: 'show', what, id }))),
      { kind: 'prune', what: ['images'] }, { kind: 'prune', what: 'networks' }, { kind: 'show', what: 'images', id: [shown.id] }, { kind: 'show', what: 'buildCache', id: 'c' },
    ],
    honest: { kind: 'show', what: 'containers', id: web.id },
    sign: ({ app }) => app.record.revealed.includes(`container/${web.id}`),
  },
  {
    name: 'logs',
    command: showContainerLogs,
    answers: { container: 'web' },
    plain: ['refresh', 'ready', 'fed'],
    nearly: [
      ...values.flatMap((sent) => [{ kind: 'range', since: sent, until: '' }, { kind: 'range', since: '', until: sent }, { kind: 'range', since: '', until: '', tail: sent }]).filter(({ since, until, tail }) => !isShort(since) || !isShort(until) || (tail !== undefined && !(Number.isSafeInteger(tail) && (tail as number) >= 0))),
      ...values.flatMap((sent) => [{ kind: 'save', what: sent, times: 'utc' }, { kind: 'save', what: 'shown', times: sent }]), { kind: 'save' }, { kind: 'save', what: ['shown'], times: 'utc' },
      // What a feed hears has another form.
      ...values.flatMap((sent) => [{ kind: 'feed', id: 1, at: sent, count: 5, query: '' }, { kind: 'feed', id: 1, at: 'end', count: sent, query: sent }]),
      ...values.flatMap((sent) => ['withoutLevels', 'withoutSources', 'open', 'find', 'withoutStream'].map((field) => ({ ...logsAsk, [field]: sent }))).filter(({ withoutLevels, withoutSources, open: opened, find, withoutStream }) => !isList(withoutLevels) || !isList(withoutSources) || !isList(opened) || find !== undefined || withoutStream !== undefined),
      { ...logsAsk, withoutSources: [1] }, { ...logsAsk, open: Array.from({ length: 101 }, () => 1) }, { ...logsAsk, query: 'x'.repeat(501) }, { ...logsAsk, at: { place: -1 } },
    ],
    honest: logsAsk,
    sign: ({ panel }) => panel.posted.some((message) => (message as { kind?: string }).kind === 'feed'),
  },
  {
    name: 'a prune plan',
    command: pruneImages,
    answers: { scope: 'unused' },
    plain: [],
    nearly: [
      ...values.map((items) => ({ kind: 'remove', items })), ...values.map((item) => ({ kind: 'remove', items: [item, item] })),
      ...values.map((wanted) => ({ kind: 'plan', request: wanted })), ...values.map((scope) => ({ kind: 'plan', request: { ...request, scope } })), ...values.map((subject) => ({ kind: 'plan', request: { ...request, subject } })),
      ...values.filter((label) => !Array.isArray(label) || label.length > 0).map((label) => ({ kind: 'plan', request: { ...request, filters: { label } } })),
      { kind: 'plan', request: everything }, { kind: 'plan', request: { ...request, filters: { evil: ['x'] } } }, { kind: 'plan', request: { ...request, filters: { label: Array.from({ length: 101 }, () => 'a') } } },
      { kind: 'plan', request: { ...request, filters: JSON.parse('{"__proto__":["x"]}') as unknown } }, { kind: 'remove', items: { 0: 'images:x', length: 1 } }, { kind: 'remove', items: ['containers:c', `images:${hidden.id}:x`] },
    ],
    honest: { kind: 'plan', request: { ...request, scope: 'dangling' } },
    sign: ({ panel }) => panel.posted.some((message) => (message as { model?: { request?: { scope?: string } } }).model?.request?.scope === 'dangling'),
  },
  {
    name: 'a prune plan of everything',
    command: pruneSystem,
    answers: {},
    plain: [],
    nearly: [
      ...values.filter((volumes) => volumes !== undefined).map((volumes) => ({ kind: 'plan', request: { ...everything, volumes } })), { kind: 'plan', request },
      ...values.map((items) => ({ kind: 'remove', items })), ...values.map((item) => ({ kind: 'remove', items: [item] })),
    ],
    honest: { kind: 'plan', request: { ...everything, volumes: 'unused' } },
    sign: ({ panel }) => panel.posted.some((message) => (message as { model?: { request?: { volumes?: string } } }).model?.request?.volumes === 'unused'),
  },
];

describe('a page that somebody else runs', () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  before(() => void process.on('unhandledRejection', note));
  after(() => void process.off('unhandledRejection', note));
  /** Twice as long as a page waits before it is told something again. */
  const settled = () => pause(120);

  for (const { name, command, answers, plain, nearly, honest, sign, prepare } of cases) {
    describe(name, () => {
      let opened: Opened;
      beforeEach(async () => {
        rejections.length = 0;
        opened = await open(command, answers, prepare);
      });
      afterEach(() => opened.close());

      /** Nothing of all this is heard: nothing is done, nothing is told, and nothing stands in the way of what is honest. */
      async function assertUnheard(wishes: Iterable<unknown>): Promise<void> {
        const before = opened.done();
        const told = opened.panel.posted.length;
        for (const wish of wishes) opened.panel.send(wish);
        await settled();
        assert.equal(opened.done(), before);
        assert.equal(opened.panel.posted.length, told, 'the page was told nothing');
        assert.deepEqual(rejections, []);
        opened.panel.send(honest);
        await until('what is honest', () => sign(opened));
      }

      it('wishes of other kinds, and of no kind, do nothing', async () => {
        const unknown = kinds.filter((kind) => !plain.includes(kind as string));
        await assertUnheard([...kinds, ...unknown.map((kind) => ({ kind })), ...unknown.flatMap((kind) => fields.map((field) => ({ kind, [field]: kind })))].filter((wish) => !isHonest(wish)));
      });

      it('wishes for what is not shown do nothing', () => assertUnheard(nearly));

      it('wishes of any form do nothing', async () => {
        const generated = fc.sample(fc.anything({ withNullPrototype: true, key: fc.oneof(fc.constantFrom('kind', ...fields), fc.string()) }), { numRuns: 3_000, seed: 7 });
        await assertUnheard(generated);
      });

      it('a page that asks all the time what there is is told in good order', async () => {
        const told = opened.panel.posted.length;
        for (let number = 0; number < 20_000; number += 1) opened.panel.send({ kind: 'ready' });
        await settled();
        assert.ok(opened.panel.posted.length <= told + 1, `${opened.panel.posted.length} messages`);
      });

      it('a flood of wishes is done one after the other, and no more than a person could wish for', async () => {
        const told = opened.panel.posted.length;
        for (let number = 0; number < 20_000; number += 1) {
          opened.panel.send(honest);
          if (number % 100 === 0) await Promise.resolve();
        }
        await until('the first of them', () => sign(opened));
        await settled();
        assert.ok(opened.app.record.revealed.length <= 25, `${opened.app.record.revealed.length} rows`);
        assert.ok(opened.panel.posted.length <= told + 30, `${opened.panel.posted.length} messages`);
        assert.deepEqual(opened.calls, []);
        assert.deepEqual(rejections, []);
      });
    });
  }

  /** Of the kinds that stand alone. */
  function isHonest(wish: unknown): boolean {
    const { kind } = (wish ?? {}) as { readonly kind?: unknown };
    return kind === 'copyId' || kind === 'json' || kind === 'refresh';
  }

  it('of an image that is gone, or has no name, nothing is wished for that a page does not offer then', async () => {
    const opened = await open(inspectImage, { image: 'app:1' });
    const { model } = opened.panel.posted[0] as { readonly model: ImagePageModel };
    opened.close();
    const nameless = { ...model, details: { ...model.details, tags: [] } };
    assert.ok(imagePage.wish({ kind: 'verb', verb: 'push' }, model));
    assert.equal(imagePage.wish({ kind: 'verb', verb: 'push' }, nameless), undefined);
    assert.ok(imagePage.wish({ kind: 'verb', verb: 'tag' }, nameless));
    for (const wish of [...imagePageVerbs.map((verb) => ({ kind: 'verb', verb })), { kind: 'json' }, { kind: 'dockerfile' }]) {
      assert.ok(imagePage.wish(wish, model));
      assert.equal(imagePage.wish(wish, { ...model, gone: true }), undefined);
    }
  });
});
