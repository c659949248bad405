import assert from 'node:assert/strict';
import { pushImage } from '../../../../src/commands/images/push';
import { failure, type SlipwayError } from '../../../../src/core/errors';
import type { ImageSummary } from '../../../../src/engine/images/images';
import { repositoryNode } from '../../../../src/nodes/repository';
import { fakeApp, type FakeAppOptions, goBack, leave, pick, pickMany, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { image, imageRow } from '../../../support/fake-images';

const several = image('a', 'ghcr.io/o/app:1', 'ghcr.io/o/app:2', 'ghcr.io/o/other:1');
const python = image('b', 'python:3');

function setUp(options: FakeAppOptions & { readonly failures?: Readonly<Record<string, Error[]>> } = {}, known: readonly ImageSummary[] = [several, python]) {
  const done: string[] = [];
  let images = known;
  const app = fakeApp({
    ...options,
    engine: {
      images: {
        push: (reference) => {
          done.push(`push ${reference}`);
          const error = options.failures?.[reference]?.shift();
          return error ? Promise.reject(error) : Promise.resolve({ reference, digest: `sha256:${reference}`, tags: [] });
        },
        tag: (from, to) => {
          done.push(`tag ${from} ${to}`);
          images = images.map((one) => (one.tags.includes(from) ? { ...one, tags: [...one.tags, to] } : one));
          return Promise.resolve();
        },
        remove: (name) => {
          done.push(`remove ${name}`);
          return Promise.resolve({ untagged: [name], deleted: [] });
        },
        list: () => Promise.resolve(images),
      },
      containers: { list: () => Promise.resolve([]) },
    },
  });
  return { app, done };
}

describe('slipway.images.push', () => {
  it('pushes by its answers and gives the digest', async () => {
    const { app, done } = setUp();
    const pushed = { reference: 'ghcr.io/o/app:1', digest: 'sha256:ghcr.io/o/app:1' };
    assert.deepEqual(await runWithAnswers(pushImage, app, { reference: 'ghcr.io/o/app:1' }), { ...pushed, pushed: [pushed] });
    assert.deepEqual(done, ['push ghcr.io/o/app:1']);
    assert.deepEqual(app.record.commands, ['docker push ghcr.io/o/app:1']);
    assert.deepEqual(app.record.refreshed, ['registries']);
  });

  it('pushes each local tag of a repository and gives a digest for each', async () => {
    for (const call of ['answers', 'row']) {
      const { app, done } = setUp();
      const result = await (call === 'answers'
        ? runWithAnswers(pushImage, app, { reference: 'ghcr.io/o/app', allTags: true })
        : runFromRows(pushImage, app, repositoryNode.make({ name: 'ghcr.io/o/app', images: [] })));
      assert.deepEqual((result as { pushed: { digest: string }[] }).pushed.map(({ digest }) => digest), ['sha256:ghcr.io/o/app:1', 'sha256:ghcr.io/o/app:2']);
      assert.deepEqual(done, ['push ghcr.io/o/app:1', 'push ghcr.io/o/app:2']);
      assert.deepEqual(app.record.commands, ['docker push --all-tags ghcr.io/o/app']);
    }
  });

  it('refuses a digest, a tag with all tags and a repository without tags', async () => {
    for (const [answers, kind] of [
      [{ reference: `a/b@sha256:${'a'.repeat(64)}` }, 'invalidInput'],
      [{ reference: 'a/b:1', allTags: true }, 'invalidInput'],
      [{ reference: 'a/nothing', allTags: true }, 'notFound'],
    ] as const) {
      const { app, done } = setUp();
      await assert.rejects(runWithAnswers(pushImage, app, answers), (error) => (error as SlipwayError).kind === kind);
      assert.deepEqual(done, []);
    }
  });

  it('asks in the palette which of several names, with a way back', async () => {
    const all = several.tags.join(', ');
    const { app, done } = setUp({ answers: [pick(all), goBack, pick(all), pickMany('ghcr.io/o/app:2')] });
    await runFromRows(pushImage, app);
    assert.deepEqual(app.record.questions[1]!.picked, several.tags);
    assert.deepEqual(done, ['push ghcr.io/o/app:2']);
    app.done();
  });

  const refused = failure('unauthorized', { registry: 'ghcr.io' });

  it('asks for a log-in and goes on where it stopped', async () => {
    const { app, done } = setUp({
      answers: [type('ada'), type('secret')],
      failures: { 'ghcr.io/o/app:2': [refused] },
      registries: { logIn: () => Promise.resolve() },
    });
    await runFromRows(pushImage, app, repositoryNode.make({ name: 'ghcr.io/o/app', images: [] }));
    assert.deepEqual(done, ['push ghcr.io/o/app:1', 'push ghcr.io/o/app:2', 'push ghcr.io/o/app:2']);
    app.done();
  });

  it('throws unauthorized to a program', async () => {
    const { app } = setUp({ failures: { 'ghcr.io/o/app:1': [refused] } });
    await assert.rejects(runWithAnswers(pushImage, app, { reference: 'ghcr.io/o/app:1' }), refused);
  });

  it('asks for a whole name instead of one that Docker Hub refuses, and pushes under that', async () => {
    for (const [typed, target] of [['ada/python:3', 'ada/python:3'], ['ada/python', 'ada/python:3'], ['127.0.0.1:5000/python:4', '127.0.0.1:5000/python:4'], [' ghcr.io/a/b ', 'ghcr.io/a/b:3']] as const) {
      const { app, done } = setUp({ answers: [type(typed)] });
      const result = await runFromRows(pushImage, app, imageRow(python));
      assert.equal((result as { reference: string }).reference, target);
      const [question] = app.record.questions;
      assert.equal(question!.title, 'Push python:3');
      for (const bad of ['', 'python', 'python:3', 'ada/Python', '/python', 'a b']) assert.equal(question!.check!(bad)?.severity, 'error', bad);
      assert.deepEqual(done, [`tag python:3 ${target}`, `push ${target}`]);
      app.done();
    }
  });

  it('asks for a whole repository for all tags of one, and tags each', async () => {
    const { app, done } = setUp({ answers: [type('127.0.0.1:5000/python')] });
    await runFromRows(pushImage, app, repositoryNode.make({ name: 'python', images: [] }));
    assert.equal(app.record.questions[0]!.check!('ada/python:1')?.severity, 'error');
    assert.deepEqual(done, ['tag python:3 127.0.0.1:5000/python:3', 'push 127.0.0.1:5000/python:3']);
    app.done();
  });

  it('takes the localhost of Podman for no registry, unless there is one', async () => {
    const local = image('d', 'localhost/python:3');
    const podman = setUp({ answers: [type('ada/python:3')], information: { kind: 'podman' } }, [local]);
    await runFromRows(pushImage, podman.app, imageRow(local));
    assert.equal(podman.app.record.questions[0]!.title, 'Push python:3');
    assert.deepEqual(podman.done, ['tag localhost/python:3 ada/python:3', 'push ada/python:3']);
    const docker = setUp({}, [local]);
    await runFromRows(pushImage, docker.app, imageRow(local));
    assert.deepEqual(docker.done, ['push localhost/python:3']);
    const added = setUp({ information: { kind: 'podman' }, registries: { list: () => [{ address: 'localhost', name: 'localhost', builtin: false, repositories: [] }] } }, [local]);
    await runFromRows(pushImage, added.app, imageRow(local));
    assert.deepEqual(added.done, ['push localhost/python:3']);
  });

  it('takes the new name back when the push under it fails', async () => {
    const denied = failure('forbidden', { registry: 'docker.io', name: 'ada/python' });
    const { app, done } = setUp({ answers: [type('ada/python')], failures: { 'ada/python:3': [denied] } });
    await assert.rejects(runFromRows(pushImage, app, imageRow(python)), denied);
    assert.deepEqual(done.at(-1), 'remove ada/python:3');
  });

  it('touches nothing when the question is left, and refuses a program at once', async () => {
    const left = setUp({ answers: [leave] });
    await assert.rejects(runFromRows(pushImage, left.app, imageRow(python)), (error) => (error as SlipwayError).kind === 'cancelled');
    assert.deepEqual(left.done, []);
    const program = setUp();
    await assert.rejects(runWithAnswers(pushImage, program.app, { reference: 'python:3' }), (error) => (error as SlipwayError).kind === 'invalidInput');
    assert.deepEqual(program.done, []);
  });
});
