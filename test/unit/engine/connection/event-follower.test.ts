import assert from 'node:assert/strict';
import type { Engine } from '../../../../src/engine/engine';
import type { EngineEvent } from '../../../../src/engine/system/system';
import { EventFollower } from '../../../../src/engine/connection/event-follower';

interface Stream {
  readonly since: number | undefined;
  readonly open: () => void;
  readonly tell: (time: number) => void;
  readonly end: (error?: Error) => void;
  readonly signal: AbortSignal;
}

describe('engine/connection/event-follower', () => {
  let streams: Stream[];
  let told: (number | 'open')[];
  let follower: EventFollower;
  beforeEach(() => {
    streams = [];
    told = [];
    follower = new EventFollower({ onOpen: () => { told.push('open'); }, onEvent: ({ time }) => { told.push(time); } });
  });

  /** An engine whose streams the test holds; an aborted one ends. */
  const engine = (id: string): Engine => ({
    information: { id },
    system: { streamEvents: ({ since, signal, onOpen, onEvent }: { since?: number; signal: AbortSignal; onOpen: () => void; onEvent: (event: EngineEvent) => void }) => new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => resolve());
      streams.push({ since, signal, open: onOpen, tell: (time) => onEvent({ time } as EngineEvent), end: (error) => { if (error) reject(error); else resolve(); } });
    }) },
  }) as unknown as Engine;
  const never = new AbortController().signal;
  /** Follows one engine until the stream ends, after these events. */
  async function follow(id: string, ...times: readonly number[]): Promise<Stream> {
    const following = follower.follow(engine(id), never);
    const stream = streams.at(-1)!;
    stream.open();
    for (const time of times) stream.tell(time);
    stream.end();
    assert.equal(await following, false);
    return stream;
  }

  it('tells what it hears', async () => {
    assert.equal((await follow('a', 5, 6, 6)).since, undefined);
    assert.deepEqual(told, ['open', 5, 6, 6]);
  });
  it('asks for what came since, and does not tell it twice', async () => {
    await follow('a', 5, 6);
    assert.equal((await follow('a', 5, 6, 7)).since, 6);
    assert.deepEqual(told, ['open', 5, 6, 'open', 7]);
  });
  it('asks another engine, or one without an id, for nothing that came before', async () => {
    await follow('a', 5);
    assert.equal((await follow('b', 4)).since, undefined);
    assert.equal((await follow('a', 3)).since, undefined);
    assert.equal((await follow('', 2)).since, undefined);
    assert.equal((await follow('', 1)).since, undefined);
    assert.deepEqual(told, ['open', 5, 'open', 4, 'open', 3, 'open', 2, 'open', 1]);
  });
  it('asks for nothing before, when nothing was heard', async () => {
    await follow('a');
    assert.equal((await follow('a')).since, undefined);
  });
  it('believes an engine whose clock was set back, after a moment', async () => {
    await follow('a', 9);
    const following = follower.follow(engine('a'), never);
    const stream = streams.at(-1)!;
    const now = performance.now.bind(performance);
    try {
      stream.open();
      stream.tell(8);
      const later = now() + 1_001;
      performance.now = () => later;
      stream.tell(8);
    } finally {
      performance.now = now;
    }
    stream.end();
    await following;
    assert.deepEqual(told, ['open', 9, 'open', 8]);
    assert.equal((await follow('a')).since, 8);
  });
  it('opens anew when told to, and says so', async () => {
    follower.renew();
    const following = follower.follow(engine('a'), never);
    const [stream] = streams;
    stream!.open();
    follower.renew();
    stream!.open();
    stream!.tell(5);
    assert.equal(await following, true);
    assert.deepEqual(told, ['open'], 'an ended stream tells nothing');
    follower.renew();
    await follow('a', 6);
    assert.deepEqual(told, ['open', 'open', 6]);
  });
  it('ends with its signal, and passes a failure on', async () => {
    const abort = new AbortController();
    const following = follower.follow(engine('a'), abort.signal);
    abort.abort();
    assert.equal(await following, false);
    const failing = follower.follow(engine('a'), never);
    streams.at(-1)!.end(new Error('broken'));
    await assert.rejects(failing, /broken/);
  });
});
