import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildDockerfile } from '../../src/commands/dockerfile/build';
import { SlipwayError } from '../../src/core/errors';
import type { Engine } from '../../src/engine/engine';
import { buildCalls, buildRequest } from '../support/fake-builds';
import { fakeApp, type FakeApp, runWithAnswers } from '../support/fake-app';
import { eventually, failsWith, loadShellImage, testEngine, unique } from './support';

describe('engine: build', function () {
  this.timeout(120_000);
  let engine: Engine;
  let folder = '';
  let base = '';
  const made: string[] = [];

  before(async () => {
    engine = await testEngine();
    base = await loadShellImage(engine, `${unique('slipway-build-base')}:1`);
    made.push(base);
  });
  after(async () => {
    for (const name of made.reverse()) await engine.images.remove(name, { force: true }).catch(() => undefined);
    engine.dispose();
  });
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-build-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const appWithEngine = (): FakeApp => fakeApp({ information: engine.information, engine: { builder: engine.builder } });
  const write = async (name: string, content: string): Promise<string> => {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  };
  const build = (file: string, answers: Record<string, unknown> = {}): Promise<unknown> => runWithAnswers(buildDockerfile, appWithEngine(), { file, ...answers });

  it('builds an image of the context, without what is ignored, and gives its id', async () => {
    const file = await write('Dockerfile', `FROM ${base}\nCOPY . /context/\nRUN test -f /context/kept.txt && test ! -e /context/secret.txt && test -L /context/link\nLABEL made=here\n`);
    await write('.dockerignore', 'secret*\n');
    await write('kept.txt', 'kept');
    await write('secret.txt', 'secret');
    await symlink('kept.txt', path.join(folder, 'link'));
    const reference = `${unique('slipway-built')}:1`;
    made.push(reference);
    const result = (await build(file, { reference })) as { imageId: string; reference: string };
    const image = await engine.images.inspect(reference);
    assert.equal(result.imageId.replace('sha256:', ''), String(image['Id']).replace('sha256:', ''));
    assert.deepEqual((image['Config'] as { Labels: unknown }).Labels, { made: 'here', ...(engine.information.kind === 'podman' ? { 'io.buildah.version': (image['Config'] as { Labels: Record<string, string> }).Labels['io.buildah.version'] } : {}) });
  });

  it('ends with empty files, pipes and second names in the context', async () => {
    const file = await write('Dockerfile', `FROM ${base}\nCOPY package /p/\nRUN test -f /p/__init__.py && test ! -s /p/__init__.py && test -f /p/deep/.gitkeep && test "$(cat /p/second)" = text\n`);
    await write('package/__init__.py', '');
    await write('package/deep/.gitkeep', '');
    await link(await write('package/first', 'text'), path.join(folder, 'package/second'));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    await utimes(path.join(folder, 'package/first'), new Date(-1e9), new Date(-1e9));
    const reference = `${unique('slipway-built')}:empty`;
    made.push(reference);
    await build(file, { reference });
    assert.ok(await engine.images.inspect(reference));
  });

  it('takes files of any time, and a Dockerfile that is a link', async () => {
    await write('Real', `FROM ${base}\nCOPY old future /all/\nRUN date -r /all/future +%Y | grep -qx 2100\n`);
    await symlink('Real', path.join(folder, 'Dockerfile'));
    for (const [name, year] of [['old', 1960], ['future', 2100]] as const) {
      const time = new Date(Date.UTC(year, 5, 1));
      await utimes(await write(name, ''), time, time);
    }
    const reference = `${unique('slipway-built')}:5`;
    made.push(reference);
    await build(path.join(folder, 'Dockerfile'), { reference });
  });

  it('keeps a Dockerfile from elsewhere out of COPY, and so the cache; reads its own ignore file', async () => {
    const context = path.join(folder, 'app');
    await write('app/kept.txt', 'x');
    await write('app/ignored.txt', 'x');
    const file = await write('docker/My.Dockerfile', `FROM ${base}\nCOPY . /all/\nRUN test "$(ls -A /all)" = kept.txt\n`);
    await write('docker/My.Dockerfile.dockerignore', 'ignored*\n.dockerignore\n');
    // Counts for nothing here.
    await write('app/.dockerignore', 'kept*\n');
    const names = ['a', 'b'].map((tag) => `${unique('slipway-built')}:${tag}`);
    made.push(...names);
    for (const reference of names) await build(file, { context, reference });
    const [first, second] = await Promise.all(names.map(async (name) => (await engine.images.inspect(name))['Id']));
    assert.equal(first, second);
  });

  it('takes arguments, a stage, and a Dockerfile from outside the context', async () => {
    const context = path.join(folder, 'app');
    await write('app/file.txt', 'x');
    const file = await write('docker/My.Dockerfile', `ARG NAME\nFROM ${base} AS first\nARG NAME\nLABEL name=$NAME\nCOPY file.txt /\nFROM ${base} AS second\nRUN false\n`);
    const reference = `${unique('slipway-built')}:2`;
    made.push(reference);
    await build(file, { reference, context, target: 'first', buildArgs: { NAME: 'a b' } });
    const { Labels } = (await engine.images.inspect(reference))['Config'] as { Labels: Record<string, string> };
    assert.equal(Labels['name'], 'a b');
  });

  it('tells the step and the line that failed, and names no image', async () => {
    const file = await write('Dockerfile', `# comment\nFROM ${base}\n\nRUN true \\\n  && true\nRUN echo before && exit 7\n`);
    const reference = `${unique('slipway-built')}:3`;
    const details = await failsWith(build(file, { reference }), 'buildFailed');
    assert.equal(details.line, 6);
    assert.match(details.step, /RUN echo before/);
    assert.match(details.detail, /7/);
    await failsWith(engine.images.inspect(reference), 'notFound');
  });

  it('tells where a file is missing in the context', async () => {
    const file = await write('Dockerfile', `FROM ${base}\nCOPY nowhere.txt /\n`);
    const details = await failsWith(build(file), 'buildFailed');
    assert.equal(details.line, 2);
    assert.match(details.detail, /nowhere\.txt/);
  });

  it('tells a Dockerfile that cannot be read', async () => {
    const file = await write('Dockerfile', `FROM ${base}\nNONSENSE x\n`);
    const details = await failsWith(build(file), 'buildFailed');
    assert.match(details.detail, /NONSENSE/i);
    if (engine.information.kind === 'docker') assert.equal(details.line, 2);
  });

  it('takes what only BuildKit has', async function () {
    if (engine.builder.kind === 'classic') this.skip();
    const file = await write('Dockerfile', `FROM ${base}\nRUN --mount=type=cache,target=/x touch /x/y\n`);
    assert.ok(await build(file));
  });

  it('tells a context that cannot be read', async () => {
    const file = await write('Dockerfile', `FROM ${base}\n`);
    const details = await failsWith(build(file, { context: path.join(folder, 'none') }), 'fileFailed');
    assert.equal(details.code, 'ENOENT');
  });

  it('really stops when it is cancelled', async () => {
    await write('Dockerfile', `FROM ${base}\nRUN echo begun && sleep 300\n`);
    const controller = new AbortController();
    const reference = `${unique('slipway-built')}:4`;
    const output: string[] = [];
    const work = engine.builder.build(
      buildRequest(folder, { references: [reference] }),
      buildCalls({
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind !== 'output') return;
          output.push(event.output.text);
          if (/^begun/m.test(event.output.text)) controller.abort();
        },
      }),
    );
    await assert.rejects(work, (error) => error instanceof SlipwayError && (error.kind === 'cancelled' || assert.fail(`${error.message} after ${output.join('')}`)));
    await eventually(async () => {
      const left = await engine.containers.list({ all: true });
      return left.some(({ command }) => command.includes('echo begun')) ? undefined : true;
    }, 'no container of the build is left');
    await failsWith(engine.images.inspect(reference), 'notFound');
  });
});
