import assert from 'node:assert/strict';
import { pushImageTo } from '../../../../src/commands/images/push-to';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { fakeApp, type FakeAppOptions, goBack, leave, pick, pickMany, runFromRows, runInUsersName, runWithAnswers, type } from '../../../support/fake-app';
import { fakeImageStore, type FakeImageStoreOptions } from '../../../support/fake-image-store';
import { image, imageRow } from '../../../support/fake-images';
import { joinEngines } from '../../../support/partial-engine';

const app1 = image('a', 'ghcr.io/o/app:1');
const alpine = image('b', 'alpine:3');
const held = image('c', 'nas:5000/team/held:1');

interface Options extends FakeAppOptions, Partial<FakeImageStoreOptions> {
  readonly failures?: Readonly<Record<string, Error[]>>;
  readonly whilePushing?: () => void;
}

function setUp(options: Options = {}) {
  const store = fakeImageStore({ images: [app1, alpine, held], ...options });
  const credentials: string[] = [];
  const app = fakeApp({
    ...options,
    registries: {
      credentials: (address) => {
        credentials.push(address);
        return Promise.resolve(undefined);
      },
      ...options.registries,
    },
    engine: joinEngines(store.engine, {
      images: {
        push: (reference) => {
          store.done.push(`push ${reference}`);
          options.whilePushing?.();
          const error = options.failures?.[reference]?.shift();
          return error ? Promise.reject(error) : Promise.resolve({ reference, digest: `sha256:${reference}`, tags: [] });
        },
      },
    }),
  });
  return { app, store, credentials };
}

const target = 'nas:5000/team/app:1';
const before = { [app1.id]: app1.tags, [alpine.id]: alpine.tags, [held.id]: held.tags };
const kind = (wanted: string) => (error: unknown) => error instanceof SlipwayError && error.kind === wanted;

