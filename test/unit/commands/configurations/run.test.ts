import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runConfiguration } from '../../../../src/commands/configurations/run';
import { SlipwayError } from '../../../../src/core/errors';
import { configurationLabel } from '../../../../src/core/run/run-configuration';
import { runConfigurationNode } from '../../../../src/nodes/run-configuration';
import { accept, fakeApp, leave, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { container } from '../samples';

describe('a run configuration', () => {
  let folder = '';
  const configuration = { name: 'web', image: 'nginx', detach: true, containerName: 'web', ports: ['8080:80'] };
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-run-'));
    await mkdir(path.join(folder, '.vscode'));
    const runConfigurations = [configuration, { ...configuration, name: 'many', allowParallelRun: true }, { ...configuration, name: 'wrong', restart: 'sometimes' }, { ...configuration, name: 'made', beforeLaunch: [{ task: 'make' }] }];
    await writeFile(path.join(folder, '.vscode/slipway.json'), JSON.stringify({ runConfigurations }));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  function world(options: { readonly running?: boolean; readonly restricted?: boolean; readonly answers?: Parameters<typeof fakeApp>[0] extends infer O | undefined ? (O extends { answers?: infer A } ? A : never) : never } = {}) {
    const done: string[] = [];
    const listed = options.running === true ? [container('web', { labels: { [configurationLabel]: 'web' } })] : [];
    const app = fakeApp({
      ...(options.restricted === true && { restricted: true }),
      ...(options.answers && { answers: options.answers }),
      engine: {
        containers: {
          list: () => Promise.resolve(listed),
          create: ({ name, body }) => Promise.resolve(void done.push(`create ${name ?? ''} ${JSON.stringify(body['Labels'])}`)).then(() => ({ id: 'new', warnings: [] })),
          start: (id) => Promise.resolve(void done.push(`start ${id}`)),
          stop: (id) => Promise.resolve(void done.push(`stop ${id}`)),
          remove: (id) => Promise.resolve(void done.push(`remove ${id}`)),
        },
      },
    });
    return { app: { ...app, workspaceFolder: () => folder }, record: app.record, done };
  }
  const started = [`create web {"${configurationLabel}":"web"}`, 'start new'];

  it('is run by its name, marked by a label', async () => {
    const { app, done, record } = world();
    await runWithAnswers(runConfiguration, app, { configuration: 'web' });
    assert.deepEqual(done, started);
    assert.deepEqual(record.questions, []);
  });

  it('runs nothing of a workspace that is not trusted', async () => {
    const { app, done } = world({ restricted: true });
    await assert.rejects(runWithAnswers(runConfiguration, app, { configuration: 'web' }), (error) => SlipwayError.details(error, 'restrictedMode')?.wants === 'run');
    assert.deepEqual(done, []);
  });

  it('asks before it replaces a container that runs', async () => {
    const row = runConfigurationNode.make({ configuration, line: 1, keptFor: 'project', running: true });
    const yes = world({ running: true, answers: [accept] });
    await runFromRows(runConfiguration, yes.app, row);
    assert.equal(yes.record.questions[0]?.title, 'web runs already. Replace it?');
    assert.deepEqual(yes.done, ['stop web-id', 'remove web-id', ...started]);
    const no = world({ running: true, answers: [leave] });
    await runFromRows(runConfiguration, no.app, row).catch(() => undefined);
    assert.deepEqual(no.done, []);
  });

  it('is replaced or kept as a program says, and runs beside itself where that is allowed', async () => {
    const kept = world({ running: true });
    await assert.rejects(runWithAnswers(runConfiguration, kept.app, { configuration: 'web', running: 'keep' }), (error) => SlipwayError.details(error, 'conflict') !== undefined);
    assert.deepEqual(kept.done, []);
    const many = world({ running: true });
    await runWithAnswers(runConfiguration, many.app, { configuration: 'many' });
    assert.deepEqual(many.done, [`create web {"${configurationLabel}":"many"}`, 'start new']);
  });

  it('runs a task before, and nothing more where that fails', async () => {
    for (const [code, begun] of [[0, ['task make', ...started]], [undefined, ['task make', ...started]], [2, ['task make']]] as const) {
      const { app, done } = world();
      const tasks = { run: (name: string) => Promise.resolve(void done.push(`task ${name}`)).then(() => code) };
      const ran = runWithAnswers(runConfiguration, { ...app, tasks }, { configuration: 'made' });
      if (code === 2) await assert.rejects(ran, (error) => /exit code 2/.test(SlipwayError.details(error, 'conflict')?.detail ?? ''));
      else await ran;
      assert.deepEqual(done.map((line) => line.replace('":"made"', '":"web"')), begun);
    }
  });

  it('says what is wrong before anything is begun', async () => {
    const { app, done } = world({ running: true });
    for (const name of ['wrong', 'none']) await assert.rejects(runWithAnswers(runConfiguration, app, { configuration: name }), (error) => SlipwayError.details(error, 'invalidInput') !== undefined);
    assert.deepEqual(done, []);
  });
});
