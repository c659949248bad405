import assert from 'node:assert/strict';
import { runImage } from '../../../../src/commands/images/run';
import { failure, SlipwayError } from '../../../../src/core/errors';
import type { RunForm, RunFormRow } from '../../../../src/core/run/run-form-fields';
import type { RunFormModel } from '../../../../src/core/run/run-form-page';
import type { ContainerSpecification, ContainerSummary } from '../../../../src/engine/containers/containers';
import { accept, fakeApp, type FakeAppOptions, file as chosenFile, leave, runFromRows } from '../../../support/fake-app';
import { containerOf, image, imageRow } from '../../../support/fake-images';
import type { FakePage } from '../../../support/fake-pages';

const app1 = image('a', 'app:1');
const web: ContainerSummary = { ...containerOf(app1, 'web', 'running'), ports: [{ containerPort: 80, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 8080 }] };
const config = { Cmd: ['nginx', '-g', 'daemon off;'], Env: ['VERSION=1', 'API_TOKEN=hunter2'], ExposedPorts: { '8080/tcp': {} }, Volumes: { '/data': {} }, User: 'nginx', WorkingDir: '/srv' };

type Form = FakePage<RunFormModel>;

function setUp(use: (page: Form) => Promise<unknown>, options: FakeAppOptions & { readonly start?: Error; readonly create?: Error } = {}) {
  const done: string[] = [];
  const specifications: ContainerSpecification[] = [];
  const containers = [web];
  const app = fakeApp({
    ...options,
    runForm: async (page) => {
      await use(page);
    },
    engine: {
      containers: {
        create: (specification) => {
          specifications.push(specification);
          return options.create ? Promise.reject(options.create) : Promise.resolve({ id: 'f'.repeat(64), warnings: [] });
        },
        start: () => (options.start ? Promise.reject(options.start) : Promise.resolve(void done.push('start'))),
        remove: (id, removal) => {
          done.push(`remove ${id.slice(0, 3)} ${JSON.stringify(removal)}`);
          return Promise.resolve();
        },
        list: () => Promise.resolve(containers),
      },
      images: { list: () => Promise.resolve([app1]), inspect: (name) => (name === 'app:1' ? Promise.resolve({ Id: app1.id, Config: config }) : Promise.reject(failure('notFound', { what: 'image', name }))) },
      volumes: { list: () => Promise.resolve([]) },
      networks: { list: () => Promise.resolve([]) },
    },
  });
  return { app, done, specifications };
}

const withTexts = (form: RunForm, texts: Partial<RunForm['texts']>): RunForm => ({ ...form, texts: { ...form.texts, ...texts } });
const withRows = (form: RunForm, rows: Partial<Record<keyof RunForm['rows'], readonly RunFormRow[]>>): RunForm => ({ ...form, rows: { ...form.rows, ...rows } });
const open = (app: ReturnType<typeof fakeApp>): Promise<unknown> => runFromRows(runImage, app, imageRow(app1));
const closedUnused = (error: unknown): boolean => error instanceof SlipwayError && error.kind === 'cancelled';

