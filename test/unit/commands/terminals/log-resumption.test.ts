import assert from 'node:assert/strict';
import { LinesLeftOut, LogResumption } from '../../../../src/commands/terminals/log-resumption';
import type { Engine } from '../../../../src/engine/engine';
import type { EngineInformation } from '../../../../src/engine/information';
import type { LogOptions } from '../../../../src/engine/containers/containers';

describe('commands: where a log is read on', () => {
  const engineOf = (kind: EngineInformation['kind'], log: string, asked: LogOptions[] = [], size = 7): Engine =>
    ({
      information: { kind },
      containers: {
        logs: (_container: string, options: LogOptions) => {
          asked.push(options);
          const bytes = Buffer.from(log);
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => ({ stream: 'stdout', data: bytes.subarray(index * size, (index + 1) * size) }));
          return Promise.resolve(pieces);
        },
      },
    }) as unknown as Engine;
  const shownOf = async (shown: string, log: string): Promise<number> => {
    const resumption = new LogResumption({});
    for (const piece of shown.match(/[^]{1,5}/g) ?? []) resumption.remember(Buffer.from(piece));
    return (await resumption.from(engineOf('podman', log), 'web', 5_900)).shownLines;
  };

  it('asks Docker for what came after the end of a run, and leaves out what of it was shown', async () => {
    const asked: LogOptions[] = [];
    assert.deepEqual(await new LogResumption({}).from(engineOf('docker', '', asked), 'web', 5_900), { since: 5_901, shownLines: 0 });
    assert.equal(asked[0]?.since, 5_901);
    // Lines that the engine has read after the end of their process have a later time.
    const resumption = new LogResumption({});
    resumption.remember(Buffer.from('same\nrun 1\nsame\nend 1\n'));
    for (const [log, shownLines] of [['same\nend 1\n', 2], ['end 1\n', 1], ['same\nrun 1\nsame\nend 1\n', 4], ['same\nrun 2\n', 0], ['end 1\nsame\nrun 2\n', 1]] as const) {
      assert.deepEqual(await resumption.from(engineOf('docker', log), 'web', 5_900), { since: 5_901, shownLines }, log);
    }
  });

  it('asks Podman for the whole second, in the form that is shown', async () => {
    const asked: LogOptions[] = [];
    assert.deepEqual(await new LogResumption({ timestamps: true }).from(engineOf('podman', '', asked), 'web', 5_900), { since: 5_000, shownLines: 0 });
    assert.deepEqual([asked[0]?.since, asked[0]?.follow, asked[0]?.timestamps], [5_000, false, true]);
  });

  it('leaves out the lines with which the shown text ends', async () => {
    assert.equal(await shownOf('a\nb\nc\n', 'b\nc\n'), 2);
    assert.equal(await shownOf('a\nb\nc\n', 'b\nc\nd\ne\n'), 2);
    assert.equal(await shownOf('a\nb\nc\n', 'd\n'), 0);
    assert.equal(await shownOf('', 'd\n'), 0);
    assert.equal(await shownOf('a\nb\n', ''), 0);
    assert.equal(await shownOf('same\nrun 1\nsame\n', 'same\nrun 1\nsame\nrun 2\n'), 3);
    assert.equal(await shownOf('x\nsame\n', 'same\nsame\n'), 1);
    assert.equal(await shownOf('grüße €\nunfertig', 'grüße €\nunfertig'), 1);
  });

  it('takes a moment for very many equal lines', async () => {
    assert.equal(await shownOf('\n'.repeat(60_000), `${'\n'.repeat(30_000)}x\n`), 30_000);
    assert.equal(await shownOf('\n'.repeat(3_000), '\n'.repeat(2_000)), 2_000);
  });

  it('leaves out whole lines, wherever the pieces end', () => {
    const text = 'one\ntwo\n\nthree\nfour';
    for (let size = 1; size <= text.length; size += 1) {
      for (const [count, expected] of [[0, text], [1, 'two\n\nthree\nfour'], [3, 'three\nfour'], [9, '']] as const) {
        const left = new LinesLeftOut(count);
        let result = '';
        for (let at = 0; at < text.length; at += size) result += Buffer.from(left.next(Buffer.from(text.slice(at, at + size)))).toString();
        assert.equal(result, expected, `${String(count)} lines, pieces of ${String(size)}`);
      }
    }
  });
});
