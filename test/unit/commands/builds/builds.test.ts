import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Build } from '../../../../src/builds/builds';
import { buildAgain } from '../../../../src/commands/builds/again';
import { pushBuiltImage, runBuiltImage, showBuiltImage } from '../../../../src/commands/builds/built-image';
import { cancelBuild } from '../../../../src/commands/builds/cancel';
import { clearBuilds } from '../../../../src/commands/builds/clear';
import { copyBuildDockerCommand } from '../../../../src/commands/builds/copy-docker-command';
import { copyBuildOutput } from '../../../../src/commands/builds/copy-output';
import { nextChange } from '../../../../src/commands/builds/next-change';
import { openBuildDockerfile } from '../../../../src/commands/builds/open-dockerfile';
import { removeBuild } from '../../../../src/commands/builds/remove';
import { showBuildPage } from '../../../../src/commands/builds/show';
import type { BuildPageModel } from '../../../../src/core/build/build-page';
import type { BuildEvent } from '../../../../src/core/build/build-progress';
import type { BuildRequest } from '../../../../src/core/build/build-request';
import type { BuildOutcome } from '../../../../src/engine/builder/builder';
import { failure } from '../../../../src/core/errors';
import { buildNode } from '../../../../src/nodes/build';
import { nodeType } from '../../../../src/nodes/define';
import { buildNodeData } from '../../../../src/nodes/trees/builds';
import { until } from '../../../support/conditions';
import { fakeApp, type FakeApp, type FakeAppOptions, pick, runWithAnswers } from '../../../support/fake-app';
import { buildRequest } from '../../../support/fake-builds';
import { containerOf, image } from '../../../support/fake-images';
import type { FakePage } from '../../../support/fake-pages';
import { outputEvent, stepEvent } from '../../../support/fake-steps';

const made = { ...image('a', 'app:1'), size: 10 };

function setUp(options: FakeAppOptions = {}): FakeApp {
  return fakeApp({ ...options, engine: { images: { list: () => Promise.resolve([made]) }, containers: { list: () => Promise.resolve([containerOf(made, 'web')]) }, ...options.engine } });
}

/** An ended build, with what it told. */
async function ended(app: FakeApp, request: BuildRequest, events: readonly BuildEvent[] = [], error?: Error): Promise<Build> {
  const work = (onEvent: (event: BuildEvent) => void) => {
    for (const event of events) onEvent(event);
    return error === undefined ? Promise.resolve({ imageId: made.id }) : Promise.reject(error);
  };
  await app.builds.run({ request, title: request.references?.[0] ?? 'Dockerfile', engine: 'fake' }, work).catch(() => undefined);
  return app.builds.all[0] ?? assert.fail();
}

const named = (folder = '/w') => buildRequest(folder, { references: ['app:1'] });
const byUser = (build: Build) => ({ nodes: [buildNode.make(buildNodeData(build, Date.now()))], answers: {}, programmatic: false });

