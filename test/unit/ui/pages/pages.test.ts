import assert from 'node:assert/strict';
import type { App } from '../../../../src/app';
import { definePage, type PageDefinition } from '../../../../src/commands/define-page';
import { pages as definitions } from '../../../../src/commands/all';
import { pageIds } from '../../../../src/commands/ids';
import { Emitter } from '../../../../src/core/emitter';
import { failure } from '../../../../src/core/errors';
import type { PageMessage } from '../../../../src/core/page-message';
import type { EngineEvent } from '../../../../src/engine/system/system';
import type { Page, PageReading } from '../../../../src/pages';
import { createPages, type PagesOptions } from '../../../../src/ui/pages/pages';
import { until } from '../../../support/conditions';
import { fakeApp, type FakeApp } from '../../../support/fake-app';
import { type FakePanel, fakePanels } from '../../../support/fake-panels';

interface Argument {
  readonly name: string;
}
interface Model {
  readonly name: string;
  readonly readings: number;
  readonly half?: boolean;
}
type Wish = { readonly kind: 'rename'; readonly to: string } | { readonly kind: 'look' };

/** A page of which every reading can be held up and counted. */
class Sample {
  readonly reasons: PageReading['reason'][] = [];
  readonly events = new Emitter<EngineEvent>();
  readonly app: FakeApp = fakeApp();
  readonly panels = fakePanels();
  watchers = 0;
  half = false;
  looks = 0;
  /** Holds up readings or wishes until it resolves. */
  gate: Promise<void> = Promise.resolve();
  fail: Error | undefined;

  readonly page: Page<App, Argument, Model>;
  readonly pages: ReturnType<typeof createPages>;

  constructor(more: Partial<PageDefinition<Argument, Model, Wish>> = {}, options: Partial<PagesOptions> = {}) {
    Object.assign(this.app.connection, {
      onEvent: this.events.event,
      watch: () => {
        this.watchers++;
        return { dispose: () => { this.watchers--; } };
      },
    });
    this.page = definePage<Argument, Model, Wish>({
      id: 'sample',
      title: (_argument, { name }) => name,
      key: ({ name }) => name,
      saved(fields) {
        const name = fields.get('name');
        return typeof name === 'string' ? { name } : undefined;
      },
      waiting: ({ name }) => `Reading ${name}`,
      read: async ({ argument }, { reason }) => {
        this.reasons.push(reason);
        const half = this.half && reason !== 'rest';
        await this.gate;
        if (this.fail) throw this.fail;
        return { name: argument.name, readings: this.reasons.length, ...(half && { half }) };
      },
      staleBy: ({ id }, { argument }) => id === argument.name,
      unfinished: ({ half = false }) => half,
      wishes: {
        rename: {
          check(fields) {
            const to = fields.get('to');
            return typeof to === 'string' ? { to } : undefined;
          },
          fulfil: async ({ model }, { to }) => {
            await this.gate;
            if (this.fail) throw this.fail;
            return { ...model, name: to };
          },
        },
        look: {
          check: () => ({}),
          fulfil: async () => {
            this.looks++;
            await this.gate;
            return undefined;
          },
        },
      },
      ...more,
    });
    this.pages = createPages({ panels: this.panels, engine: 'one', app: () => this.app, ids: ['sample'], definitions: () => Promise.resolve([this.page]), ...options });
  }

  async open(name = 'a'): Promise<FakePanel> {
    await this.pages.open(this.page, { name });
    return this.panel();
  }

  panel(index = -1): FakePanel {
    const panel = this.panels.opened.at(index);
    assert.ok(panel);
    return panel;
  }

  /** Says that something has happened to a thing. */
  happen(id: string): void {
    this.events.fire({ type: 'image', action: 'tag', id, attributes: {}, time: 0 });
  }

  /** Closes the gate; what comes back opens it. */
  hold(): () => void {
    let open = (): void => undefined;
    this.gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }
}

