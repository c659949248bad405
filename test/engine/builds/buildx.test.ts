import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildxCommandLine } from '../../../scripts/environment/tools';
import type { BuildEvent } from '../../../src/core/build/build-progress';
import { SlipwayError } from '../../../src/core/errors';
import type { DockerProgram } from '../../../src/engine/builder/builder';
import type { Engine } from '../../../src/engine/engine';
import { buildCalls } from '../../support/fake-builds';
import { failsWith, loadShellImage, openRegistry, testEngine, unique } from '../support';

describe('engine: builds by docker buildx', function () {
  this.timeout(120_000);
  let engine: Engine;
  let base = '';
  let folder = '';
  let program: DockerProgram;
  const made: string[] = [];

  before(async function () {
    engine = await testEngine();
    const words = await buildxCommandLine();
    if (engine.information.kind !== 'docker' || words === undefined) this.skip();
    base = await loadShellImage(engine, `${unique('slipway-buildx-base')}:1`);
    made.push(base);
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-buildx-test-'));
    // Stands for the docker command line, which hands `buildx` over to its plugin.
    const file = path.join(folder, 'docker');
    await writeFile(file, `#!/bin/sh\nshift\nexec ${words.join(' ')} "$@"\n`);
    await chmod(file, 0o755);
    const environment = { PATH: process.env['PATH'], BUILDX_CONFIG: path.join(folder, 'buildx'), DOCKER_CONFIG: path.join(folder, 'config'), BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
    program = { file, words: [], environment, temporaryDirectory: folder };
  });
  after(async () => {
    for (const name of made.reverse()) await engine.images.remove(name, { force: true }).catch(() => undefined);
    if (folder !== '') await rm(folder, { recursive: true, force: true });
    engine.dispose();
  });

  const calls = (events: BuildEvent[] = [], signal?: AbortSignal) =>
    buildCalls({ dockerProgram: () => Promise.resolve(program), onEvent: (event) => events.push(event), secret: () => Promise.resolve(Buffer.from('hidden value')), ...(signal && { signal }) });
  const text = (dockerfile: string) => ({ source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/Dockerfile', text: dockerfile } }) as const;

  it('push as part of the build, with arguments and secrets that no command line shows', async () => {
    const events: BuildEvent[] = [];
    const reference = `${openRegistry()}/${unique('buildx')}:1`;
    const dockerfile = `FROM ${base}\nARG TOKEN\nRUN --mount=type=secret,id=s test "$TOKEN/$(cat /run/secrets/s)" = "of the environment/hidden value" && cat /proc/*/cmdline | tr '\\0' ' ' | head -c 1 > /dev/null\n`;
    await engine.builder.build({ ...text(dockerfile), references: [reference], push: true, buildArguments: { TOKEN: 'of the environment' }, secrets: [{ id: 's', source: { kind: 'stored' } }] }, calls(events));
    const [repository = '', tag = ''] = reference.slice(reference.indexOf('/') + 1).split(':');
    const answer = await fetch(`http://${openRegistry()}/v2/${repository}/manifests/${tag}`, { headers: { Accept: 'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json' } });
    assert.equal(answer.status, 200);
    assert.ok(events.some((event) => event.kind === 'builder' && event.builder === 'buildx'));
    assert.ok(events.some((event) => event.kind === 'step' && event.step.name.includes('RUN --mount=type=secret') && event.step.completed !== undefined));
    made.push(reference);
  });

  it('tell the step and the line that failed', async () => {
    const details = await failsWith(engine.builder.build({ ...text(`FROM ${base}\n\nRUN echo before && exit 7\n`), push: true, references: [`${openRegistry()}/${unique('buildx')}:1`] }, calls()), 'buildFailed');
    assert.match(details.step, /RUN echo before/);
    assert.match(details.detail, /exit code: 7/);
    // Earlier engines tell the step alone.
    if (Number.parseInt(engine.information.version, 10) >= 23) assert.equal(details.line, 3);
  });

  it('end when they are cancelled, and leave no file', async () => {
    const controller = new AbortController();
    const work = engine.builder.build(
      { ...text(`FROM ${base}\nRUN echo begun && sleep 300\n`), push: true, references: [`${openRegistry()}/${unique('buildx')}:1`] },
      { ...calls([], controller.signal), onEvent: (event) => event.kind === 'output' && event.output.text.includes('begun') && controller.abort() },
    );
    await assert.rejects(work, (error) => error instanceof SlipwayError && error.kind === 'cancelled');
    assert.deepEqual((await readdir(folder)).filter((name) => name.startsWith('slipway-buildx-')), []);
  });

  it('are refused with what they would need where it is not installed', async () => {
    const details = await failsWith(engine.builder.build({ ...text('FROM scratch\n'), platform: 'linux/amd64,linux/arm64' }, buildCalls()), 'unsupported');
    assert.match(details.detail ?? '', /buildx/);
  });
});
