import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runImage } from '../../../../src/commands/images/run';
import { runImageByLine } from '../../../../src/commands/images/run-by-line';
import { failure, SlipwayError, type SlipwayErrorDetails, type SlipwayErrorKind } from '../../../../src/core/errors';
import type { FileChange } from '../../../../src/core/file-changes';
import type { ContainerSpecification, TerminalStream } from '../../../../src/engine/containers/containers';
import { containerNode } from '../../../../src/nodes/container';
import { accept, fakeApp, type FakeAppOptions, goBack, leave, pick, press, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { containerOf, image, imageRow } from '../../../support/fake-images';
import { joinEngines, type PartialEngine } from '../../../support/partial-engine';

const app1 = image('a', 'app:1');
const web = containerOf(app1, 'web', 'running');
const isKind = (kind: SlipwayErrorKind) => (error: unknown) => error instanceof SlipwayError && error.kind === kind;

function setUp(options: FakeAppOptions & { readonly create?: Error[]; readonly start?: Error; readonly local?: readonly string[]; readonly more?: PartialEngine } = {}) {
  const done: string[] = [];
  const specifications: ContainerSpecification[] = [];
  const failures = [...(options.create ?? [])];
  const stream = { dispose: () => void done.push('dispose'), onEnd: () => ({ dispose: () => undefined }) } as unknown as TerminalStream;
  const app = fakeApp({
    ...options,
    engine: joinEngines({
      containers: {
        create: (specification) => {
          done.push('create');
          specifications.push(specification);
          const error = failures.shift();
          return error ? Promise.reject(error) : Promise.resolve({ id: web.id, warnings: ['no swap'] });
        },
        attach: () => {
          done.push('attach');
          return Promise.resolve(stream);
        },
        start: () => {
          done.push('start');
          return options.start ? Promise.reject(options.start) : Promise.resolve();
        },
        remove: (_container, removal) => Promise.resolve(void done.push(`remove ${JSON.stringify(removal)}`)),
        list: () => Promise.resolve([web]),
      },
      images: {
        inspect: (name) => {
          // What is asked for the proposal changes nothing.
          if (done.length > 0) done.push(`inspect ${name}`);
          return (options.local ?? []).includes(name) ? Promise.resolve({ Id: app1.id }) : Promise.reject(failure('notFound', { what: 'image', name }));
        },
        pull: (reference) => {
          done.push(`pull ${reference}`);
          return Promise.resolve({ reference, imageId: app1.id, digest: undefined, changed: true });
        },
        list: () => Promise.resolve([app1]),
      },
    }, options.more ?? {}),
  });
  return { app, done, specifications, stream };
}

const removal = 'remove {"force":true,"volumes":true}';

describe('slipway.images.run', () => {
  describe('with --cidfile', () => {
    let folder = '';
    beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-cid-'))));
    afterEach(() => rm(folder, { recursive: true }));
    const line = (): string => `-d --cidfile '${path.join(folder, 'id')}' app:1`;

    it('writes the id of the container', async () => {
      const { app } = setUp();
      await runWithAnswers(runImage, app, { line: line() });
      assert.equal(await readFile(path.join(folder, 'id'), 'utf8'), web.id);
    });

    it('creates nothing where the file is there', async () => {
      await writeFile(path.join(folder, 'id'), 'other');
      const { app, done } = setUp();
      await assert.rejects(runWithAnswers(runImage, app, { line: line() }), isKind('invalidInput'));
      assert.deepEqual(done, []);
      assert.equal(await readFile(path.join(folder, 'id'), 'utf8'), 'other');
    });

    it('leaves neither container nor file where the one cannot start or the other cannot be written', async () => {
      const failing = setUp({ start: failure('engineFailed', { operation: 'start', status: 500, detail: 'no' }) });
      await assert.rejects(runWithAnswers(runImage, failing.app, { line: line() }));
      assert.deepEqual(failing.done, ['create', 'start', removal]);
      const { app, done } = setUp();
      await assert.rejects(runWithAnswers(runImage, app, { line: `-d --cidfile '${path.join(folder, 'none/id')}' app:1` }), isKind('fileFailed'));
      assert.deepEqual(done, ['create', removal]);
      assert.deepEqual(await readdir(folder), []);
    });
  });

  it('starts a detached container by a line and reveals it', async () => {
    const { app, done, specifications } = setUp();
    assert.deepEqual(await runWithAnswers(runImage, app, { line: 'docker run -d --name web -p 8080:80 app:1' }), { container: web.id, name: 'web' });
    assert.deepEqual(done, ['create', 'start']);
    assert.equal(specifications[0]!.name, 'web');
    assert.equal(specifications[0]!.body['Image'], 'app:1');
    assert.deepEqual(app.record.commands, ['docker run -d --name web -p 8080:80 app:1']);
    assert.deepEqual(app.record.revealed, [containerNode.make({ container: web, readAt: 0 }).id]);
    assert.deepEqual(app.record.logged, ['no swap']);
    assert.deepEqual(app.record.questions, []);
  });

  it('takes image, options and command word by word', async () => {
    const { app, specifications } = setUp();
    await runWithAnswers(runImage, app, { image: 'app:1', options: ['-d', '-e', 'A=b c'], command: ['sh', '-c', 'echo "$x" \'y\''] });
    assert.deepEqual(specifications[0]!.body['Cmd'], ['sh', '-c', 'echo "$x" \'y\'']);
    assert.deepEqual(specifications[0]!.body['Env'], ['A=b c']);
  });

  it('attaches before it starts, and shows the terminal of the container itself', async () => {
    const { app, done, stream, specifications } = setUp();
    await runWithAnswers(runImage, app, { line: '-it --rm app:1' });
    assert.deepEqual(done, ['create', 'attach', 'start']);
    assert.equal(await app.record.terminals[0]!.open(new AbortController().signal), stream);
    assert.equal((specifications[0]!.body['HostConfig'] as { AutoRemove?: boolean }).AutoRemove, true);
    assert.deepEqual(app.record.revealed, []);
  });

  it('shows what is wrong with the line while it is typed, with the cursor before the image', async () => {
    const { app } = setUp({ answers: [leave] });
    await assert.rejects(runFromRows(runImageByLine, app, imageRow(app1)), isKind('cancelled'));
    const [question] = app.record.questions;
    assert.deepEqual([question!.value, question!.cursor], ['-it app:1', 4]);
    assert.equal(question!.check!('-it app:1'), undefined);
    for (const bad of ['', '-it', '--nonsense app:1', '-p 99999999:1 app:1', 'App:1']) assert.equal(question!.check!(bad)?.severity, 'error', bad);
  });

  it('proposes the line of the last time, and keeps it where secrets are', async () => {
    const { app } = setUp({ answers: [type('-d -e TOKEN=x app:1'), leave] });
    await runFromRows(runImageByLine, app, imageRow(app1));
    assert.match(app.record.secrets.get('runLines') ?? '', /TOKEN=x/);
    assert.equal(app.record.state.size, 0);
    await assert.rejects(runFromRows(runImageByLine, app, imageRow(app1)), isKind('cancelled'));
    const question = app.record.questions.at(-1);
    assert.deepEqual([question!.value, question!.cursor], ['-d -e TOKEN=x app:1', '-d -e TOKEN=x '.length]);
  });

  describe('with --rm, in which somebody works', () => {
    const noise: readonly FileChange[] = [{ kind: 'changed', path: '/root' }, { kind: 'added', path: '/root/.bash_history' }];
    const work: readonly FileChange[] = [...noise, { kind: 'added', path: '/root/result' }];
    const rounds = async (): Promise<void> => { for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve)); };
    const ended = (changes: readonly FileChange[], answers: FakeAppOptions['answers'] = []) => {
      const done: string[] = [];
      const made = setUp({
        answers: [type('-it --rm app:1'), ...answers],
        more: {
          containers: {
            wait: () => Promise.resolve(0),
            changes: () => Promise.resolve(changes),
            commit: (_container, { reference }) => Promise.resolve(void done.push(`commit ${String(reference)}`)).then(() => ({ imageId: app1.id })),
          },
        },
      });
      return { ...made, commits: done };
    };

    it('removes the container itself, without a question when nothing was done in it', async () => {
      const { app, done, specifications } = ended(noise);
      await runFromRows(runImageByLine, app, imageRow(app1));
      await rounds();
      assert.equal((specifications[0]!.body['HostConfig'] as { AutoRemove?: boolean }).AutoRemove, undefined);
      assert.equal(done.at(-1), 'remove {"volumes":true}');
      app.done();
    });

    it('asks before what was done in it goes, and keeps it when nobody answers', async () => {
      const { app, done } = ended(work, [leave]);
      await runFromRows(runImageByLine, app, imageRow(app1));
      await rounds();
      assert.match(app.record.questions.at(-1)?.title ?? '', /1 file has changed/);
      assert.ok(!done.some((step) => step.startsWith('remove')));
      assert.equal(app.record.revealed.length, 1);
    });

    it('commits first when told so, and keeps the container when that is left', async () => {
      const { app, done, commits } = ended(work, [press('Commit…'), type('app:2'), pick('Commit')]);
      await runFromRows(runImageByLine, app, imageRow(app1));
      await rounds();
      assert.deepEqual([commits, done.at(-1)], [['commit app:2'], 'remove {"volumes":true}']);
      const left = ended(work, [press('Commit…'), leave]);
      await runFromRows(runImageByLine, left.app, imageRow(app1));
      await rounds();
      assert.ok(!left.done.some((step) => step.startsWith('remove')));
    });
  });

  it('asks for the image first in the palette, with a way back', async () => {
    const { app } = setUp({ answers: [pick('app:1'), goBack, pick('app:1'), type('-d app:1')] });
    await runFromRows(runImageByLine, app);
    app.done();
  });

  it('checks a line before the engine sees it', async () => {
    for (const answers of [{ line: '--nonsense app:1' }, { image: 'App:1' }, { line: '' }]) {
      const { app, done } = setUp();
      await assert.rejects(runWithAnswers(runImage, app, answers), isKind('invalidInput'));
      assert.deepEqual(done, []);
    }
  });

  it('resolves paths from the working directory that it is told, and from no other', async () => {
    const { app, specifications } = setUp();
    await runWithAnswers(runImage, app, { line: '-d -v "$(pwd)":/w -v ./x:/x app:1', workingDirectory: '/home/ada' });
    assert.deepEqual((specifications[0]!.body['HostConfig'] as { Binds?: string[] }).Binds, ['/home/ada:/w', '/home/ada/x:/x']);
    for (const line of ['-d -v "$PWD":/w app:1', '-d -v "$(pwd)":/w app:1', '-d -v ./x:/x app:1']) {
      const other = setUp();
      await assert.rejects(runWithAnswers(runImage, other.app, { line }), isKind('invalidInput'), line);
    }
  });

  const missing = failure('notFound', { what: 'image', name: 'app:1' });

  it('offers to pull a missing image and goes on', async () => {
    const { app, done } = setUp({ create: [missing], answers: [type('-d app:1'), accept] });
    await runFromRows(runImageByLine, app, imageRow(app1));
    assert.deepEqual(done, ['create', 'inspect app:1', 'pull app:1', 'create', 'start']);
    assert.equal(app.record.questions[1]!.action, 'Pull and Run');
    app.done();
  });

  it('pulls for a program as docker run does, unless the line says never', async () => {
    const { app, done } = setUp({ create: [missing] });
    await runWithAnswers(runImage, app, { line: '-d app:1' });
    assert.deepEqual(done, ['create', 'inspect app:1', 'pull app:1', 'create', 'start']);
    const never = setUp({ create: [missing] });
    await assert.rejects(runWithAnswers(runImage, never.app, { line: '-d --pull never app:1' }), missing);
    assert.deepEqual(never.done, ['create']);
  });

  it('makes nothing when the pull is declined', async () => {
    const { app, done } = setUp({ create: [missing], answers: [type('-d app:1'), leave] });
    await assert.rejects(runFromRows(runImageByLine, app, imageRow(app1)), isKind('cancelled'));
    assert.deepEqual(done, ['create', 'inspect app:1']);
  });

  const otherwiseMissing: readonly SlipwayErrorDetails['notFound'][] = [
    ...(['path', 'network', 'volume', 'container', 'user', 'device', 'runtime', 'logDriver', 'volumeDriver', 'deviceDriver', 'plugin'] as const).map((what) => ({ what, name: 'x', needed: true })),
    // An image that a mount names, another image, and one that came meanwhile.
    { what: 'image', name: 'other:1', needed: true },
    { what: 'image', name: 'app:1' },
    { what: 'manifest', name: 'app:1', needed: true },
  ];
  for (const details of otherwiseMissing) {
    it(`pulls nothing and asks nothing when the ${details.what} ${details.name} is missing`, async () => {
      const error = failure('notFound', details);
      for (const programmatic of [true, false]) {
        const { app, done } = setUp({ create: [error], local: ['app:1'], ...(programmatic ? {} : { answers: [type('-d app:1')] }) });
        const run = programmatic ? runWithAnswers(runImage, app, { line: '-d app:1' }) : runFromRows(runImageByLine, app, imageRow(app1));
        await assert.rejects(run, error);
        assert.deepEqual(done.filter((step) => !step.startsWith('inspect')), ['create']);
      }
    });
  }

  it('offers to pull the image for the platform that the line wants', async () => {
    const create = [failure('notFound', { what: 'manifest', name: 'app:1', needed: true })];
    const { app, done } = setUp({ create, local: ['app:1'], answers: [type('-d --platform linux/s390x app:1'), accept] });
    await runFromRows(runImageByLine, app, imageRow(app1));
    assert.equal(app.record.questions[1]!.title, 'The local image app:1 is not for linux/s390x.');
    assert.deepEqual(done, ['create', 'inspect app:1', 'pull app:1', 'create', 'start']);
  });

  const taken = failure('conflict', { name: 'web', usedBy: [], detail: 'port is already allocated' });

  it('removes a container that could not start, with its volumes, and gives a program the typed error', async () => {
    const { app, done } = setUp({ start: taken });
    await assert.rejects(runWithAnswers(runImage, app, { line: '-it app:1' }), taken);
    assert.deepEqual(done, ['create', 'attach', 'start', 'dispose', removal]);
    assert.deepEqual(app.record.terminals, []);
  });

  it('asks a person whether to keep it, and says so once', async () => {
    const kept = setUp({ start: taken, answers: [type('-d app:1'), accept] });
    await assert.rejects(runFromRows(runImageByLine, kept.app, imageRow(app1)), isKind('cancelled'));
    assert.deepEqual(kept.done, ['create', 'start']);
    assert.match(kept.app.record.questions[1]!.title, /port is already allocated/);
    assert.equal(kept.app.record.revealed.length, 1);

    const declined = setUp({ start: taken, answers: [type('-d app:1'), leave] });
    await assert.rejects(runFromRows(runImageByLine, declined.app, imageRow(app1)), isKind('cancelled'));
    assert.deepEqual(declined.done, ['create', 'start', removal]);
  });

  it('does not ask about a container of --rm, nor about a lost engine', async () => {
    for (const [line, start] of [['-d --rm app:1', taken], ['-d app:1', failure('connectionLost', { operation: 'start' })]] as const) {
      const { app, done } = setUp({ start, answers: [type(line)] });
      await assert.rejects(runFromRows(runImageByLine, app, imageRow(app1)), start);
      assert.deepEqual(done, ['create', 'start', removal]);
    }
  });

  it('removes what was created when it is cancelled meanwhile', async () => {
    const { app, done } = setUp({ cancelWork: true });
    await assert.rejects(runWithAnswers(runImage, app, { line: '-d app:1' }), isKind('cancelled'));
    assert.deepEqual(done, ['create', removal]);
  });

  describe('reads a line as it is written', () => {
    it('and says so, also beside what is wrong with it', async () => {
      const { app } = setUp({ answers: [pick('app:1'), type('-d app:1')] });
      await runFromRows(runImageByLine, app);
      const { check = () => assert.fail('no check') } = app.record.questions.at(-1) ?? {};
      assert.equal(check('-d app:1'), undefined);
      assert.deepEqual(check('-d ^\n app:1'), { severity: 'information', message: 'Read as Command Prompt (cmd).' });
      assert.deepEqual(check('-d `\n app:1'), { severity: 'information', message: 'Read as PowerShell.' });
      const wrong = check('--nope `\n app:1');
      assert.equal(wrong?.severity, 'error');
      assert.match(wrong.message, /--nope.* Read as PowerShell\.$/);
    });

    it('or as is chosen with the button of the box, which is kept for the next time', async () => {
      const { app, specifications } = setUp({ answers: [pick('app:1'), type("-d app:1 echo 'a'")] });
      app.record.state.set('runLineDialect', 'cmd');
      await runFromRows(runImageByLine, app);
      assert.deepEqual(specifications[0]?.body['Cmd'], ['echo', "'a'"]);
      const { mode = assert.fail('no button'), check = () => assert.fail('no check') } = app.record.questions.at(-1) ?? {};
      const labels: string[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        labels.push(`${mode.label()} | ${check('-d app:1')?.message ?? ''}`);
        mode.next();
      }
      assert.deepEqual(labels, [
        'Read as: Command Prompt (cmd) | Read as Command Prompt (cmd), as chosen.',
        'Read as: Automatic | ',
        'Read as: POSIX shell | Read as POSIX shell, as chosen.',
        'Read as: PowerShell | Read as PowerShell, as chosen.',
      ]);
    });

    it('or as a program says', async () => {
      const { app, specifications } = setUp();
      await runWithAnswers(runImage, app, { line: "-d app:1 echo 'a'", dialect: 'cmd' });
      await runWithAnswers(runImage, app, { line: "-d app:1 echo 'a'" });
      assert.deepEqual(specifications.map(({ body }) => body['Cmd']), [['echo', "'a'"], ['echo', 'a']]);
    });
  });
});
