import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { BuildTerminal } from '../../../src/commands/dockerfile/build-terminal';
import { LogTerminal } from '../../../src/commands/terminals/log-terminal';
import type { LogChunk } from '../../../src/engine/containers/containers';
import { until } from '../../support/conditions';
import { fakeApp } from '../../support/fake-app';

describe('terminals that are faster than a screen', () => {
  it('a build is read on when its terminal wants more, and when it is closed', async () => {
    const terminal = new BuildTerminal();
    assert.equal(terminal.print('a'), undefined);
    terminal.flow(false);
    const shut = terminal.print('b');
    assert.ok(shut);
    terminal.flow(true);
    await shut;
    terminal.flow(false);
    const closed = terminal.print('c');
    terminal.dispose();
    await closed;
  });

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
