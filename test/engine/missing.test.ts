import assert from 'node:assert/strict';
import { shellFiles, tarOf } from '../../scripts/environment/images';
import { runImage } from '../../src/commands/images/run';
import type { ObjectKind, SlipwayError } from '../../src/core/errors';
import type { Engine } from '../../src/engine/engine';
import { fakeApp, runWithAnswers } from '../support/fake-app';
import { loadShellImage, openRegistry, pushCompressed, testEngine, unique } from './support';

/** Options that need something that is not there: what is missing, and its name. */
const lines: readonly (readonly [options: string, what: ObjectKind, name: string])[] = [
  ['--mount type=bind,source=/slipway-none,target=/x', 'path', '/slipway-none'],
  ['--network slipway-none', 'network', 'slipway-none'],
  ['--network container:slipway-none', 'container', 'slipway-none'],
  ['--pid container:slipway-none', 'container', 'slipway-none'],
  ['--volumes-from slipway-none', 'container', 'slipway-none'],
  ['--link slipway-none', 'container', 'slipway-none'],
  ['--user slipway-none', 'user', 'slipway-none'],
  ['--user root:slipway-none', 'group', 'slipway-none'],
  ['--device /dev/slipway-none', 'device', '/dev/slipway-none'],
  ['--runtime slipway-none', 'runtime', 'slipway-none'],
  ['--gpus all', 'deviceDriver', ''],
];
/** Docker looks for these for 15 seconds, so they are asked for at the same time. */
const drivers: typeof lines = [
  ['--log-driver slipway-none', 'logDriver', 'slipway-none'],
  ['-v slipway-none:/x --volume-driver slipway-none', 'volumeDriver', 'slipway-none'],
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
    await engine.images.tag(name, reference);
    await engine.images.remove(name);
    id = (await engine.images.inspect(reference))['Id'];
  });
  after(async () => {
    await engine.images.remove(reference, { force: true });
    engine.dispose();
  });

  /** Runs the line, and checks that it says what is missing. */
  async function refused([options, what, name]: (typeof lines)[number]): Promise<void> {
    const app = fakeApp({ information: engine.information, engine });
    const podman = engine.information.kind === 'podman';
    const error = await runWithAnswers(runImage, app, { line: `-d ${options} ${reference} sleep 300` }).then(
      (result) => (result as { container: string }).container,
      (reason: unknown) => reason as SlipwayError,
    );
    if (typeof error === 'string') {
      await engine.containers.remove(error, { force: true, volumes: true });
      // Podman makes a folder that is missing.
      assert.ok(podman && what === 'path', 'the engine did it');
    } else if (podman && (['runtime', 'volumeDriver', 'deviceDriver'].includes(what) || options.startsWith('--link'))) {
      assert.equal(error.kind, 'unsupported', error.message);
    } else {
      assert.equal(error.kind, 'notFound', error.message);
      const details = error.failure.details as { readonly what: ObjectKind; readonly name: string; readonly detail: string };
      assert.deepEqual([details.what, details.name], [what, podman && what === 'logDriver' ? '' : name], error.message);
      assert.notEqual(details.detail, '');
    }
  }

  for (const each of [...lines.map((line) => [line]), drivers]) {
    it(`${each.map(([options]) => options).join(' and ')}: names what is missing, pulls nothing, leaves nothing`, async () => {
      const before = await ids(engine);
      await Promise.all(each.map(refused));
      assert.equal((await engine.images.inspect(reference))['Id'], id);
      assert.deepEqual(await ids(engine), before);
    });
  }

  it('pulls the image when it is the image that is missing', async () => {
    const elsewhere = await pushCompressed(openRegistry(), unique('slipway-missing'), await tarOf(await shellFiles()));
    const app = fakeApp({ information: engine.information, engine });
    const { container } = (await runWithAnswers(runImage, app, { line: `-d ${elsewhere} sleep 300` })) as { container: string };
    await engine.containers.remove(container, { force: true });
    await engine.images.remove(elsewhere, { force: true });
  });
});

async function ids(engine: Engine): Promise<readonly string[]> {
  return (await engine.containers.list({ all: true })).map((container) => container.id).sort();
}
