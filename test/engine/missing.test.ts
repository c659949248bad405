import assert from 'node:assert/strict';
import { tarOf } from '../../scripts/environment/images';
import { runImage } from '../../src/commands/images/run';
import type { ObjectKind, SlipwayError } from '../../src/core/errors';
import type { Engine } from '../../src/engine/engine';
import { fakeApp, runWithAnswers } from '../support/fake-app';
import { loadShellImage, openRegistry, pushCompressed, testEngine, unique } from './support';

/** Options that need something that is not there: what is missing, and its name. */
const lines: readonly (readonly [options: string, what: ObjectKind, name: string])[] = [
  ['--mount type=bind,source=/slipway-none,target=/x', 'path', '/slipway-none'],
  ['--log-driver slipway-none', 'logDriver', 'slipway-none'],
  ['--network slipway-none', 'network', 'slipway-none'],
  ['--network container:slipway-none', 'container', 'slipway-none'],
  ['--pid container:slipway-none', 'container', 'slipway-none'],
  ['--volumes-from slipway-none', 'container', 'slipway-none'],
  ['--link slipway-none', 'container', 'slipway-none'],
  ['--user slipway-none', 'user', 'slipway-none'],
  ['--user root:slipway-none', 'group', 'slipway-none'],
  ['--device /dev/slipway-none', 'device', '/dev/slipway-none'],
  ['--runtime slipway-none', 'runtime', 'slipway-none'],
  ['-v slipway-none:/x --volume-driver slipway-none', 'volumeDriver', 'slipway-none'],
  ['--gpus all', 'deviceDriver', ''],
];

describe('engine: what a run needs and is not there', function () {
  this.timeout(60_000);
  let engine: Engine;
  let reference = '';
  let id: unknown;
  const loaded = `${unique('slipway-missing')}:1`;

  before(async () => {
    engine = await testEngine();
    // The registry has another image of the name: a pull would move the local tag.
    reference = await pushCompressed(openRegistry(), unique('slipway-missing'), await tarOf([{ path: unique('another'), size: 10 }]));
    const name = await loadShellImage(engine, loaded);
    await engine.tagImage(name, reference);
    await engine.removeImage(name);
    id = (await engine.inspectImage(reference))['Id'];
  });
  after(async () => {
    await engine.removeImage(reference, { force: true });
    engine.dispose();
  });

  for (const [options, what, name] of lines) {
    it(`${options}: names the ${what}, pulls nothing, leaves nothing`, async () => {
      const app = fakeApp({ information: engine.information, engine });
      const before = await ids(engine);
      const line = `-d ${options} ${reference} sleep 300`;
      const error = await runWithAnswers(runImage, app, { line }).then(
        () => undefined,
        (reason: unknown) => reason as SlipwayError,
      );
      const podman = engine.information.kind === 'podman';
      if (error === undefined) {
        // Podman makes a missing path, and takes any runtime and volume driver.
        assert.ok(podman && ['path', 'runtime', 'volumeDriver'].includes(what), 'the engine did it');
        const made = (await ids(engine)).filter((each) => !before.includes(each));
        for (const container of made) await engine.removeContainer(container, { force: true, volumes: true });
      } else if (podman && (what === 'deviceDriver' || options.startsWith('--link'))) assert.equal(error.kind, 'unsupported', error.message);
      else {
        assert.equal(error.kind, 'notFound', error.message);
        const details = error.failure.details as { readonly what: ObjectKind; readonly name: string; readonly detail: string };
        assert.deepEqual([details.what, details.name], [what, podman && what === 'logDriver' ? '' : name], error.message);
        assert.notEqual(details.detail, '');
      }
      assert.equal((await engine.inspectImage(reference))['Id'], id);
      assert.deepEqual(await ids(engine), before);
    });
  }
});

async function ids(engine: Engine): Promise<readonly string[]> {
  return (await engine.listContainers({ all: true })).map((container) => container.id).sort();
}
