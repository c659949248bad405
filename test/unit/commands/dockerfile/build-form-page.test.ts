import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildDockerfile } from '../../../../src/commands/dockerfile/build';
import { buildDockerfileAgain } from '../../../../src/commands/dockerfile/build-again';
import type { BuildForm } from '../../../../src/core/build/build-form-fields';
import type { BuildFormModel } from '../../../../src/core/build/build-form-page';
import type { BuildRequest } from '../../../../src/core/build/build-request';
import type { BuildFeature } from '../../../../src/engine/builder/builder';
import { until } from '../../../support/conditions';
import { fakeApp, type FakeAppOptions, file as chosenFile, pick, type } from '../../../support/fake-app';
import { buildRequest } from '../../../support/fake-builds';
import { image } from '../../../support/fake-images';
import type { FakePage } from '../../../support/fake-pages';

const id = `sha256:${'a'.repeat(64)}`;
const text = 'ARG VERSION=1\nFROM base:$VERSION AS one\nARG TOKEN\nFROM one AS two\n';

type Form = FakePage<BuildFormModel>;

function setUp(use: (page: Form) => Promise<unknown>, options: FakeAppOptions & { readonly lacks?: readonly BuildFeature[] } = {}) {
  const requests: BuildRequest[] = [];
  const app = fakeApp({
    ...options,
    buildForm: async (page) => {
      await use(page);
    },
    engine: {
      builder: {
        lacks: new Set(options.lacks), kind: 'buildkit',
        build: (request: BuildRequest) => {
          requests.push(request);
          return Promise.resolve({ imageId: id });
        },
      },
      images: { list: () => Promise.resolve([image('a', 'app:1')]) },
      containers: { list: () => Promise.resolve([]) },
    },
  });
  return { app, requests };
}

const withTexts = (form: BuildForm, texts: Partial<BuildForm['texts']>): BuildForm => ({ ...form, texts: { ...form.texts, ...texts } });

