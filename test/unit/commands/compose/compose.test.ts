import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeDown } from '../../../../src/commands/compose/down';
import { composeLogs } from '../../../../src/commands/compose/logs';
import { composePull } from '../../../../src/commands/compose/pull';
import { showComposeFile } from '../../../../src/commands/compose/show-file';
import { composeUp } from '../../../../src/commands/compose/up';
import { isCancelled, SlipwayError } from '../../../../src/core/errors';
import { showContainerLogs } from '../../../../src/commands/containers/logs';
import { containerGroupNode } from '../../../../src/nodes/container-group';
import { accept, fakeApp, type FakeAppOptions, leave, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { container } from '../samples';

const label = 'com.docker.compose.project';

describe('Compose projects', function () {
  if (process.platform === 'win32') return;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-compose-'));
  });
  after(() => rm(folder, { recursive: true }));
  const file = () => path.join(folder, 'compose.yaml');

  /** A program of this name that writes down how it was called, and ends with this code. */
  async function installed(name: string, { code = 0, compose = true } = {}): Promise<string> {
    const home = await mkdtemp(path.join(folder, 'path-'));
    const program = path.join(home, name);
    const called = path.join(home, 'called');
    await writeFile(program, `#!/bin/sh\nif [ "$1" = compose ]; then ${compose ? 'shift' : 'exit 1'}; fi\n[ "$1" = version ] && exit 0\nprintf '%s|' "$@" > ${called}\nprintf '%s' "$DOCKER_HOST" >> ${called}\necho 'said something'\nexit ${String(code)}\n`);
    await chmod(program, 0o755);
    return home;
  }

  function world(homes: readonly string[], options: FakeAppOptions = {}) {
    const labels = { [label]: 'shop', [`${label}.config_files`]: `${file()},/elsewhere/more.yaml`, [`${label}.working_dir`]: folder };
    const web = container('web', { labels });
    const app = fakeApp({
      engine: { containers: { list: () => Promise.resolve([web, container('lone')]) } },
      host: { variables: { PATH: [...homes, '/bin', '/usr/bin'].join(':') }, isExecutable: (program) => Promise.resolve(homes.some((home) => program.startsWith(home) && ['docker', 'docker-compose'].includes(path.basename(program)) && existsIn.has(program))) },
      ...options,
    });
    return { app, group: containerGroupNode.make({ project: 'shop', containers: [{ container: web, readAt: 0 }] }) };
  }
  const existsIn = new Set<string>();
  async function docker(options: { code?: number; compose?: boolean } = {}, name = 'docker'): Promise<string> {
    const home = await installed(name, options);
    existsIn.add(path.join(home, name));
    return home;
  }

  it('are brought up by the installed program, with the files that the containers tell, once somebody has seen which', async () => {
    await writeFile(file(), 'services: {}\n');
    const home = await docker();
    const { app, group } = world([home], { answers: [accept] });
    assert.deepEqual(await runFromRows(composeUp, app, group), { project: 'shop' });
    assert.deepEqual(app.record.questions.map(({ detail }) => detail), [`${file()}\n/elsewhere/more.yaml`]);
    const [terminal] = app.record.terminals;
    const stream = await terminal?.open(new AbortController().signal);
    assert.ok(stream);
    let said = '';
    stream.onData((piece) => (said += Buffer.from(piece).toString()));
    assert.equal(await new Promise((resolve) => stream.onEnd(resolve)), 0);
    assert.equal(said, 'said something\r\n');
    assert.match(await readFile(path.join(home, 'called'), 'utf8'), new RegExp(`^--project-name\\|shop\\|--file\\|.*compose\\.yaml\\|--file\\|/elsewhere/more\\.yaml\\|up\\|--detach\\|`));
    assert.match(app.record.commands[0] ?? '', /^docker compose --project-name shop --file .* up --detach$/);
  });

  it('are not brought up when somebody leaves, and never without trust', async () => {
    const home = await docker();
    const left = world([home], { answers: [leave] });
    await assert.rejects(runFromRows(composeUp, left.app, left.group), isCancelled);
    for (const command of [composeUp, composeDown, composePull]) {
      const { app, group } = world([home], { restricted: true });
      await assert.rejects(runFromRows(command, app, group), (error) => SlipwayError.details(error, 'restrictedMode') !== undefined);
      await assert.rejects(runWithAnswers(command, app, { file: file() }), (error) => SlipwayError.details(error, 'restrictedMode') !== undefined);
    }
    await assert.rejects(readFile(path.join(home, 'called')));
  });

  it('are known by a file, and a program hears how it ended', async () => {
    const home = await docker();
    const { app } = world([home]);
    await runWithAnswers(composeDown, app, { file: file() });
    assert.match(await readFile(path.join(home, 'called'), 'utf8'), /^--file\|.*compose\.yaml\|down\|/);
    const failing = world([await docker({ code: 3 })]);
    await assert.rejects(runWithAnswers(composePull, failing.app, { file: file() }), (error) => SlipwayError.details(error, 'engineFailed')?.detail === 'said something');
  });

  it('are done by docker-compose where docker has no such plugin', async () => {
    const [plain, old] = [await docker({ compose: false }), await docker({}, 'docker-compose')];
    const { app } = world([plain, old]);
    await runWithAnswers(composePull, app, { file: file() });
    assert.match(await readFile(path.join(old, 'called'), 'utf8'), /\|pull\|/);
  });

  it('say what is missing, and what works without it', async () => {
    const { app } = world([await docker({ compose: false })]);
    await assert.rejects(runWithAnswers(composeUp, app, { file: file() }), (error) => /Start, Stop, Restart and Remove/.test(SlipwayError.details(error, 'unsupported')?.detail ?? ''));
  });

  it('show their logs as one, found by row, by name and by file, and take in what comes', async () => {
    const labels = { [label]: 'shop', [`${label}.config_files`]: file() };
    const make = (id: string, name: string, state: 'running' | 'created' = 'running') => ({ ...container(name, { labels, state }), id: id.repeat(64) });
    let listed = [make('a', 'web'), make('b', 'db')];
    const engine = { containers: { list: () => Promise.resolve([...listed, container('lone')]), inspect: (Id: string) => Promise.resolve({ Id }) } };
    const group = containerGroupNode.make({ project: 'shop', containers: listed.map((each) => ({ container: each, readAt: 0 })) });
    const opened = fakeApp({ engine });
    await runFromRows(showContainerLogs, opened, group);
    assert.equal(opened.record.logsPages[0]?.model.project, 'shop');
    for (const answers of [{ project: 'shop' }, { file: file() }]) {
      listed = [make('a', 'web'), make('b', 'db')];
      const app = fakeApp({ engine });
      assert.deepEqual(await runWithAnswers(composeLogs, app, answers), { containers: ['web', 'db'] });
      const page = app.record.logsPages[0] ?? assert.fail();
      const names = (): readonly string[] => page.model.containers.map(({ id, name }) => `${id.slice(0, 1)} ${name}`);
      assert.deepEqual([page.model.project, names()], ['shop', ['a web', 'b db']]);
      // Compose makes a service anew under a name for the meantime, and adds another one.
      listed = [make('a', 'web'), make('b', 'db'), make('c', 'c_web', 'created')];
      await page.read('stale');
      assert.deepEqual(names(), ['a web', 'b db']);
      listed = [make('c', 'web'), make('b', 'db'), make('d', 'cache')];
      await page.read('stale');
      assert.deepEqual(names(), ['c web', 'b db', 'd cache']);
      listed = [make('d', 'cache')];
      await page.read('stale');
      assert.deepEqual(names(), ['c web', 'b db', 'd cache'], 'lines of what is gone stay');
    }
    // As podman-compose writes it.
    listed = [{ ...make('a', 'web'), labels: { [label]: 'shop', [`${label}.config_files`]: path.basename(file()), [`${label}.working_dir`]: folder } }];
    assert.deepEqual(await runWithAnswers(composeLogs, fakeApp({ engine }), { file: file() }), { containers: ['web'] });
    await assert.rejects(runWithAnswers(composeLogs, fakeApp({ engine }), { file: '/elsewhere/other.yaml' }), (error) => SlipwayError.details(error, 'notFound') !== undefined);
  });

  it('show the files of which they were made', async () => {
    const { app, group } = world([]);
    await runFromRows(showComposeFile, app, group);
    assert.deepEqual(app.record.files, [{ file: file() }, { file: '/elsewhere/more.yaml' }]);
    await assert.rejects(runWithAnswers(showComposeFile, app, { project: 'none' }), (error) => SlipwayError.details(error, 'notFound') !== undefined);
  });

  it('of whose files nothing is known say where the verbs are', async () => {
    const web = container('web', { labels: { [label]: 'shop', [`${label}.config_files`]: 'relative.yaml' } });
    const app = fakeApp({ engine: { containers: { list: () => Promise.resolve([web]) } } });
    await assert.rejects(runWithAnswers(composeUp, app, { project: 'shop' }), (error) => SlipwayError.details(error, 'notFound')?.what === 'file');
  });
});
