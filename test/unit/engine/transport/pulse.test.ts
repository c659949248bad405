import assert from 'node:assert/strict';
import { Pulse, usualRhythm } from '../../../../src/engine/transport/pulse';
import { ManualClock } from '../../../support/manual-clock';

interface AskedPing {
  readonly anew: boolean;
  readonly signal: AbortSignal;
  readonly answer: () => void;
  readonly fail: () => void;
}

/** Lets everything that is settled be noticed. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('engine/transport/pulse', () => {
  const { tick, quietTicks, patience } = usualRhythm;
  let clock: ManualClock;
  let pings: AskedPing[];
  let bytes: number;
  let deaths: number;
  let wakes: number;
  let pulse: Pulse;
  /** Answers every ping at once. */
  let answers: boolean;

  beforeEach(() => {
    clock = new ManualClock();
    [pings, bytes, deaths, wakes, answers] = [[], 0, 0, 0, false];
    pulse = new Pulse({
      ping: (signal, anew) =>
        new Promise<void>((resolve, reject) => {
          pings.push({ anew, signal, answer: resolve, fail: () => reject(new Error('refused')) });
          if (answers) resolve();
        }),
      mark: () => {
        const before = bytes;
        return { moved: () => bytes !== before };
      },
      onDead: () => (deaths += 1),
      onWake: () => (wakes += 1),
      clock,
    });
  });

  async function ticks(count: number): Promise<void> {
    for (let done = 0; done < count; done += 1) {
      clock.pass(tick);
      await settled();
    }
  }

  it('asks nothing while bytes move, and nothing while nobody waits', async () => {
    assert.equal(clock.ticking, false);
    pulse.start();
    for (let turn = 0; turn < 50; turn += 1) {
      bytes += 1;
      await ticks(1);
    }
    assert.equal(pings.length, 0);
    pulse.stop();
    assert.equal(clock.ticking, false);
  });

  it('asks beside a quiet stream, seldom, and lets it be silent for hours while answers come', async () => {
    answers = true;
    pulse.start();
    await ticks((3 * 3600 * 1000) / tick);
    assert.equal(deaths, 0);
    const most = (3 * 3600 * 1000) / (quietTicks * tick);
    assert.ok(pings.length > most / 2 && pings.length <= most, String(pings.length));
  });

  it('is certain after two attempts, the second on a new connection, and tells it once', async () => {
    pulse.start();
    await ticks(quietTicks);
    assert.deepEqual(pings.map(({ anew }) => anew), [false]);
    await ticks(patience);
    assert.deepEqual(pings.map(({ anew, signal }) => [anew, signal.aborted]), [[false, true], [true, false]]);
    assert.equal(deaths, 0);
    await ticks(patience);
    assert.equal(deaths, 1);
    assert.equal(clock.ticking, false);
    assert.equal(await pulse.ask(), false);
    pulse.start();
    assert.equal(clock.ticking, false);
  });

  for (let offset = 0; offset <= tick; offset += 100) {
    it(`drops a silent engine within 20 seconds; the last byte came ${offset} ms after a tick`, async () => {
      answers = true;
      pulse.start();
      await ticks(7);
      answers = false;
      clock.pass(offset);
      bytes += 1;
      const silentSince = clock.now();
      while (deaths === 0) {
        clock.pass(100);
        await settled();
        assert.ok(clock.now() - silentSince <= 20_000);
      }
    });
  }

  it('takes an answer that comes late, and one to the second attempt', async () => {
    pulse.start();
    for (const attempt of [0, 1]) {
      await ticks(quietTicks + attempt * patience);
      await ticks(patience - 1);
      pings.at(-1)!.answer();
      await settled();
    }
    await ticks(quietTicks - 1);
    assert.equal(deaths, 0);
    assert.equal(pings.length, 3);
  });

  it('takes bytes that move meanwhile for an answer', async () => {
    pulse.start();
    await ticks(quietTicks + patience);
    bytes += 1;
    await ticks(patience);
    assert.equal(deaths, 0);
  });

  it('does not take a process that was blocked for an engine that is silent', async () => {
    pulse.start();
    await ticks(quietTicks);
    // Each tick comes late, but less than after sleep.
    for (let turn = 0; turn < patience - 1; turn += 1) {
      clock.sleep(tick + usualRhythm.sleep - 1);
      clock.pass(0);
      await settled();
    }
    assert.equal(pings.length, 1);
    assert.equal(pings[0]!.signal.aborted, false);
  });

  it('takes one refusal for nothing, and two for the end', async () => {
    pulse.start();
    await ticks(quietTicks);
    pings[0]!.fail();
    await settled();
    await ticks(1);
    assert.equal(pings.length, 2);
    pings[1]!.answer();
    await settled();
    await ticks(quietTicks);
    pings[2]!.fail();
    await settled();
    await ticks(1);
    pings[3]!.fail();
    await settled();
    await ticks(1);
    assert.equal(deaths, 1);
  });

  it('asks at once after sleep, on a new connection, and once is enough', async () => {
    pulse.start();
    await ticks(1);
    clock.sleep(3_600_000);
    await ticks(1);
    assert.deepEqual(pings.map(({ anew }) => anew), [true]);
    await ticks(patience);
    assert.equal(deaths, 1);
    assert.equal(wakes, 0);
  });

  it('says that the computer slept when the engine answers afterwards', async () => {
    answers = true;
    pulse.start();
    await ticks(1);
    clock.sleep(60_000);
    await ticks(1);
    assert.deepEqual([wakes, deaths], [1, 0]);
  });

  it('begins anew when the computer sleeps in the middle of a check, and answers all who asked', async () => {
    const asked = [pulse.ask(), pulse.ask()];
    assert.equal(pings.length, 1);
    clock.sleep(60_000);
    await ticks(1);
    assert.deepEqual(pings.map(({ signal }) => signal.aborted), [true, false]);
    pings[1]!.answer();
    assert.deepEqual(await Promise.all(asked), [true, true]);
    // Nobody waits for the engine any more.
    assert.equal(clock.ticking, false);
  });

  it('answers who asks while nothing else waits', async () => {
    const asked = pulse.ask();
    await ticks(2 * patience);
    assert.equal(await asked, false);
    assert.equal(deaths, 1);
  });

  it('tells nothing after it was disposed', async () => {
    pulse.start();
    await ticks(quietTicks);
    const asked = pulse.ask();
    pulse.dispose();
    assert.equal(await asked, false);
    assert.deepEqual([deaths, clock.ticking, pings[0]!.signal.aborted], [0, false, true]);
  });
});