describe('the page with the form of a build', () => {
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-form-'));
    file = path.join(folder, 'Dockerfile');
    await writeFile(file, text);
  });
  afterEach(() => rm(folder, { recursive: true }));
  const open = (app: ReturnType<typeof fakeApp>, answers: object = { file }): Promise<unknown> => buildDockerfile.run(app, { nodes: [], answers: { ...answers }, programmatic: false });
  const again = (app: ReturnType<typeof fakeApp>, answers: object = { file }): Promise<unknown> => buildDockerfileAgain.run(app, { nodes: [], answers: { ...answers }, programmatic: false });

  it('proposes the name of the folder, knows stages and arguments, and builds as it is', async () => {
    const { app, requests } = setUp(async (page) => {
      const { model } = page;
      assert.deepEqual([model.stages, model.declared], [['one', 'two'], [{ name: 'VERSION', value: '1' }, { name: 'TOKEN' }]]);
      assert.equal(model.line, `docker build -f ${file} -t ${path.basename(folder).toLowerCase()}:latest ${folder}`);
      await page.wish({ kind: 'build', form: model.form });
    });
    await open(app);
    await until('the build', () => app.builds.all[0]?.state === 'done');
    assert.deepEqual(requests, [buildRequest(folder, { references: [`${path.basename(folder).toLowerCase()}:latest`] })]);
    assert.deepEqual(app.record.errors, []);
    await until('its page', () => app.record.buildPages.length === 1);
  });

  it('keeps everything but values of arguments and what looks secret, and proposes it the next time; Build Again asks nothing', async () => {
    const { app, requests } = setUp(async (page) => {
      const form = withTexts(page.model.form, { references: 'app:1', target: 'one', labels: 'a=b\nAPI_KEY=hidden1' });
      await page.wish({ kind: 'build', form: { ...form, arguments: { VERSION: '2', TOKEN: 'hidden2' } } });
    });
    await open(app);
    await until('the build', () => app.builds.all[0]?.state === 'done');
    assert.deepEqual(requests[0], buildRequest(folder, { references: ['app:1'], target: 'one', labels: { a: 'b', API_KEY: 'hidden1' }, buildArguments: { VERSION: '2', TOKEN: 'hidden2' } }));
    assert.doesNotMatch(JSON.stringify([...app.record.state]), /hidden[12]/);
    assert.doesNotMatch(app.record.commands.join('\n'), /hidden2/);
    await again(app);
    assert.deepEqual(requests[1], requests[0], 'in the same window with everything');
    const next = setUp(() => Promise.reject(new Error('asks nothing')));
    for (const [key, value] of app.record.state) await next.app.state.set(key, value);
    await again(next.app);
    assert.deepEqual(next.requests, [buildRequest(folder, { references: ['app:1'], target: 'one', labels: { a: 'b' } })]);
  });

  it('is opened by Build Again for a Dockerfile that was not built yet', async () => {
    const { app, requests } = setUp(() => Promise.resolve());
    await again(app);
    assert.deepEqual([app.record.buildForms.length, requests], [1, []]);
  });

  it('has what the caller knows already: the stage of the button above FROM', async () => {
    const { app } = setUp(() => Promise.resolve());
    await open(app, { uri: `file://${file}`, target: 'one' });
    assert.equal(app.record.buildForms[0]?.model.form.texts.target, 'one');
  });

  it('shows the line of what stands in it, and what is wrong with which field', async () => {
    const { app, requests } = setUp(async (page) => {
      const edited = await page.wish({ kind: 'edit', number: 3, form: { ...withTexts(page.model.form, { references: 'app:1', platform: 'linux/arm64' }), arguments: { VERSION: '2', TOKEN: 'hidden' } } });
      assert.equal(edited.answered, 3);
      assert.equal(edited.line, `docker build -f ${file} -t app:1 --platform linux/arm64 --build-arg VERSION=2 --build-arg 'TOKEN=***' ${folder}`);
      const wrong = await page.wish({ kind: 'edit', number: 4, form: withTexts(page.model.form, { references: 'UPPER', shmSize: 'big' }) });
      assert.deepEqual([Object.keys(wrong.problems).sort(), wrong.line], [['references', 'shmSize'], undefined]);
      await page.wish({ kind: 'build', form: wrong.form });
    });
    await open(app);
    assert.deepEqual(requests, []);
  });

  it('is filled by a line, which loses nothing of what was hidden in the one that is shown', async () => {
    const { app } = setUp(async (page) => {
      const { form } = await page.wish({ kind: 'edit', number: 1, form: { ...page.model.form, arguments: { VERSION: '', TOKEN: 'hidden' } } });
      const filled = await page.wish({ kind: 'line', form, line: `${page.model.line ?? ''} `.replace(' -t ', ' --progress plain --no-cache -t other:2 -t ') });
      assert.equal(filled.form.texts.references, `other:2, ${path.basename(folder).toLowerCase()}:latest`);
      assert.deepEqual([filled.form.switches.noCache, filled.form.arguments['TOKEN'], filled.remarks.map(({ option }) => option)], [true, 'hidden', ['--progress plain']]);
      const wrong = await page.wish({ kind: 'line', form: filled.form, line: 'docker build --frob .' });
      assert.match(wrong.lineProblem ?? '', /no option --frob/);
      assert.deepEqual(wrong.form, filled.form);
    });
    await open(app);
  });

  it('copies the line with its values, for somebody who asks for that', async () => {
    const { app } = setUp((page) => page.wish({ kind: 'copy', form: { ...page.model.form, arguments: { VERSION: '', TOKEN: 'hidden' } } }));
    await open(app);
    assert.match(app.record.clipboard[0] ?? '', /--build-arg TOKEN=hidden/);
  });

  it('takes folders and files from dialogs', async () => {
    const { app } = setUp((page) => page.wish({ kind: 'browse', what: 'folder', form: page.model.form }), { answers: [chosenFile('/elsewhere')] });
    await open(app);
    const [page] = app.record.buildForms;
    assert.deepEqual([page?.model.form.texts.folder, page?.model.revision], ['/elsewhere', 2]);
    app.done();
  });

  it('asks for secrets that VS Code is to keep, by a box, and shows no value', async () => {
    const { app, requests } = setUp(async (page) => {
      const { stored, form } = await page.wish({ kind: 'edit', number: 1, form: withTexts(page.model.form, { secrets: 'id=npm' }) });
      assert.deepEqual(stored, [{ id: 'npm', isThere: false }]);
      const { stored: then } = await page.wish({ kind: 'build', form });
      assert.deepEqual(then, [{ id: 'npm', isThere: true }]);
    }, { answers: [type('very hidden')] });
    await open(app);
    await until('the build', () => requests.length === 1);
    assert.deepEqual(requests[0]?.secrets, [{ id: 'npm', source: { kind: 'stored' } }]);
    assert.doesNotMatch(JSON.stringify([app.record.buildForms.map(({ model, argument }) => [model, argument]), [...app.record.state], app.record.commands]), /very hidden/);
    app.done();
  });

  it('says before anything is begun what the builder lacks', async () => {
    const { app } = setUp(() => Promise.resolve(), { lacks: ['secrets', 'registryCache'] });
    await open(app);
    assert.deepEqual(Object.keys(app.record.buildForms[0]?.model.lacks ?? {}).sort(), ['cacheTo', 'secrets']);
  });

  it('builds nothing without trust, and keeps nothing then', async () => {
    const { app, requests } = setUp((page) => assert.rejects(page.wish({ kind: 'build', form: page.model.form }), { kind: 'restrictedMode' }), { restricted: true });
    await open(app);
    assert.deepEqual([requests, app.record.state.size], [[], 0]);
  });

  it('is of the Dockerfile of a folder, which is chosen where there are several', async () => {
    const { app } = setUp(() => Promise.resolve(), { answers: [pick('api.Dockerfile')] });
    await open(app, { uri: `file://${folder}` });
    await writeFile(path.join(folder, 'api.Dockerfile'), text);
    await open(app, { uri: `file://${folder}` });
    assert.deepEqual(app.record.buildForms.map(({ model }) => path.basename(model.file)), ['Dockerfile', 'api.Dockerfile']);
    await assert.rejects(open(app, { uri: `file://${tmpdir()}/none-such` }), /none-such/);
    app.done();
  });

  it('forgets what it was given, which may be secret, when VS Code keeps the page', async () => {
    const { app } = setUp(() => Promise.resolve());
    await open(app, { file, buildArgs: { TOKEN: 'hidden' } });
    const [page] = app.record.buildForms;
    assert.ok(page);
    assert.equal(page.model.form.arguments['TOKEN'], 'hidden');
    await page.wish({ kind: 'edit', number: 1, form: page.model.form });
    assert.deepEqual(page.argument, { file });
  });
});
