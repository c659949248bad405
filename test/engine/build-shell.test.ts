import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performBuild } from '../../src/commands/builds/perform-build';
import { openBuildShell } from '../../src/commands/builds/shell';
import { SlipwayError } from '../../src/core/errors';
import type { BuildRequest } from '../../src/core/build/build-request';
import type { TerminalStream } from '../../src/engine/containers/containers';
import type { Engine } from '../../src/engine/engine';
import { buildRequest } from '../support/fake-builds';
import { fakeApp, type FakeApp, runWithAnswers } from '../support/fake-app';
import { programFiles } from '../support/failing-builds/record';
import { eventually, loadShellImage, testEngine, unique } from './support';

/** What is shown in a terminal, and a way to type in it. */
class Screen {
  text = '';
  ended = false;
  constructor(private readonly stream: TerminalStream) {
    stream.onData((chunk) => (this.text += Buffer.from(chunk).toString()));
    stream.onEnd(() => (this.ended = true));
  }

  /** What a command prints, between two words that are not typed like that. */
  async run(command: string): Promise<string> {
    const from = this.text.length;
    this.stream.write(`echo be"gin"; ${command}; echo en"ded"\n`);
    const whole = await eventually(() => Promise.resolve(/begin\r\n([\s\S]*?)ended\r\n/.exec(this.text.slice(from))?.[1]), `the end of ${command}`);
    return whole.replaceAll('\r\n', '\n').trim();
  }

  close(): void {
    this.stream.dispose();
  }

  type(text: string): void {
    this.stream.write(text);
  }
}

