import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeCommandLine } from '../../scripts/environment/tools';
import { composeDown } from '../../src/commands/compose/down';
import { composePull } from '../../src/commands/compose/pull';
import { composeUp } from '../../src/commands/compose/up';
import { SlipwayError } from '../../src/core/errors';
import type { ContainerSummary } from '../../src/engine/containers/containers';
import type { Engine } from '../../src/engine/engine';
import { accept, fakeApp, runWithAnswers } from '../support/fake-app';
import { engineSocket, loadShellImage, testEngine, unique } from './support';

describe('engine: a project of the real Compose', function () {
  this.timeout(120_000);
  let engine: Engine;
  let image = '';
  let folder = '';
  let program = '';
  const project = unique('slipway-compose');

  before(async function () {
    const words = await composeCommandLine();
    if (words === undefined) this.skip();
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-compose')}:1`);
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-compose-'));
    program = path.join(folder, 'docker-compose');
    await writeFile(program, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`, { mode: 0o755 });
    const service = (command: string): string => `    image: ${image}\n    stop_grace_period: 0s\n    pull_policy: never\n    command: ${command}\n`;
    await writeFile(path.join(folder, 'compose.yaml'), `name: ${project}\nservices:\n  web:\n${service('sleep 300')}    volumes: [data:/data]\n  db:\n${service('sleep 300')}volumes:\n  data: {}\n`);
  });
  after(async () => {
    if (folder === '') return;
    for (const { id } of await members()) await engine.containers.remove(id, { force: true });
    for (const { name } of await engine.networks.list()) if (name.startsWith(project)) await engine.networks.remove(name);
    for (const { name } of await engine.volumes.list()) if (name.startsWith(project)) await engine.volumes.remove(name);
    await engine.images.remove(image, { force: true });
    engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const members = async (): Promise<readonly ContainerSummary[]> => engine.containers.list({ all: true, filters: { label: [`com.docker.compose.project=${project}`] } });
  const world = (hasProgram = true) =>
    fakeApp({
      engine,
      address: `unix://${engineSocket()}`,
      answers: [accept],
      host: {
        variables: { PATH: folder, HOME: folder },
        isExecutable: (file) => Promise.resolve(hasProgram && file === program),
      },
    });

  it('is brought up, told by its containers, and taken down; its volume stays', async () => {
    const file = path.join(folder, 'compose.yaml');
    await runWithAnswers(composeUp, world(), { file });
    const made = await members();
    assert.deepEqual(made.map(({ state }) => state), ['running', 'running']);
    // Again, by the labels alone: nothing is made anew, but where Podman tells an image otherwise than Compose has noted it.
    await runWithAnswers(composeUp, world(), { project });
    const again = (await members()).map(({ id }) => id).sort();
    if (engine.information.kind === 'podman') assert.equal(again.length, 2);
    else assert.deepEqual(again, made.map(({ id }) => id).sort());
    await runWithAnswers(composeDown, world(), { project });
    assert.deepEqual(await members(), []);
    assert.deepEqual((await engine.volumes.list()).filter(({ name }) => name.startsWith(project)).length, 1);
    assert.deepEqual((await engine.networks.list()).filter(({ name }) => name.startsWith(project)), []);
  });

  it('says what its program said when that fails', async () => {
    const broken = path.join(folder, 'broken.yaml');
    await writeFile(broken, 'services:\n  web:\n    colour: red\n');
    await assert.rejects(runWithAnswers(composePull, world(), { file: broken }), (error) => SlipwayError.details(error, 'engineFailed')?.detail.includes('colour') ?? false);
    assert.deepEqual(await members(), []);
  });

  it('says what is missing where no program is installed', async () => {
    await assert.rejects(runWithAnswers(composeUp, world(false), { file: path.join(folder, 'compose.yaml') }), (error) => error instanceof SlipwayError && error.kind === 'unsupported');
  });
});