const told = (panel: FakePanel): PageMessage<Model> | undefined => panel.posted.at(-1) as PageMessage<Model> | undefined;
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('editor pages', () => {
  it('read before they open, and open nothing when that fails', async () => {
    const sample = new Sample();
    sample.fail = failure('notFound', { what: 'image', name: 'a' });
    await assert.rejects(sample.pages.open(sample.page, { name: 'a' }), /notFound/);
    assert.equal(sample.panels.opened.length, 0);
    assert.deepEqual(sample.app.record.work, ['Reading a']);
  });

  it('are open once for each key, and shown again with what was read for that', async () => {
    const sample = new Sample();
    const first = await sample.open('a');
    await sample.open('b');
    await sample.open('a');
    assert.deepEqual([sample.panels.opened.length, first.revealed, first.title], [2, 1, 'a']);
    await until('the new model', () => told(first)?.model?.readings === 3);
    first.close();
    await turns();
    await sample.open('a');
    assert.equal(sample.panels.opened.length, 3);
    sample.pages.dispose();
    assert.deepEqual([sample.panel().closed, sample.watchers], [false, 0], 'VS Code has it for the time after a reload');
  });

  it('resolve with the last model when they are closed, and tell each one until then', async () => {
    const sample = new Sample();
    const opened = await sample.pages.open(sample.page, { name: 'a' });
    const names: string[] = [];
    opened.onModel(({ name }) => names.push(name));
    const panel = sample.panel();
    panel.send({ kind: 'rename', to: 'c' });
    await until('the wish', () => names.length === 1);
    assert.deepEqual([names, panel.title], [['c'], 'c']);
    panel.close();
    assert.equal((await opened.closed).name, 'c');
  });

  it('fulfil one wish at a time, say so, and say what went wrong', async () => {
    const sample = new Sample();
    const panel = await sample.open();
    const open = sample.hold();
    panel.send({ kind: 'look' });
    panel.send({ kind: 'look' });
    panel.send({ kind: 'rename', to: 'x' });
    assert.deepEqual([told(panel)?.busy, sample.looks], [true, 1]);
    open();
    await until('the end of it', () => told(panel)?.busy === false);
    assert.equal(told(panel)?.model?.name, 'a');
    sample.gate = Promise.resolve();
    sample.fail = failure('conflict', { name: 'a', usedBy: ['web'], detail: '' });
    panel.send({ kind: 'rename', to: 'x' });
    await until('the error', () => told(panel)?.error !== undefined);
    assert.equal(told(panel)?.model?.name, 'a');
    sample.fail = failure('cancelled', { operation: 'x' });
    panel.send({ kind: 'rename', to: 'x' });
    await until('the end of it', () => told(panel)?.busy === false && told(panel)?.error === undefined);
    sample.pages.dispose();
  });

  it('are read anew when asked, and once after a burst of events about them, but for those of others', async () => {
    const sample = new Sample();
    const panel = await sample.open();
    panel.send({ kind: 'refresh' });
    await until('the reading', () => told(panel)?.model?.readings === 2);
    for (let count = 0; count < 50; count++) sample.happen('a');
    sample.happen('b');
    await until('the reading after the events', () => told(panel)?.model?.readings === 3);
    assert.deepEqual(sample.reasons, ['open', 'refresh', 'stale']);
    sample.happen('b');
    panel.send({ kind: 'refresh' });
    await until('the last one', () => told(panel)?.model?.readings === 4);
    assert.equal(sample.reasons.at(-1), 'refresh');
    sample.pages.dispose();
  });

  it('keep what they show when a reading behind them fails, and log it', async () => {
    const sample = new Sample();
    const panel = await sample.open();
    sample.fail = failure('connectionLost', { operation: 'x' });
    sample.happen('a');
    await until('the log', () => sample.app.record.logged.length === 1);
    panel.send({ kind: 'ready' });
    await until('an answer', () => told(panel) !== undefined);
    assert.deepEqual([told(panel)?.model?.readings, told(panel)?.error], [1, undefined]);
    sample.pages.dispose();
  });

  it('read the rest of what is not finished at once, and drop what was read behind a wish', async () => {
    const sample = new Sample();
    sample.half = true;
    const panel = await sample.open();
    await until('the rest', () => told(panel)?.model?.readings === 2);
    assert.deepEqual([sample.reasons, told(panel)?.model?.half], [['open', 'rest'], undefined]);
    sample.half = false;
    const open = sample.hold();
    sample.happen('a');
    await until('the reading', () => sample.reasons.length === 3);
    sample.gate = Promise.resolve();
    panel.send({ kind: 'rename', to: 'z' });
    await until('the wish', () => told(panel)?.model?.name === 'z' && !told(panel)?.busy);
    open();
    await turns();
    panel.send({ kind: 'ready' });
    await turns();
    assert.equal(told(panel)?.model?.name, 'z', 'what was read before the wish is not shown after it');
    sample.pages.dispose();
  });

  it('listen to nothing while they are hidden, and are read when they are back', async () => {
    const sample = new Sample();
    const panel = await sample.open();
    assert.equal(sample.watchers, 1);
    panel.see(false);
    assert.equal(sample.watchers, 0);
    sample.happen('a');
    await turns();
    assert.deepEqual(sample.reasons, ['open']);
    panel.see(true);
    panel.send({ kind: 'ready' });
    await until('the reading', () => told(panel)?.model?.readings === 2);
    assert.deepEqual([sample.reasons, sample.watchers], [['open', 'stale'], 1]);
    panel.close();
    assert.equal(sample.watchers, 0);
    sample.happen('a');
    await turns();
    assert.equal(sample.reasons.length, 2);
  });

  it('tell the page what it is, and are opened again by that after a reload of the window', async () => {
    const before = new Sample();
    const panel = await before.open('a');
    panel.send({ kind: 'ready' });
    await until('what it is', () => told(panel) !== undefined);
    const { identity } = told(panel)!;
    const sample = new Sample();
    const open = sample.hold();
    const again = await sample.panels.reload('sample', { identity, own: { query: 'x' } });
    again.send({ kind: 'ready' });
    assert.deepEqual([told(again)?.model, told(again)?.busy], [undefined, true]);
    open();
    await until('the model', () => told(again)?.model?.name === 'a' && !told(again)?.busy);
    assert.equal(again.title, 'a');
    await sample.open('a');
    assert.deepEqual([sample.panels.opened.length, again.revealed], [1, 1], 'it is the page of this key');
    before.pages.dispose();
    sample.pages.dispose();
  });

  it('say why they could not be read after a reload, and are read when asked', async () => {
    const sample = new Sample();
    sample.fail = failure('notFound', { what: 'image', name: 'a' });
    const panel = await sample.panels.reload('sample', { identity: { engine: 'one', argument: { name: 'a' } } });
    await until('the error', () => told(panel)?.error !== undefined && !told(panel)?.busy);
    panel.send({ kind: 'look' });
    assert.equal(sample.looks, 0, 'what shows nothing offers nothing');
    sample.fail = undefined;
    panel.send({ kind: 'refresh' });
    await until('the model', () => told(panel)?.model !== undefined);
    sample.pages.dispose();
  });

  it('are closed after a reload where nothing, another engine or nonsense was kept', async () => {
    const sample = new Sample();
    const kept: readonly unknown[] = [
      undefined, null, {}, [], 'x', { identity: null }, { identity: { engine: 'two', argument: { name: 'a' } } }, { identity: { engine: 'one' } },
      { identity: { engine: 'one', argument: { name: ['a'] } } }, { identity: { argument: { name: 'a' } } }, JSON.parse('{"__proto__":{"identity":{"engine":"one","argument":{"name":"a"}}}}'),
    ];
    for (const each of kept) assert.equal((await sample.panels.reload('sample', each)).closed, true, JSON.stringify(each));
    assert.deepEqual(sample.reasons, []);
    const first = await sample.open('a');
    assert.equal((await sample.panels.reload('sample', { identity: { engine: 'one', argument: { name: 'a' } } })).closed, true, 'it is open already');
    assert.equal(first.closed, false);
    sample.pages.dispose();
  });

  it('have each its id, and read what they have kept', () => {
    assert.deepEqual(definitions.map(({ id }) => id).sort(), [...pageIds]);
    const image = `sha256:${'a'.repeat(64)}`;
    const saved: Readonly<Record<string, unknown>> = { inspect: { id: image, name: 'app:1' }, 'disk-usage': {}, 'prune-plan': { subject: 'everything', scope: 'unused', volumes: 'none', filters: { until: ['24h'] } }, 'build-form': { file: '/w/Dockerfile' }, 'run-form': { image: 'app:1', keep: { name: 'web', keptFor: 'user' } }, container: { id: 'a'.repeat(64), name: 'web' }, stats: { ids: ['a'.repeat(64)] }, 'build-context': { folder: '/w', dockerfile: '/w/Dockerfile' }, logs: { containers: [{ id: 'a'.repeat(64), name: 'web' }], range: { since: '10m', until: '', tail: 5 }, timestamps: true } };
    for (const page of definitions) {
      // A build ends with the window that has begun it.
      if (page.id === 'build') {
        assert.equal(page.reopen({ build: 1, place: '/w/Dockerfile' }, () => assert.fail('opened')), false);
        continue;
      }
      let argument: unknown;
      assert.ok(page.reopen(saved[page.id], (_page, read) => void (argument = read)), page.id);
      assert.deepEqual(argument, saved[page.id]);
      for (const nonsense of [{ id: 'x' }, { id: image, name: 1 }, { subject: 'networks', scope: 'dangling' }, { subject: ['images'] }]) {
        if (page.id !== 'disk-usage' && page.id !== 'stats') assert.equal(page.reopen(nonsense, () => assert.fail('opened')), false);
      }
    }
  });
});
