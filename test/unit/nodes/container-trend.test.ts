import assert from 'node:assert/strict';
import type { ContainerStats } from '../../../src/core/container-stats';
import { failure } from '../../../src/core/errors';
import { containerNode } from '../../../src/nodes/container';
import { sparkline } from '../../../src/nodes/container-trend';
import { fakeApp } from '../../support/fake-app';
import { container } from '../commands/samples';

/** One a second, each with twice the processor time of the one before. */
const reading = (second: number): ContainerStats => ({ time: 1_000 * second, cpu: 2 ** second, processors: 2, memory: 50_000_000, memoryLimit: 64_000_000, networkReceived: 0, networkSent: 0, blockRead: 0, blockWritten: 0, pids: 1 });

/** An engine that tells readings without end, and counts how many streams were begun and ended. */
function world(tell: (second: number, signal: AbortSignal | undefined) => Promise<ContainerStats> = (second) => Promise.resolve(reading(second))) {
  const streams = { begun: 0, ended: 0, read: 0 };
  async function* readings(signal: AbortSignal | undefined): AsyncGenerator<ContainerStats> {
    streams.begun += 1;
    try {
      for (;;) {
        const told = await tell(streams.read + 1, signal);
        if (signal?.aborted) return;
        streams.read += 1;
        yield told;
      }
    } finally {
      streams.ended += 1;
    }
  }
  return { streams, app: fakeApp({ engine: { containers: { stats: (_id, signal) => Promise.resolve(readings(signal)) } } }) };
}

describe('the tooltip of a container', () => {
  const of = (state: 'running' | 'paused' | 'exited') => ({ container: container('web', { state }), readAt: 0 });
  const tooltip = async (app: ReturnType<typeof fakeApp>, state: 'running' | 'paused' | 'exited' = 'running', signal = new AbortController().signal): Promise<string> => (await containerNode.tooltip?.(of(state), app, signal)) ?? '';

  it('reads for a moment what it uses, and tells how that went in words and blocks', async () => {
    const { app, streams } = world();
    const text = await tooltip(app);
    assert.match(text, /^- CPU: 8\.0 %, rising ▅█$/m);
    assert.match(text, /^- Memory: 50MB of 64MB, steady ██$/m);
    assert.match(text, /^- Image: app\\:1$/m);
    assert.deepEqual(streams, { begun: 1, ended: 1, read: 3 });
    assert.match(await tooltip(app), /^- CPU: 8\.0 %, rising/m);
    assert.equal(streams.begun, 1, 'what was just read is not read again');
  });

  it('reads nothing of a container that does not run, and nothing once the pointer has left', async () => {
    const { app, streams } = world();
    assert.doesNotMatch(await tooltip(app, 'paused'), /CPU/);
    assert.doesNotMatch(await tooltip(app, 'exited'), /CPU/);
    assert.doesNotMatch(await tooltip(app, 'running', AbortSignal.abort()), /CPU/);
    assert.equal(streams.begun, 0);
    const leaving = new AbortController();
    const slow = world((second, signal) => {
      if (second === 1) return Promise.resolve(reading(1));
      leaving.abort();
      return Promise.resolve(reading(signal?.aborted ? NaN : second));
    });
    assert.doesNotMatch(await tooltip(slow.app, 'running', leaving.signal), /CPU/);
    assert.deepEqual(slow.streams, { begun: 1, ended: 1, read: 1 });
  });

  it('tells the rest where the engine tells nothing of that', async () => {
    const { app, streams } = world(() => Promise.reject(failure('engineFailed', { operation: 'stats', status: 500, detail: 'no' })));
    const text = await tooltip(app);
    assert.doesNotMatch(text, /CPU/);
    assert.match(text, /^- Image: app\\:1$/m);
    assert.deepEqual(streams, { begun: 1, ended: 1, read: 0 });
  });

  it('draws blocks as shares of the highest value', () => {
    assert.equal(sparkline([0, 1, 2, 4, 8], 1), '▁▂▃▅█');
    assert.equal(sparkline([0, 0], 1), '▁▁');
  });
});