describe('slipway.images.pushTo', () => {
  it('tags, pushes and untags by its answers, and gives the digest', async () => {
    const { app, store, credentials } = setUp();
    const pushed = { reference: 'ghcr.io/o/app:1', target, digest: `sha256:${target}` };
    assert.deepEqual(await runWithAnswers(pushImageTo, app, { reference: 'ghcr.io/o/app:1', target }), { ...pushed, pushed: [pushed] });
    assert.deepEqual(store.done, [`tag ghcr.io/o/app:1 ${target}`, `push ${target}`, `remove ${target}`]);
    assert.deepEqual(store.names(), before);
    assert.deepEqual(app.record.commands, [`docker tag ghcr.io/o/app:1 ${target}`, `docker push ${target}`, `docker rmi ${target}`]);
    assert.deepEqual(credentials, ['nas:5000']);
    assert.deepEqual(app.record.refreshed, ['registries']);
  });

  it('reads its target as a name, a repository, a registry or what stands before the name', async () => {
    for (const [given, name] of [
      ['nas:5000/x/y:2', 'nas:5000/x/y:2'],
      ['nas:5000/x/y', 'nas:5000/x/y:1'],
      ['nas:5000', 'nas:5000/o/app:1'],
      ['nas:5000/x/', 'nas:5000/x/app:1'],
      ['me/', 'me/app:1'],
    ] as const) {
      const { app } = setUp();
      assert.equal(((await runWithAnswers(pushImageTo, app, { reference: 'ghcr.io/o/app:1', target: given })) as { target: string }).target, name);
    }
  });

  it('keeps a name that the image had before', async () => {
    const { app, store } = setUp({ images: [image('a', 'ghcr.io/o/app:1', target)] });
    await runWithAnswers(pushImageTo, app, { reference: 'ghcr.io/o/app:1', target });
    assert.deepEqual(store.done, [`push ${target}`]);
  });

  it('refuses a name that another image has, and names that Docker Hub keeps', async () => {
    for (const [reference, to, wanted] of [
      ['ghcr.io/o/app:1', 'nas:5000/team/held:1', 'conflict'],
      ['ghcr.io/o/app:1', 'app:two', 'invalidInput'],
      ['ghcr.io/o/app:1', 'docker.io/', 'ok'],
      ['alpine:3', 'docker.io/', 'invalidInput'],
      ['alpine:3', 'nas:5000/UPPER', 'invalidInput'],
      ['alpine:3', `nas:5000/a@sha256:${'a'.repeat(64)}`, 'invalidInput'],
      ['alpine:3', '', 'invalidInput'],
      ['nothing:1', target, 'notFound'],
    ] as const) {
      const { app, store } = setUp();
      const call = runWithAnswers(pushImageTo, app, { reference, target: to });
      if (wanted === 'ok') {
        await call;
        continue;
      }
      await assert.rejects(call, kind(wanted), to);
      assert.deepEqual(store.done, [], to);
    }
  });

  const refused = failure('unauthorized', { registry: 'nas:5000' });

  it('leaves no name behind when the push fails or is cancelled', async () => {
    for (const error of [failure('forbidden', { registry: 'nas:5000', name: target }), failure('cancelled', { operation: 'push' }), refused]) {
      const { app, store } = setUp({ failures: { [target]: [error] } });
      await assert.rejects(runWithAnswers(pushImageTo, app, { reference: 'ghcr.io/o/app:1', target }), error);
      assert.deepEqual(store.names(), before);
    }
  });

  it('leaves no name behind when the engine tagged and then failed to say so', async () => {
    const { app, store } = setUp({
      before: (operation, own) => {
        if (!operation.startsWith('tag ')) return;
        own.retag(target, app1.id);
        throw failure('connectionLost', { operation: 'tag' });
      },
    });
    await assert.rejects(runWithAnswers(pushImageTo, app, { reference: 'ghcr.io/o/app:1', target }), kind('connectionLost'));
    assert.deepEqual(store.names(), before);
  });

  it('never takes the last name of an image or that of another one', async () => {
    const lost = setUp({ whilePushing: () => lost.store.retag('ghcr.io/o/app:1', undefined) });
    await runWithAnswers(pushImageTo, lost.app, { reference: 'ghcr.io/o/app:1', target });
    assert.deepEqual(lost.store.names()[app1.id], [target]);
    assert.match(lost.app.record.logged.join(), /was not removed/);
    const moved = setUp({ whilePushing: () => moved.store.retag(target, alpine.id) });
    await runWithAnswers(pushImageTo, moved.app, { reference: 'ghcr.io/o/app:1', target });
    assert.deepEqual(moved.store.names()[alpine.id], ['alpine:3', target]);
  });

  it('shows the failure of the push, not that of taking the name away', async () => {
    const lost = failure('connectionLost', { operation: 'push' });
    const { app } = setUp({
      failures: { [target]: [lost] },
      before: (operation) => {
        if (operation.startsWith('remove')) throw failure('engineUnreachable', { tried: [] });
      },
    });
    await assert.rejects(runWithAnswers(pushImageTo, app, { reference: 'ghcr.io/o/app:1', target }), lost);
    assert.deepEqual(app.record.logged, [`untag ${target}`]);
  });

  it('asks from a row where to, then for the name, and remembers the place', async () => {
    const { app, store } = setUp({ answers: [type('nas:5000/team'), type('nas:5000/team/app:v1')] });
    await runFromRows(pushImageTo, app, imageRow(app1));
    const [place, name] = app.record.questions;
    assert.equal(place!.check!('nas:5000/team')?.message, 'nas:5000/team/app:1');
    assert.equal(place!.check!('nas/x y')?.severity, 'error');
    assert.equal(name!.value, target);
    assert.equal(name!.check!('nas:5000/team/held:1')?.severity, 'error');
    assert.equal(name!.check!('app')?.severity, 'error');
    assert.deepEqual(store.done, ['tag ghcr.io/o/app:1 nas:5000/team/app:v1', 'push nas:5000/team/app:v1', 'remove nas:5000/team/app:v1']);
    assert.deepEqual(app.record.state.get('pushedTo'), ['nas:5000/team']);
    assert.deepEqual(app.record.statuses, ['Pushed nas:5000/team/app:v1']);
    app.done();
  });

  it('asks for a log-in and pushes again under the same name', async () => {
    const { app, store } = setUp({
      answers: [type('nas:5000/team'), type(target), type('ada'), type('secret')],
      failures: { [target]: [refused] },
      registries: { logIn: () => Promise.resolve() },
    });
    await runFromRows(pushImageTo, app, imageRow(app1));
    assert.deepEqual(store.done, [`tag ghcr.io/o/app:1 ${target}`, `push ${target}`, `push ${target}`, `remove ${target}`]);
    const left = setUp({ answers: [type('nas:5000/team'), type(target), leave], failures: { [target]: [refused] } });
    await assert.rejects(runFromRows(pushImageTo, left.app, imageRow(app1)), kind('cancelled'));
    assert.deepEqual(left.store.names(), before);
  });

  it('pushes several rows, those that stay ticked, and goes on after one that fails', async () => {
    const names = ['nas:5000/team/app:1', 'nas:5000/team/alpine:3'];
    const { app, store } = setUp({ answers: [type('nas:5000/team'), pickMany(...names)], failures: { [target]: [failure('forbidden', { registry: 'nas:5000', name: target })] } });
    await assert.rejects(runFromRows(pushImageTo, app, imageRow(app1), imageRow(alpine)), kind('forbidden'));
    assert.deepEqual(app.record.questions[1]!.picked, names);
    assert.ok(store.done.includes('push nas:5000/team/alpine:3'));
    assert.deepEqual(store.names(), before);
    const some = setUp({ answers: [type('nas:5000/team'), pickMany(names[1]!)] });
    await runFromRows(pushImageTo, some.app, imageRow(app1), imageRow(alpine));
    assert.deepEqual(some.store.done.filter((line) => line.startsWith('push')), ['push nas:5000/team/alpine:3']);
  });

  it('asks in the palette for the image first, with a way back, and for what an answer left open', async () => {
    const { app, store } = setUp({ answers: [pick('alpine:3'), goBack, pick('ghcr.io/o/app:1'), type('nas:5000/team/'), type(target)] });
    await runFromRows(pushImageTo, app);
    assert.ok(store.done.includes(`push ${target}`));
    app.done();
    const rest = setUp({ answers: [type('nas:5000/team/'), type(target)] });
    await runInUsersName(pushImageTo, rest.app, { reference: 'ghcr.io/o/app:1' });
    assert.ok(rest.store.done.includes(`push ${target}`));
  });
});