describe('the page with the form of a run', () => {
  it('offers the Dockerfiles of the folder that is open', async () => {
    const found = ['file:///home/ada/shop/Dockerfile', 'file:///home/ada/shop/docker/web.Dockerfile', 'file:///home/ada/other/Dockerfile', 'vscode-vfs://github/Dockerfile'];
    const { app } = setUp((page) => {
      assert.deepEqual(page.model.known.dockerfiles, ['Dockerfile', 'docker/web.Dockerfile']);
      return Promise.resolve();
    }, { workspaceFolder: '/home/ada/shop', dockerfiles: { find: () => Promise.resolve(found) } });
    await assert.rejects(open(app), closedUnused);
  });

  it('proposes what suits the image, says what it sets, runs and closes', async () => {
    const { app, specifications, done } = setUp(async (page) => {
      const { model } = page;
      assert.deepEqual([model.form.rows.ports, model.form.switches.detached, model.line], [[['8081', '8080']], true, 'docker run -d -p 8081:8080 app:1']);
      const { command, environment, ports, volumes, user, workingDirectory, state } = model.facts;
      assert.deepEqual({ command, environment, ports, volumes, user, workingDirectory, state }, {
        command: "nginx -g 'daemon off;'", environment: [{ name: 'VERSION', value: '1' }, { name: 'API_TOKEN', value: '***' }], ports: [{ host: '8081', container: '8080' }], volumes: ['/data'], user: 'nginx', workingDirectory: '/srv', state: 'local',
      });
      await page.wish({ kind: 'run', form: withTexts(model.form, { name: 'shop', command: "sh -c 'echo $x'" }) });
      assert.ok(page.isClosed);
    });
    assert.deepEqual(await open(app), { container: 'f'.repeat(64), name: 'web' });
    assert.deepEqual([specifications[0]?.name, specifications[0]?.body['Cmd'], done], ['shop', ['sh', '-c', 'echo $x'], ['start']]);
    assert.deepEqual(app.record.commands, ["docker run -d --name shop -p 8081:8080 app:1 sh -c 'echo $x'"]);
  });

  it('remembers the last run of the image where secrets are, and nothing elsewhere', async () => {
    const { app } = setUp(async (page) => {
      const form = withRows(withTexts(page.model.form, { name: 'shop' }), { environment: [['API_TOKEN', 'hidden1'], ['TEXT', "it's\ntwo"]] });
      await page.wish({ kind: 'run', form });
    });
    await open(app);
    assert.doesNotMatch(JSON.stringify([[...app.record.state], app.record.commands, app.record.logged]), /hidden1/);
    assert.match(JSON.stringify([...app.record.secrets]), /hidden1/);
    const again = setUp((page) => {
      assert.deepEqual(page.model.form.rows.environment, [['API_TOKEN', 'hidden1'], ['TEXT', "it's\ntwo"]]);
      assert.match(page.model.line, /'API_TOKEN=\*\*\*'/);
      assert.deepEqual(page.argument, { image: 'app:1' });
      return Promise.resolve();
    });
    for (const [key, value] of app.record.secrets) again.app.record.secrets.set(key, value);
    await assert.rejects(open(again.app), closedUnused);
  });

  it('says what is wrong with which field, and runs nothing then', async () => {
    const { app, specifications } = setUp(async (page) => {
      const wrong = withRows(withTexts(page.model.form, { memory: 'much' }), { ports: [['80', 'x']] });
      const edited = await page.wish({ kind: 'edit', number: 4, form: wrong });
      assert.deepEqual([edited.answered, Object.keys(edited.problems).sort()], [4, ['memory', 'ports/0']]);
      await page.wish({ kind: 'run', form: wrong });
      assert.ok(!page.isClosed);
      const missing = await page.wish({ kind: 'edit', number: 5, form: withTexts(page.model.form, { image: 'gone:1' }) });
      assert.equal(missing.facts.state, 'missing');
    });
    await assert.rejects(open(app), closedUnused);
    assert.deepEqual(specifications, []);
  });

  it('is filled by a line of any shell, which loses nothing of what was hidden in the one that is shown', async () => {
    const { app } = setUp(async (page) => {
      const { form } = await page.wish({ kind: 'edit', number: 1, form: withRows(page.model.form, { environment: [['API_TOKEN', 'hidden']] }) });
      const filled = await page.wish({ kind: 'line', form, line: `${page.model.line} nginx -t`.replace('docker run', 'docker run \\\n  --cap-add NET_ADMIN \\\n ') });
      assert.deepEqual([filled.form.rows.environment, filled.form.texts.command, filled.form.texts.more], [[['API_TOKEN', 'hidden']], 'nginx -t', '--cap-add=NET_ADMIN']);
      assert.equal(filled.revision, 2);
      const powershell = await page.wish({ kind: 'line', form, line: 'docker run `\n  -d `\n  --name other app:1' });
      assert.deepEqual([powershell.form.texts.name, powershell.form.switches.detached], ['other', true]);
      const cmd = await page.wish({ kind: 'line', form, line: 'docker run ^\n  -d ^\n  --name third app:1' });
      assert.equal(cmd.form.texts.name, 'third');
      const wrong = await page.wish({ kind: 'line', form, line: 'docker run --frob app:1' });
      assert.deepEqual([wrong.lineProblem, wrong.revision], ['docker run has no option --frob.', cmd.revision]);
      const copied = await page.wish({ kind: 'copy', form });
      assert.match(copied.done ?? '', /with all values/);
      assert.equal((await page.wish({ kind: 'edit', number: 2, form })).done, undefined);
    });
    await assert.rejects(open(app), closedUnused);
    assert.match(app.record.clipboard[0] ?? '', /-e API_TOKEN=hidden /);
  });

  it('says who has a port or a name, and changes them by one click', async () => {
    const { app, specifications, done } = setUp(async (page) => {
      const taken = withRows(withTexts(page.model.form, { name: 'web' }), { ports: [['127.0.0.1:8080', '80'], ['8080', '80/udp'], ['8081', '81']] });
      const edited = await page.wish({ kind: 'edit', number: 1, form: taken });
      assert.deepEqual(edited.remedies, [
        { place: 'name', reason: 'There is a container web.', actions: [{ kind: 'name', name: 'web-2' }, { kind: 'replace', name: 'web' }] },
        { place: 'ports/0', reason: 'The container web has port 8080.', actions: [{ kind: 'port', port: '8082' }] },
      ]);
      const moved = await page.wish({ kind: 'remedy', place: 'ports/0', action: 0, form: taken });
      assert.deepEqual([moved.form.rows.ports[0], moved.remedies.length], [['127.0.0.1:8082', '80'], 1]);
      const named = await page.wish({ kind: 'remedy', place: 'name', action: 0, form: moved.form });
      assert.deepEqual([named.form.texts.name, named.remedies], ['web-2', []]);
      await page.wish({ kind: 'edit', number: 2, form: moved.form });
      await assert.rejects(page.wish({ kind: 'remedy', place: 'name', action: 1, form: moved.form }), closedUnused, 'asks before');
      assert.deepEqual(done, []);
      await page.wish({ kind: 'remedy', place: 'name', action: 1, form: moved.form });
    }, { answers: [leave, accept] });
    await open(app);
    assert.match(app.record.questions[0]?.title ?? '', /Replace the container web/);
    assert.deepEqual([done, specifications[0]?.name], [[`remove ${web.id.slice(0, 3)} {"force":true}`, 'start'], 'web']);
  });

  it('says why a run did not start, takes away what was created, and offers the next port', async () => {
    const start = failure('engineFailed', { operation: 'start', status: 500, detail: 'driver failed: Bind for 0.0.0.0:9000 failed: port is already allocated' });
    const { app, done } = setUp(async (page) => {
      const form = withRows(page.model.form, { ports: [['9000', '80']] });
      await assert.rejects(page.wish({ kind: 'run', form }), start);
      const { model } = page;
      assert.ok(!page.isClosed);
      assert.match(model.done ?? '', /has been removed/);
      assert.deepEqual(model.remedies, [{ place: 'ports/0', reason: 'Another program has port 9000.', actions: [{ kind: 'port', port: '9001' }] }]);
      assert.deepEqual(model.form, form);
    }, { start });
    await assert.rejects(open(app), closedUnused);
    assert.deepEqual(done, ['remove fff {"force":true,"volumes":true}']);
    assert.equal(app.record.secrets.size, 0);
  });

  it('takes files and folders from dialogs', async () => {
    const { app } = setUp(async (page) => {
      const { form } = page.model;
      const files = await page.wish({ kind: 'browse', what: 'envFiles', row: 0, form });
      assert.deepEqual(files.form.rows.envFiles, [['/w/.env']]);
      const folder = await page.wish({ kind: 'browse', what: 'volumes', row: 0, form: withRows(form, { volumes: [['', '/data', 'ro']] }) });
      assert.deepEqual(folder.form.rows.volumes, [['/w/data', '/data', 'ro']]);
    }, { answers: [chosenFile('/w/.env'), chosenFile('/w/data')] });
    await assert.rejects(open(app), closedUnused);
    app.done();
  });

  it('is left at once when nothing was entered, and else after a question', async () => {
    const { app } = setUp(async (page) => {
      await page.wish({ kind: 'leave', changed: false });
      assert.ok(page.isClosed);
      await assert.rejects(page.wish({ kind: 'leave', changed: true }), closedUnused);
      await page.wish({ kind: 'leave', changed: true });
    }, { answers: [leave, accept] });
    await assert.rejects(open(app), closedUnused);
    assert.match(app.record.questions[0]?.title ?? '', /Leave the form/);
  });
});
