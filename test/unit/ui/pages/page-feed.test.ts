import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/emitter';
import { PageChannel } from '../../../../src/ui/pages/page-channel';
import type { PagePanel } from '../../../../src/ui/pages/panel';
import { until } from '../../../support/conditions';

/** A channel of a page that tells how often it was asked for news, and what it has posted. */
class Sample {
  readonly received = new Emitter<unknown>();
  readonly seen = new Emitter<boolean>();
  readonly posted: unknown[] = [];
  readonly asked: unknown[] = [];
  visible = true;
  looked = 0;
  news: object | undefined;
  readonly channel: PageChannel;

  constructor() {
    const isVisible = (): boolean => this.visible;
    const panel: PagePanel = {
      onMessage: this.received.event,
      onClose: new Emitter<void>().event,
      onVisible: this.seen.event,
      get visible() {
        return isVisible();
      },
      post: (message) => void this.posted.push(message),
      reveal: () => undefined,
      rename: () => undefined,
      dispose: () => undefined,
    };
    this.channel = new PageChannel({
      panel,
      read: () => undefined,
      message: () => ({ kind: 'show' }),
      ask: (message) => void this.asked.push(message),
      news: () => {
        this.looked++;
        return this.news;
      },
    });
  }

  get parts(): number {
    return this.posted.filter((message) => (message as { readonly kind: string }).kind === 'feed').length;
  }

  tell(number: number): void {
    this.news = { number };
    this.channel.news();
  }
}

describe('the feed of a page', () => {
  it('tells at once what is new, and the next when that was shown: the latest only', async () => {
    const sample = new Sample();
    sample.tell(1);
    assert.deepEqual(sample.posted, [{ kind: 'feed', part: { number: 1 } }]);
    for (let number = 2; number < 1_000; number++) sample.tell(number);
    assert.deepEqual([sample.parts, sample.looked], [1, 1]);
    sample.received.fire({ kind: 'fed' });
    await until('the next', () => sample.parts === 2);
    assert.deepEqual(sample.posted.at(-1), { kind: 'feed', part: { number: 999 } });
    sample.received.fire({ kind: 'fed' });
    sample.received.fire({ kind: 'fed' });
    assert.equal(sample.parts, 2, 'nothing is new');
    sample.channel.dispose();
  });

  it('looks for nothing while the page is hidden, and tells what is new when it is back', async () => {
    const sample = new Sample();
    sample.visible = false;
    for (let number = 0; number < 100; number++) sample.tell(number);
    assert.deepEqual([sample.parts, sample.looked], [0, 0]);
    sample.visible = true;
    sample.seen.fire(true);
    await until('what is new', () => sample.parts === 1);
    assert.deepEqual(sample.posted.at(-1), { kind: 'feed', part: { number: 99 } });
    sample.channel.dispose();
  });

  it('hears what was asked last, however often a page asks', async () => {
    const sample = new Sample();
    sample.news = { answer: true };
    for (let number = 0; number < 20_000; number++) sample.received.fire({ kind: 'feed', number });
    await until('the last to be heard', () => (sample.asked.at(-1) as { readonly number?: number } | undefined)?.number === 19_999);
    assert.ok(sample.asked.length <= 10, `${String(sample.asked.length)} were looked at`);
    assert.equal(sample.parts, 1, 'a page that has shown nothing is told no more');
    sample.channel.dispose();
  });

  it('begins anew with a page that is drawn anew', async () => {
    const sample = new Sample();
    sample.tell(1);
    sample.received.fire({ kind: 'ready' });
    sample.received.fire({ kind: 'feed' });
    await until('the answer', () => sample.parts === 2);
    sample.channel.dispose();
  });
});