describe('verbs on builds', () => {
  it('cancel ends those that run, and no other', async () => {
    const app = setUp();
    const done = await ended(app, named());
    let signal: AbortSignal | undefined;
    const running = app.builds.run<BuildOutcome>({ request: named(), title: 'app:1', engine: 'fake' }, (_onEvent, given) => {
      signal = given;
      return new Promise((_resolve, reject) => given.addEventListener('abort', () => reject(failure('cancelled', { operation: 'build' }))));
    });
    await assert.rejects(runWithAnswers(cancelBuild, app, { build: done.number }), { kind: 'invalidInput' });
    await assert.rejects(runWithAnswers(cancelBuild, app, { build: 99 }), { kind: 'invalidInput' });
    assert.equal(signal?.aborted, false);
    assert.deepEqual(await runWithAnswers(cancelBuild, app, { build: 2 }), { builds: [2] });
    await assert.rejects(running, { kind: 'cancelled' });
    assert.deepEqual(app.builds.all.map(({ state }) => state), ['cancelled', 'done']);
  });

  it('build again takes everything that the build was told, asks nothing, and shows the page', async () => {
    const requests: BuildRequest[] = [];
    const folder = await mkdtemp(path.join(tmpdir(), 'slipway-again-'));
    try {
      await writeFile(path.join(folder, 'Dockerfile'), 'FROM scratch\n');
      const request = { ...named(folder), buildArguments: { A: '1' }, target: 'x' };
      const app = setUp({ engine: { builder: { build: (given: BuildRequest) => Promise.resolve(void requests.push(given)).then(() => ({ imageId: made.id })) } } });
      const build = await ended(app, request);
      assert.deepEqual(await buildAgain.run(app, byUser(build)), { imageId: made.id, reference: 'app:1' });
      assert.deepEqual([requests, app.record.questions, app.record.statuses], [[request], [], ['Built app:1']]);
      assert.deepEqual(app.record.information, [{ message: 'Built app:1', action: 'Run…', more: ['Push…'] }]);
      await until('the page', () => app.record.buildPages.length === 1);
      assert.equal(app.record.buildPages[0]?.model.number, 2);
      await runWithAnswers(buildAgain, app, { build: 1 });
      assert.deepEqual([app.builds.all.map(({ number }) => number), app.record.buildPages.length, app.record.information.length], [[3, 2, 1], 1, 1], 'a program opens nothing');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('show, run and push the image lead to its row, or say that it is gone', async () => {
    const app = setUp();
    const build = await ended(app, named());
    assert.deepEqual(await runWithAnswers(showBuiltImage, app, { build: 1 }), { imageId: made.id });
    assert.deepEqual(app.record.revealed, [`image/app:1/${made.id}`]);
    for (const verb of [runBuiltImage, pushBuiltImage]) await assert.rejects(runWithAnswers(verb, app, { build: 1 }), { kind: 'wrongAnswer' });
    const gone = fakeApp({ engine: { images: { list: () => Promise.resolve([]) }, containers: { list: () => Promise.resolve([]) } } });
    await ended(gone, named());
    await assert.rejects(runWithAnswers(showBuiltImage, gone, { build: 1 }), { kind: 'notFound' });
    await ended(gone, named(), [], new Error('no'));
    await assert.rejects(runWithAnswers(runBuiltImage, gone, { build: 2 }), { kind: 'invalidInput' });
    assert.deepEqual(nodeType(byUser(build).nodes[0]!).view(byUser(build).nodes[0]!.data).flags, ['ended', 'built', 'tagged', 'hasFile']);
  });

  it('copy the docker line without secrets, and the output without colours', async () => {
    const app = setUp();
    await ended(app, { ...named(), buildArguments: { TOKEN: 'secret' } }, [stepEvent('[1/2] FROM x'), stepEvent('[2/2] RUN make'), outputEvent('[2/2] RUN make', '\u001b[31mred\u001b[0m\n\u202eevil\n')]);
    assert.equal(await runWithAnswers(copyBuildDockerCommand, app, { build: 1 }), "docker build -f /w/Dockerfile -t app:1 --build-arg 'TOKEN=***' /w");
    assert.deepEqual(await runWithAnswers(copyBuildOutput, app, { build: 1, step: '[2/2] RUN make' }), { text: 'red\n\ufffdevil\n' });
    assert.deepEqual(await runWithAnswers(copyBuildOutput, app, { build: 1 }), { text: '# [1/2] FROM x\n\n# [2/2] RUN make\nred\n\ufffdevil\n' });
    await assert.rejects(runWithAnswers(copyBuildOutput, app, { build: 1, step: 'x' }), { kind: 'invalidInput' });
  });

  it('remove takes ended builds from the list, one or all', async () => {
    const app = setUp({ answers: [pick(/app:1/)] });
    for (let count = 0; count < 3; count++) await ended(app, named());
    await runWithAnswers(removeBuild, app, { build: 2 });
    assert.deepEqual(app.builds.all.map(({ number }) => number), [3, 1]);
    await removeBuild.run(app, { nodes: [], answers: {}, programmatic: false });
    assert.deepEqual(app.builds.all.map(({ number }) => number), [1]);
    await runWithAnswers(clearBuilds, app, {});
    assert.deepEqual(app.builds.all, []);
    app.done();
  });

  it('open the Dockerfile at the line of a step', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'slipway-line-'));
    try {
      const file = path.join(folder, 'Dockerfile');
      await writeFile(file, 'FROM alpine\n\nRUN make \\\n  all\nCOPY a /b\n');
      const app = setUp();
      await ended(app, named(folder), [stepEvent('[2/3] RUN make all'), stepEvent('[3/3] COPY a /b'), stepEvent('exporting to image')]);
      assert.deepEqual(await runWithAnswers(openBuildDockerfile, app, { build: 1, step: '[2/3] RUN make all' }), { file, line: 3 });
      assert.deepEqual(await runWithAnswers(openBuildDockerfile, app, { build: 1, step: 'exporting to image' }), { file });
      assert.deepEqual(await runWithAnswers(openBuildDockerfile, app, { build: 1 }), { file });
      assert.deepEqual(app.record.files, [{ file, line: 3 }, { file }, { file }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the page of a build', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-page-'));
    await mkdir(path.join(folder, 'src'));
    await writeFile(path.join(folder, 'src/app.ts'), '');
    await writeFile(path.join(folder, 'Dockerfile'), 'FROM x\nCOPY src /app\nRUN make\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const events = (cached: boolean): readonly BuildEvent[] => [
    { kind: 'builder', builder: 'buildkit' },
    stepEvent('[internal] load build context', { id: 'context', started: 1_000, completed: 1_100 }),
    stepEvent('[1/3] FROM x', { started: 1_000, completed: 1_200, cached: true }),
    stepEvent('[2/3] COPY src /app', { inputs: ['[1/3] FROM x', 'context'], started: 1_300, completed: 1_400, cached }),
    stepEvent('[3/3] RUN make', { inputs: ['[2/3] COPY src /app'], started: 1_400, completed: 2_000, cached }),
    outputEvent('[3/3] RUN make', '/app/src/app.ts:12:3 error\nsrc/none.ts:1 error\n/etc/passwd.txt:1\n'),
    { kind: 'file', file: { path: 'src/app.ts', size: 1 } },
    { kind: 'warning', warning: { message: 'Old', detail: [], url: 'https://docs.docker.com/x', firstLine: 2, lastLine: 2 } },
    { kind: 'warning', warning: { message: 'Odd', detail: [], url: 'http://plain.example', firstLine: undefined, lastLine: undefined } },
  ];
  async function opened(app: FakeApp, step?: string): Promise<FakePage<BuildPageModel>> {
    await runWithAnswers(showBuildPage, app, { build: app.builds.all[0]?.number ?? 0, ...(step === undefined ? {} : { step }) });
    return app.record.buildPages.at(-1) ?? assert.fail();
  }

  it('shows steps on one axis, what the last one printed, and which file cost the cache', async () => {
    const app = setUp();
    await ended(app, named(folder), events(true));
    await ended(app, named(folder), events(false));
    const { model } = await opened(app);
    assert.deepEqual(model.steps.map(({ text, state, waits, begins, ends }) => [text, state, waits, begins, ends]), [
      ['load build context', 'done', undefined, 0, 100], ['FROM x', 'cached', undefined, 0, 200], ['COPY src /app', 'done', 100, 300, 400], ['RUN make', 'done', undefined, 400, 1_000],
    ]);
    assert.deepEqual([model.selected, model.follows, model.engine, model.builder], ['[3/3] RUN make', true, 'Docker 28.5.2', 'buildkit']);
    assert.deepEqual(model.output?.links, [{ path: '/app/src/app.ts', file: 'src/app.ts' }], 'only what is in the context');
    assert.deepEqual(model.comparison?.lost, [{ step: '[2/3] COPY src /app', text: 'COPY src /app', loss: { kind: 'files', paths: ['src/app.ts'], count: 1 }, followers: ['[3/3] RUN make'] }]);
  });

  it('selects a step, keeps it, and follows the build again', async () => {
    const app = setUp();
    await ended(app, named(folder), events(true));
    const page = await opened(app, '[1/3] FROM x');
    assert.deepEqual([page.model.selected, page.model.follows, page.model.output], ['[1/3] FROM x', false, undefined]);
    await page.read('rest');
    assert.equal(page.model.selected, '[1/3] FROM x');
    await page.wish({ kind: 'select', step: 'context' });
    assert.equal(page.model.selected, 'context');
    await page.wish({ kind: 'follow' });
    assert.deepEqual([page.model.selected, page.model.follows], ['[3/3] RUN make', true]);
    assert.ok(!page.offers({ kind: 'follow' }));
  });

  it('shows the end of a long output, and all that is kept when asked', async () => {
    const app = setUp();
    const line = `${'x'.repeat(99)}\n`;
    await ended(app, named(folder), [stepEvent('[1/1] RUN make', { started: 1 }), ...Array.from({ length: 1_000 }, () => outputEvent('[1/1] RUN make', line))]);
    const page = await opened(app);
    assert.ok(page.model.output !== undefined && page.model.output.text.length <= 65_536 && page.model.output.before === 'more');
    await page.wish({ kind: 'whole' });
    const shown = (): unknown => [page.model.output?.text.length, page.model.output?.before];
    assert.deepEqual(shown(), [100_000, 'nothing']);
    await page.read('rest');
    assert.deepEqual(shown(), [100_000, 'nothing'], 'it stays so while the build goes on');
    await ended(app, named(folder), [stepEvent('[1/1] RUN make', { started: 1 }), ...Array.from({ length: 10_000 }, () => outputEvent('[1/1] RUN make', line))]);
    const long = await opened(app);
    await long.wish({ kind: 'whole' });
    assert.deepEqual([long.model.output?.before, (long.model.output?.text.length ?? 0) <= 262_144], ['lost', true]);
  });

  it('opens what it shows and nothing else', async () => {
    const app = setUp();
    await ended(app, named(folder), events(true));
    const page = await opened(app);
    await page.wish({ kind: 'file', path: '/app/src/app.ts', line: 12, column: 3 });
    await page.wish({ kind: 'line', step: '[3/3] RUN make' });
    await page.wish({ kind: 'warning', index: 0 });
    await page.wish({ kind: 'about', index: 0 });
    assert.deepEqual(app.record.files, [{ file: path.join(folder, 'src/app.ts'), line: 12, column: 3 }, { file: path.join(folder, 'Dockerfile'), line: 3 }, { file: path.join(folder, 'Dockerfile'), line: 2 }]);
    assert.deepEqual(app.record.external, ['https://docs.docker.com/x']);
    const refused = [
      { kind: 'file', path: 'src/none.ts', line: 1 }, { kind: 'file', path: '../../etc/passwd', line: 1 }, { kind: 'file', path: '/app/src/app.ts', line: -1 }, { kind: 'file', path: '/app/src/app.ts', line: '1' },
      { kind: 'line', step: 'context' }, { kind: 'line', step: 'x' }, { kind: 'select', step: 'x' }, { kind: 'warning', index: 1 }, { kind: 'warning', index: 9 }, { kind: 'about', index: 1 }, { kind: 'verb', verb: 'cancel' }, { kind: 'verb', verb: 'x' }, { kind: 'whole' },
    ];
    for (const wish of refused) assert.ok(!page.offers(wish), JSON.stringify(wish));
  });

  it('offers what can be done, and does it', async () => {
    const app = setUp();
    await ended(app, named(folder), events(true));
    const page = await opened(app);
    await page.wish({ kind: 'verb', verb: 'copyLine' });
    await page.wish({ kind: 'verb', verb: 'image' });
    assert.deepEqual([app.record.clipboard.length, app.record.revealed.length], [1, 1]);
    await ended(app, named(folder), events(true), failure('buildFailed', { step: 'RUN make', detail: 'exit code: 2' }));
    const failed = await opened(app);
    assert.deepEqual([failed.model.reason, failed.offers({ kind: 'verb', verb: 'run' }), failed.offers({ kind: 'verb', verb: 'again' })], ['exit code: 2', false, true]);
    app.builds.remove(2);
    await assert.rejects(failed.wish({ kind: 'select', step: 'context' }), { kind: 'invalidInput' });
  });

  it('is read again when more is known, not sooner and not for ever', async () => {
    const app = setUp();
    let tell: (event: BuildEvent) => void = () => undefined;
    let end: (value: object) => void = () => undefined;
    const running = app.builds.run<BuildOutcome>({ request: named(folder), title: 'app:1', engine: 'fake' }, (onEvent) => {
      tell = onEvent;
      return new Promise((resolve) => (end = resolve));
    });
    const [build] = app.builds.all;
    assert.ok(build);
    const never = new AbortController();
    let told = false;
    const change = nextChange(app.builds, build, never.signal).then(() => assert.ok(told));
    told = true;
    tell(stepEvent('[1/1] RUN make', { started: Date.now() }));
    await change;
    await nextChange(app.builds, build, never.signal);
    const stopped = nextChange(app.builds, build, never.signal);
    never.abort();
    await assert.rejects(stopped, { kind: 'cancelled' });
    await assert.rejects(nextChange(app.builds, build, never.signal), { kind: 'cancelled' });
    const page = await opened(app);
    assert.deepEqual([page.model.state, page.model.steps.map(({ state }) => state)], ['running', ['running']]);
    end({ imageId: made.id });
    await running;
    await page.read('rest');
    assert.deepEqual([page.model.state, page.model.steps.map(({ state }) => state)], ['done', ['cancelled']]);
  });
});