describe('engine: shell where a build failed', function () {
  this.timeout(120_000);
  let engine: Engine;
  let base = '';
  let folder = '';

  before(async () => {
    engine = await testEngine();
    base = await loadShellImage(engine, `${unique('slipway-shell-base')}:1`, { layers: [await programFiles('/bin/bash')] });
  });
  after(async () => {
    await engine.images.remove(base, { force: true }).catch(() => undefined);
    engine.dispose();
  });
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-shell-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const leftAs = async (before: readonly string[]): Promise<void> => {
    let now: readonly string[] = [];
    const isSame = async (): Promise<true | undefined> => {
      // Podman cannot list images while one goes.
      now = await all().catch(() => ['?']);
      // Podman takes the parents of an image with it, whatever it is told: the cache of the last steps.
      const kept = engine.information.kind === 'podman' ? before.filter((id) => now.includes(id)) : before;
      return now.join() === kept.join() ? true : undefined;
    };
    await eventually(isSame, 'nothing is left').catch(() => assert.deepEqual(now, before));
  };
  const all = async (): Promise<readonly string[]> => {
    const images = await engine.images.list();
    const containers = await engine.containers.list({ all: true });
    return [...images.map(({ id }) => id), ...containers.map(({ id }) => id)].sort();
  };
  const failing = async (dockerfile: string, more: Partial<BuildRequest> = {}): Promise<FakeApp> => {
    await writeFile(path.join(folder, 'Dockerfile'), dockerfile);
    const app = fakeApp({ information: engine.information, engine: { builder: engine.builder, images: engine.images, containers: engine.containers } });
    await assert.rejects(performBuild(app, buildRequest(folder, more)), (error) => SlipwayError.details(error, 'buildFailed') !== undefined || assert.fail(String(error)));
    return app;
  };
  const open = async (app: FakeApp, answers: Record<string, unknown> = {}): Promise<Screen> => {
    await runWithAnswers(openBuildShell, app, { build: 1, ...answers });
    const [terminal] = app.record.terminals;
    assert.ok(terminal);
    return new Screen(await terminal.open(new AbortController().signal));
  };

  it('has the environment, the folder, the user and the files of the step, and leaves nothing', async () => {
    const app = await failing(
      [
        'ARG OUTSIDE=global',
        `FROM ${base} AS one`,
        'ARG GIVEN=wrong',
        'ENV FROM_ENV=env',
        'ARG WORKED_OUT=$FROM_ENV-$GIVEN',
        'RUN echo before > /before && mkdir -p /work && chown 65534 /work',
        'FROM one AS two',
        'ARG OUTSIDE',
        'WORKDIR /work',
        'USER nobody',
        "RUN touch made && \\",
        '    nosuchprogram "$GIVEN"',
        'FROM two',
        'RUN true',
        '',
      ].join('\n'),
      { buildArguments: { GIVEN: 'a b' }, target: 'two' },
    );
    const before = await all();
    const screen = await open(app);
    assert.equal(await screen.run('echo "$GIVEN|$FROM_ENV|$WORKED_OUT|$OUTSIDE"'), 'a b|env|env-a b|global');
    assert.equal(await screen.run('pwd; id -un; cat /before; ls'), '/work\nnobody\nbefore');
    assert.match(screen.text, /before line 11[^]*touch made && +nosuchprogram "\$GIVEN"/);
    screen.close();
    await leftAs(before);
  });

  it('is the shell of the step, with what failed in its history', async () => {
    const app = await failing(`FROM ${base}\nSHELL ["/bin/bash", "-ec"]\nRUN nosuchprogram --flag\n`);
    const before = await all();
    const screen = await open(app);
    assert.match(await screen.run('echo $BASH_VERSION; history'), /^\d+\.[^]*nosuchprogram --flag/);
    assert.match(screen.text, /up arrow/);
    screen.type('exit\n');
    await eventually(() => Promise.resolve(screen.ended || undefined), 'the end of the shell');
    await leftAs(before);
  });

  it('does not take a base image for what it has built', async () => {
    const app = await failing(`FROM ${base}\nRUN false\n`);
    const screen = await open(app);
    assert.equal(await screen.run('echo $((6 * 7))'), '42');
    screen.close();
    await eventually(async () => ((await engine.containers.list({ all: true })).some(({ command }) => command.includes('SLIPWAY_HISTORY')) ? undefined : true), 'no container is left');
    assert.ok(await engine.images.inspect(base));
  });

  it('has the mounts that a container can have', async function () {
    if (engine.builder.kind === 'classic') this.skip();
    await writeFile(path.join(folder, 'mounted.txt'), 'from the context');
    await writeFile(path.join(folder, 'secret.txt'), 'swordfish\n');
    const app = await failing(
      `FROM ${base}\nRUN --mount=type=cache,target=/cache --mount=type=tmpfs,target=/scratch --mount=type=bind,target=/context --mount=type=bind,from=${base},target=/other --mount=type=secret,id=token --network=none false\n`,
      { secrets: [{ id: 'token', source: { kind: 'file', file: path.join(folder, 'secret.txt') } }] },
    );
    const before = await all();
    const screen = await open(app, { secrets: true });
    assert.equal(await screen.run('touch /cache/x /scratch/x && cat /run/secrets/token && ls /sys/class/net'), 'swordfish\nlo');
    // An engine with a file system of its own has not the folder.
    if (!/\/context is not mounted/.test(screen.text)) {
      assert.equal(await screen.run('cat /context/mounted.txt'), 'from the context');
      assert.match(await screen.run('touch /context/x || echo "read only"'), /read only/);
    }
    assert.match(screen.text, /\/other is not mounted/);
    const [container] = await engine.containers.list();
    const inspected = JSON.stringify(await engine.containers.inspect(container?.id ?? ''));
    assert.ok(!inspected.includes('swordfish'));
    screen.close();
    await leftAs(before);
    assert.ok((await readdir(folder)).includes('mounted.txt'));
  });

  it('leaves nothing where no shell can be started', async () => {
    const app = await failing(`FROM ${base}\nSHELL ["/bin/nosuchshell", "-c"]\nRUN true\n`);
    const before = await all();
    await assert.rejects(runWithAnswers(openBuildShell, app, { build: 1 }), SlipwayError);
    await leftAs(before);
    assert.deepEqual(app.record.terminals, []);
  });

  it('is refused where a build failed at something else, or its file has changed', async () => {
    const app = await failing(`FROM ${base}\nCOPY nowhere /x\n`);
    await assert.rejects(runWithAnswers(openBuildShell, app, { build: 1 }), { kind: 'invalidInput' });
    const other = await failing(`FROM ${base}\nRUN false\n`);
    await writeFile(path.join(folder, 'Dockerfile'), `FROM ${base}\nENV a=b\n`);
    await assert.rejects(runWithAnswers(openBuildShell, other, { build: 1 }), { kind: 'invalidInput' });
  });
});
