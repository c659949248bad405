import assert from 'node:assert/strict';
import { LogTerminal } from '../../src/commands/terminals/log-terminal';
import type { Engine } from '../../src/engine/engine';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { fakeApp } from '../support/fake-app';
import { eventually, loadShellImage, testEngine, unique } from './support';

describe('engine: logs that go on after a restart', () => {
  let engine: Engine;
  let image: string;
  let connection: LiveEngineConnection;
  const containers: string[] = [];

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-logs')}:1`);
    connection = new LiveEngineConnection({ chosen: () => process.env['SLIPWAY_TEST_DOCKER_HOST'] ?? '', environment: hostEnvironment() });
  });

  after(async () => {
    connection.dispose();
    for (const id of containers) await engine.containers.remove(id, { force: true }).catch(() => undefined);
    await engine.images.remove(image);
    engine.dispose();
  });

  for (const { timestamps, tty } of [{ timestamps: false, tty: false }, { timestamps: true, tty: false }, { timestamps: false, tty: true }]) {
    it(`show each line once${timestamps ? ', with its time' : ''}${tty ? ', of a terminal' : ''}`, async () => {
      // Each run says the same line, and one of its own.
      const script = 'n=$(cat /n 2>/dev/null || echo 0); n=$((n+1)); echo $n > /n; echo same; echo run $n; echo same; echo end $n; exit $n';
      const { id } = await engine.containers.create({ body: { Image: image, Tty: tty, Cmd: ['sh', '-c', script] } });
      containers.push(id);
      const log = new LogTerminal({ ...fakeApp(), connection }, { container: id, timestamps });
      let heard = '';
      log.onData((data) => (heard += Buffer.from(data).toString('utf8')));
      const said = (): readonly string[] =>
        heard.split(/\r?\n/).filter((line) => line !== '' && !line.includes('—')).map((line) => (timestamps ? line.replace(/^\S+ /, '') : line));
      for (const run of [1, 2, 3]) {
        await engine.containers.start(id);
        await engine.containers.wait(id);
        await eventually(() => (heard.includes(`exit code ${String(run)}`) ? true : undefined), `end of run ${String(run)} in ${heard}`);
      }
      log.dispose();
      assert.deepEqual(said(), [1, 2, 3].flatMap((run) => ['same', `run ${String(run)}`, 'same', `end ${String(run)}`]));
    });
  }
});
