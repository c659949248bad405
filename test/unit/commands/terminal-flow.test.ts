import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { LogTerminal } from '../../../src/commands/terminals/log-terminal';
import type { LogChunk } from '../../../src/engine/containers/containers';
import { until } from '../../support/conditions';
import { fakeApp } from '../../support/fake-app';

describe('terminals that are faster than a screen', () => {
  it('a log is read on when its terminal wants more', async () => {
    let given = 0;
    async function* chunks(): AsyncGenerator<LogChunk, void> {
      for (;;) {
        given += 1;
        await setImmediate();
        yield { stream: 'stdout', data: Buffer.from('line\n') };
      }
    }
    const app = fakeApp({ engine: { containers: { logs: () => Promise.resolve(chunks()), inspect: () => Promise.resolve({ State: { Running: true } }) },} });
    const terminal = new LogTerminal(app, { container: 'c' });
    let shown = 0;
    terminal.onData(() => {
      shown += 1;
      if (shown === 10) terminal.flow(false);
    });
    await until('ten lines', () => shown === 10);
    await setImmediate();
    await setImmediate();
    assert.equal(given, 10);
    terminal.flow(true);
    await until('more of them', () => shown > 20);
    terminal.dispose();
  });
});
