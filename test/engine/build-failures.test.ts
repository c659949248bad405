import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildRequest } from '../../src/core/build/build-request';
import { placeOfFailure } from '../../src/dockerfile/failed/place-of-failure';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { BuildCalls, BuildOutcome } from '../../src/engine/builder/builder';
import { buildClassic } from '../../src/engine/builder/classic/classic-build';
import type { Engine } from '../../src/engine/engine';
import { negotiate } from '../../src/engine/transport/negotiation';
import { EngineTransport } from '../../src/engine/transport/transport';
import { buildCalls, textRequest } from '../support/fake-builds';
import { type FailingBuild, failingBuilds } from '../support/failing-builds/kinds';
import { expectedPlace, failureOf, programFiles, type RecordedFailure } from '../support/failing-builds/record';
import { engineSocket, loadShellImage, openRegistry, testEngine, unique } from './support';

type Recorded = Readonly<Record<string, Readonly<Record<string, RecordedFailure | null>>>>;
const recorded = JSON.parse(readFileSync(path.join(__dirname, '../support/failing-builds/recorded.json'), 'utf8')) as Recorded;

describe('engine: failing builds', function () {
  this.timeout(120_000);
  let engine: Engine;
  let folder = '';
  let images: Readonly<Record<string, string>> = {};
  const made: string[] = [];

  before(async () => {
    engine = await testEngine();
    const base = await loadShellImage(engine, `${unique('slipway-failing-base')}:1`, { layers: [await programFiles('/bin/bash', '/bin/dash')] });
    const [trigger, copyTrigger] = [`${unique('slipway-failing-trigger')}:1`, `${unique('slipway-failing-copy')}:1`];
    made.push(base, trigger, copyTrigger);
    await engine.builder.build(textRequest(`FROM ${base}\nONBUILD RUN false\n`, { references: [trigger] }), buildCalls());
    await engine.builder.build(textRequest(`FROM ${base}\nONBUILD COPY not-in-context /x\n`, { references: [copyTrigger] }), buildCalls());
    const prefix = engine.information.kind === 'podman' ? 'docker.io/library/' : '';
    images = { BASE: base, TRIGGER: `${prefix}${trigger}`, COPYTRIGGER: `${prefix}${copyTrigger}`, REGISTRY: openRegistry() };
  });
  after(async () => {
    for (const name of made.reverse()) await engine.images.remove(name, { force: true }).catch(() => undefined);
    engine.dispose();
  });
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-failing-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const engineName = (): string => (engine.information.kind === 'podman' ? 'podman' : Number.parseInt(engine.information.version, 10) < 23 ? 'docker-20' : 'docker-28');

  /** Builds it, and looks where it is marked; a builder that builds it is one that has done so before. */
  const check = async (failing: FailingBuild, name: string, build: (request: BuildRequest, calls: BuildCalls) => Promise<BuildOutcome>): Promise<void> => {
    const said = await failureOf(failing, images, folder, build);
    if (!('kind' in said)) {
      made.push(said.imageId ?? '');
      assert.equal(recorded[failing.name]?.[name], null, 'it was built');
      return;
    }
    const { text, range } = expectedPlace(failing, images, said);
    const place = placeOfFailure(parseDockerfile(text), said);
    const shown = (one: { readonly start: number; readonly end: number } | undefined): string => (one ? `${String(one.start)} «${text.slice(one.start, one.end)}»` : 'nowhere');
    assert.equal(shown(place?.range), shown(range), JSON.stringify(said));
  };

  describe('are marked where they fail', () => {
    for (const failing of failingBuilds) {
      it(failing.name, async function () {
        if (failing.falls?.includes(engineName())) this.skip();
        await check(failing, engineName(), (request, calls) => engine.builder.build(request, calls));
      });
    }
  });

  it('are marked where the classic builder of Docker tells them', async function () {
    this.timeout(400_000);
    if (engineName() !== 'docker-20') this.skip();
    const transport = await EngineTransport.create({ socketPath: engineSocket(), address: engineSocket(), remote: false, basePath: '' });
    const wrong: string[] = [];
    try {
      const information = await negotiate(transport);
      for (const failing of failingBuilds) {
        if (failing.falls?.includes('docker-20')) continue;
        await check(failing, 'docker-20:classic', (request, calls) => buildClassic(transport, information, request, calls)).catch((error: unknown) => wrong.push(`${failing.name}: ${String(error)}`));
        await rm(folder, { recursive: true, force: true });
      }
    } finally {
      transport.dispose();
    }
    assert.deepEqual(wrong, []);
  });
});
