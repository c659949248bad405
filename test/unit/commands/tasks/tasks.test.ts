import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performTask } from '../../../../src/commands/tasks/perform-task';
import { taskProperties } from '../../../../src/commands/tasks/task-properties';
import { configurationLabel } from '../../../../src/core/run/run-configuration';
import { fakeApp } from '../../../support/fake-app';
import { container } from '../samples';

describe('a task of tasks.json', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-task-'));
    await mkdir(path.join(folder, '.vscode'));
    await writeFile(path.join(folder, '.vscode/slipway.json'), JSON.stringify({ runConfigurations: [{ name: 'web', image: 'nginx', detach: true, containerName: 'web' }] }));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Does a task; gives its exit code, what it said, and what became of it. */
  async function done(definition: object, options: { readonly restricted?: boolean; readonly path?: string; readonly abort?: AbortController } = {}) {
    const did: string[] = [];
    const said: string[] = [];
    const app = fakeApp({
      ...(options.restricted === true && { restricted: true }),
      host: { variables: { PATH: `${options.path ?? ''}:/bin:/usr/bin` }, isExecutable: (program) => Promise.resolve(program === path.join(options.path ?? '', 'docker')) },
      engine: {
        containers: {
          list: () => Promise.resolve([container('new', { id: 'new' })]),
          create: ({ name, body }) => Promise.resolve(void did.push(`create ${name ?? ''} ${String(body['Image'])} ${JSON.stringify(body['Labels'])}`)).then(() => ({ id: 'new', warnings: [] })),
          start: (id) => Promise.resolve(void did.push(`start ${id}`)),
          stop: (id) => Promise.resolve(void did.push(`stop ${id}`)),
          remove: (id) => Promise.resolve(void did.push(`remove ${id}`)),
        },
      },
    });
    const none = fakeApp();
    const inUse = { ...none, engines: { ...none.engines, named: (name: string) => Promise.resolve(name === 'far' ? app : assert.fail(name)) } };
    const code = await performTask('engine' in definition ? inUse : app, { type: 'slipway', ...definition }, {
      label: 'mine',
      folder,
      signal: (options.abort ?? new AbortController()).signal,
      print: (text) => void said.push(Buffer.from(text).toString()),
      show: () => assert.fail('nothing runs in the foreground'),
    });
    return { code, said: said.join(''), did, record: app.record };
  }

  it('runs a configuration of the project by its name', async () => {
    const { code, did, said, record } = await done({ command: 'run', configuration: 'web' });
    assert.equal(code, 0, said);
    assert.deepEqual(did, [`create web nginx {"${configurationLabel}":"web"}`, 'start new']);
    assert.match(said, /new runs\.\n$/);
    assert.deepEqual(record.revealed, [], 'a task moves nothing on the screen');
  });

  it('runs on the engine that it names', async () => {
    const { code, did, said } = await done({ command: 'run', configuration: 'web', engine: 'far' });
    assert.equal(code, 0, said);
    assert.equal(did.at(-1), 'start new');
    const wrongEngine = await done({ command: 'run', configuration: 'web', engine: 7 });
    assert.match(wrongEngine.said, /^engine in tasks\.json/);
  });

  it('runs a line, or an image with the fields of a configuration, known by the name of the task', async () => {
    const line = await done({ command: 'run', line: 'docker run -d --name db -l a=b postgres' });
    assert.deepEqual(line.did, [`create db postgres {"a":"b","${configurationLabel}":"task: mine"}`, 'start new']);
    const fields = await done({ command: 'run', container: { image: 'postgres', detach: true, containerName: 'db' } });
    assert.deepEqual(fields.did, [`create db postgres {"${configurationLabel}":"task: mine"}`, 'start new']);
  });

  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ command: 'walk' }, /^command in tasks\.json/],
    [{ command: 'run' }, /one of “configuration”, “line” and “container”/],
    [{ command: 'run', line: 'a', configuration: 'web' }, /one of “configuration”/],
    [{ command: 'run', configuration: 'none' }, /no run configuration of this name/],
    [{ command: 'run', line: '--nonsense' }, /nonsense/],
    [{ command: 'run', container: { image: 'a', ports: 'b' } }, /^container\.ports in/],
    [{ command: 'run', container: { image: 'a', name: 'b' } }, /^container\.name in/],
    [{ command: 'run', configuration: 'web', waitFor: 'soon' }, /^waitFor in/],
    [{ command: 'run', configuration: 'web', timeout: 0 }, /^timeout in/],
    [{ command: 'compose', action: 'sideways' }, /^action in/],
    [{ command: 'compose', action: 'down', waitFor: 'healthy' }, /^waitFor in/],
    [{ command: 'compose', services: ['--privileged'] }, /^services\.0 in/],
  ];
  for (const [definition, sentence] of wrong) {
    it(`says what is wrong with ${JSON.stringify(definition)}, and begins nothing`, async () => {
      const { code, said, did } = await done(definition);
      assert.deepEqual([code, did], [1, []]);
      assert.match(said, sentence);
    });
  }

  it('does nothing in a workspace that is not trusted', async () => {
    for (const definition of [{ command: 'run', configuration: 'web' }, { command: 'compose' }]) {
      const { code, did } = await done(definition, { restricted: true });
      assert.deepEqual([code, did], [1, []]);
    }
  });

  it('makes nothing where it was ended before', async () => {
    const abort = new AbortController();
    abort.abort();
    const { code, did, said } = await done({ command: 'run', configuration: 'web' }, { abort });
    assert.equal(code, 1);
    assert.deepEqual(did, [`create web nginx {"${configurationLabel}":"web"}`, 'remove new']);
    assert.match(said, /The task was ended\.\n$/);
  });

  it('brings a Compose project up and down by the installed program', async function () {
    if (process.platform === 'win32') this.skip();
    const home = await mkdtemp(path.join(folder, 'path-'));
    const called = path.join(home, 'called');
    await writeFile(path.join(home, 'docker'), `#!/bin/sh\n[ "$2" = version ] && exit 0\nprintf '%s|' "$PWD" "$@" > ${called}\necho said\nexit 4\n`);
    await chmod(path.join(home, 'docker'), 0o755);
    // The folder of the file is where the program begins.
    assert.equal((await done({ command: 'compose', file: 'nowhere/compose.yaml' }, { path: home })).code, 1);
    const found = await done({ command: 'compose', services: ['web'], waitFor: 'healthy' }, { path: home });
    assert.deepEqual([found.code, found.said], [4, 'said\n']);
    assert.equal(await readFile(called, 'utf8'), `${folder}|compose|up|--detach|--wait|--|web|`);
    await done({ command: 'compose', action: 'down', file: 'compose.yaml' }, { path: home });
    assert.equal(await readFile(called, 'utf8'), `${folder}|compose|--file|${path.join(folder, 'compose.yaml')}|down|`);
  });

  it('has each of its properties in the editor of tasks.json', () => {
    for (const name of ['command', 'dockerfile', 'configuration', 'line', 'container', 'waitFor', 'timeout', 'action', 'file', 'services']) assert.ok(Object.hasOwn(taskProperties, name), name);
  });
});
