import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyConfigurationComposeService } from '../../../../src/commands/configurations/copy-compose-service';
import { createRunConfiguration } from '../../../../src/commands/configurations/create';
import { deleteRunConfiguration } from '../../../../src/commands/configurations/delete';
import { duplicateRunConfiguration } from '../../../../src/commands/configurations/duplicate';
import { editRunConfiguration } from '../../../../src/commands/configurations/edit';
import { runConfiguration } from '../../../../src/commands/configurations/run';
import type { RunForm } from '../../../../src/core/run/run-form-fields';
import { readConfigurations } from '../../../../src/files/run-configurations';
import { imageNode } from '../../../../src/nodes/image';
import { runConfigurationNode } from '../../../../src/nodes/run-configuration';
import { saveUserConfiguration, userConfigurations } from '../../../../src/nodes/user-configurations';
import { accept, fakeApp, type FakeAppOptions, pick, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { image } from '../samples';

const text = `{
  // ours
  "runConfigurations": [
    {
      "name": "web",
      "image": "app:1", // pinned
      "command": "sleep '3 0'",
      "detach": true,
      "environment": { "API_TOKEN": "kept", "MODE": "dev" },
      "beforeLaunch": [{ "pull": "app:1" }]
    }
  ]
}
`;

describe('run configurations that are kept', () => {
  let folder = '';
  const file = (): string => path.join(folder, '.vscode/slipway.json');
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-keep-'));
    await mkdir(path.join(folder, '.vscode'));
    await writeFile(file(), text);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function world(options: FakeAppOptions = {}, inFolder = true) {
    const done: string[] = [];
    const app = fakeApp({
      engine: {
        images: { inspect: () => Promise.resolve({ Id: 'sha256:a', Config: {} }), list: () => Promise.resolve([]) },
        volumes: { list: () => Promise.resolve([]) },
        networks: { list: () => Promise.resolve([]) },
        containers: {
          list: () => Promise.resolve([]),
          create: ({ name, body }) => Promise.resolve(void done.push(`${name ?? ''} ${JSON.stringify(body['Env'])}`)).then(() => ({ id: 'new', warnings: [] })),
          start: () => Promise.resolve(),
        },
      },
      ...options,
    });
    return { app: Object.assign(app, { workspaceFolder: () => (inFolder ? folder : undefined) }), record: app.record, done };
  }
  const row = runConfigurationNode.make({ configuration: { name: 'web', image: 'app:1' }, line: 4, keptFor: 'project', running: false });
  const imageRow = imageNode.make({ image: image('a', ['app:1']), reference: 'app:1', label: '1', usedBy: [] });
  const changed = (form: RunForm, texts: Partial<RunForm['texts']>, environment: RunForm['rows']['environment']): RunForm => ({
    ...form, texts: { ...form.texts, ...texts }, rows: { ...form.rows, environment },
  });

  it('are edited in the form: what was not changed stays as it was written, and new values that look secret are not written', async () => {
    const { app, record } = world({
      runForm: async (page) => {
        const { form } = page.model;
        assert.deepEqual([form.texts.image, form.texts.command, form.rows.labels], ['app:1', "sleep '3 0'", []]);
        await page.wish({ kind: 'save', form: changed(form, { user: 'ada' }, [...form.rows.environment, ['PASSWORD', 'hunter2']]) });
      },
    });
    assert.deepEqual(await runFromRows(editRunConfiguration, app, row), { configuration: 'web', keptFor: 'project' });
    assert.match(await readFile(file(), 'utf8'), /\/\/ ours[\s\S]*"image": "app:1", \/\/ pinned\n {6}"command": "sleep '3 0'",/);
    const [web] = (await readConfigurations(folder)).configurations;
    const expected = { name: 'web', image: 'app:1', command: "sleep '3 0'", detach: true, environment: { API_TOKEN: 'kept', MODE: 'dev', PASSWORD: null }, beforeLaunch: [{ pull: 'app:1' }], user: 'ada' };
    assert.deepEqual(web?.configuration, expected);
    assert.ok(record.statuses.some((status) => status.includes('PASSWORD')), record.statuses.join());
  });

  it('have their steps before launch and parallel runs in the form', async () => {
    const { app } = world({
      runForm: async (page) => {
        const { form } = page.model;
        assert.deepEqual(form.launch, { allowParallelRun: false, steps: [{ kind: 'pull', texts: ['app:1'] }] });
        const bad = { ...form, launch: { allowParallelRun: true, steps: [{ kind: 'build' as const, texts: ['Dockerfile', '', ''] }] } };
        await page.wish({ kind: 'save', form: bad });
        assert.deepEqual(page.model.problems, { 'launch/0': 'Name the image that is built.' });
        // A line that is pasted tells nothing of the launch.
        await page.wish({ kind: 'line', line: 'docker run app:1 sleep 60', form });
        assert.deepEqual(page.model.form.launch, form.launch);
        await page.wish({ kind: 'save', form: { ...form, launch: { allowParallelRun: true, steps: [{ kind: 'waitFor', texts: ['db'] }, { kind: 'pull', texts: ['app:1'] }] } } });
      },
    });
    await runFromRows(editRunConfiguration, app, row);
    const [web] = (await readConfigurations(folder)).configurations;
    assert.deepEqual([web?.configuration.allowParallelRun, web?.configuration.beforeLaunch], [true, [{ waitFor: 'db' }, { pull: 'app:1' }]]);
    assert.match(await readFile(file(), 'utf8'), /\/\/ ours[\s\S]*"image": "app:1", \/\/ pinned\n/);
  });

  it('whose form is run do their steps before, in a folder that is trusted', async () => {
    const pulls: string[] = [];
    const runForm: FakeAppOptions['runForm'] = async (page) => {
      const { form } = page.model;
      await page.wish({ kind: 'run', form: { ...form, launch: { allowParallelRun: false, steps: [{ kind: 'task', texts: ['make'] }] } } });
    };
    const trusted = world({ runForm });
    Object.assign(trusted.app, { tasks: { run: (name: string) => Promise.resolve(void pulls.push(name)).then(() => 0) } });
    await assert.rejects(runFromRows(editRunConfiguration, trusted.app, row), { kind: 'cancelled' });
    assert.deepEqual([pulls, trusted.done.length], [['make'], 1]);
    const untrusted = world({ runForm, restricted: true });
    await assert.rejects(runFromRows(editRunConfiguration, untrusted.app, row));
    assert.deepEqual([pulls, untrusted.done], [['make'], []]);
  });

  it('that are saved as they are leave the file as it is', async () => {
    const { app } = world({ runForm: async (page) => { await page.wish({ kind: 'save', form: page.model.form }); } });
    await runFromRows(editRunConfiguration, app, row);
    assert.equal(await readFile(file(), 'utf8'), text);
  });

  it('are made in the form of a run, for the project or for the user alone', async () => {
    const runForm: FakeAppOptions['runForm'] = async (page) => { await page.wish({ kind: 'save', form: changed(page.model.form, { image: 'app:2', name: 'shop' }, [['SECRET', 'hunter2']]) }); };
    const shared = world({ runForm, answers: [type('shop one'), pick('For the project')] });
    assert.deepEqual(await runFromRows(createRunConfiguration, shared.app, imageRow), { name: 'shop one', keptFor: 'project' });
    assert.ok(!(await readFile(file(), 'utf8')).includes('hunter2'));
    const mine = world({ runForm, answers: [type('mine')] }, false);
    assert.deepEqual(await runFromRows(createRunConfiguration, mine.app, imageRow), { name: 'mine', keptFor: 'user' });
    assert.deepEqual((await userConfigurations(mine.app))[0]?.environment, { SECRET: 'hunter2' });
    assert.ok(!JSON.stringify([...mine.record.state.values()]).includes('hunter2'), 'secrets are in the secret store alone');
  });

  it('of the user run without a folder and without trust, and are duplicated, copied and deleted', async () => {
    const { app, done, record } = world({ restricted: true, answers: [accept] }, false);
    await saveUserConfiguration(app, { name: 'mine', image: 'app:1', detach: true, environment: { A: 'b' } });
    await runWithAnswers(runConfiguration, app, { configuration: 'mine' });
    assert.deepEqual(done, [' ["A=b"]']);
    assert.deepEqual(await runWithAnswers(duplicateRunConfiguration, app, { configuration: 'mine' }), { configuration: 'mine 2', keptFor: 'user' });
    await runWithAnswers(copyConfigurationComposeService, app, { configuration: 'mine 2' });
    assert.equal(record.clipboard[0], 'services:\n  mine-2:\n    image: app:1\n    environment:\n      A: b\n    network_mode: bridge\n');
    const mine = runConfigurationNode.make({ configuration: { name: 'mine', image: 'app:1' }, line: 0, keptFor: 'user', running: false });
    await runFromRows(deleteRunConfiguration, app, mine);
    assert.equal(record.questions[0]?.title, 'Delete your run configuration mine?');
    assert.deepEqual((await userConfigurations(app)).map(({ name }) => name), ['mine 2']);
  });

  it('of one name are told apart by where they are kept', async () => {
    const { app, done } = world();
    await saveUserConfiguration(app, { name: 'web', image: 'app:1', detach: true, environment: { OF: 'user' } });
    await runWithAnswers(runConfiguration, app, { configuration: 'web', keptFor: 'user' });
    assert.deepEqual(done, [' ["OF=user"]']);
    await assert.rejects(runWithAnswers(runConfiguration, app, { configuration: 'none', keptFor: 'user' }), { kind: 'invalidInput' });
  });

  it('are made by a program of a line', async () => {
    const { app } = world();
    const answers = { configuration: 'db', line: '-d -e POSTGRES_PASSWORD=hunter2 -p 5432:5432 postgres:16' };
    assert.deepEqual(await runWithAnswers(createRunConfiguration, app, answers), { name: 'db', keptFor: 'project' });
    assert.deepEqual((await readConfigurations(folder)).configurations[1]?.configuration, { name: 'db', image: 'postgres:16', detach: true, ports: ['5432:5432'], environment: { POSTGRES_PASSWORD: null } });
  });
});
