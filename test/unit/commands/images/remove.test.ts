import assert from 'node:assert/strict';
import { removeImages } from '../../../../src/commands/images/remove';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { repositoryNode } from '../../../../src/nodes/repository';
import { describeError } from '../../../../src/ui/present';
import { accept, fakeApp, type FakeAppOptions, leave, pickMany, press, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { fakeImageStore, type FakeImageStoreOptions } from '../../../support/fake-image-store';
import { containerOf, image, imageRow } from '../../../support/fake-images';

const two = image('a', 'app:1', 'app:2');
const used = image('b', 'web:1');
const dangling = image('c');
const busy = image('d', 'live:1');
const nginx = containerOf(used, 'nginx');
const server = containerOf(busy, 'server', 'running');

function setUp(options: FakeAppOptions & Partial<FakeImageStoreOptions> = {}) {
  const store = fakeImageStore({ images: [two, used, dangling, busy], containers: [nginx, server], ...options });
  return { app: fakeApp({ ...options, engine: store.engine }), store };
}

const details = (kind: 'conflict') => (error: unknown) => SlipwayError.details(error, kind);

async function conflictOf(work: Promise<unknown>) {
  return work.then(() => assert.fail('nothing failed'), details('conflict'));
}

describe('slipway.images.remove', () => {
  it('removes by its answers without a question and says what went', async () => {
    const { app, store } = setUp();
    assert.deepEqual(await runWithAnswers(removeImages, app, { images: ['app:1', dangling.id] }), { untagged: ['app:1'], deleted: [dangling.id] });
    assert.deepEqual(store.done, ['remove app:1', `remove ${dangling.id}`]);
    assert.deepEqual(app.record.commands, [`docker rmi app:1 ${dangling.id}`]);
    assert.deepEqual(app.record.questions, []);
  });

  it('removes all names of an image that is named by its id', async () => {
    for (const id of [two.id, two.id.slice('sha256:'.length), two.id.slice(7, 19), two.id.slice(7, 10)]) {
      const { app, store } = setUp();
      await runWithAnswers(removeImages, app, { images: [id] });
      assert.deepEqual(store.done, ['remove app:1', 'remove app:2']);
      assert.ok(!Object.hasOwn(store.names(), two.id));
    }
  });

  it('checks all names before it removes one', async () => {
    for (const [images, kind] of [[[], 'invalidInput'], [['app:1', ''], 'wrongAnswer'], [['app:1', '../containers/x'], 'invalidInput']] as const) {
      const { app, store } = setUp();
      await assert.rejects(runWithAnswers(removeImages, app, { images }), { kind });
      assert.deepEqual(store.done, []);
    }
    const { app, store } = setUp();
    await assert.rejects(runWithAnswers(removeImages, app, { images: ['app:1', 'nothing:1'] }), (error) => (error as SlipwayError).kind === 'notFound');
    assert.deepEqual(store.done, []);
  });

  it('forces for stopped containers only when told, by the id so that the image really goes', async () => {
    const refused = setUp();
    assert.deepEqual((await conflictOf(runWithAnswers(removeImages, refused.app, { images: ['web:1'] })))?.usedBy, ['nginx']);
    assert.deepEqual(refused.store.done, []);
    const forced = setUp();
    await runWithAnswers(removeImages, forced.app, { images: ['web:1'], force: true });
    assert.deepEqual(forced.store.done, [`remove ${used.id} force`]);
    assert.deepEqual(forced.app.record.commands, [`docker rmi --force ${used.id}`]);
  });

  it('refuses the image of a running container though force is given, and touches nothing', async () => {
    const { app, store } = setUp();
    const conflict = await conflictOf(runWithAnswers(removeImages, app, { images: ['live:1'], force: true }));
    assert.deepEqual([conflict?.name, conflict?.usedBy, conflict?.running], ['live:1', ['server'], true]);
    assert.deepEqual(store.done, []);
    const fromRow = setUp();
    const error = await runFromRows(removeImages, fromRow.app, imageRow(busy)).catch((problem: unknown) => problem);
    const { message, action } = describeError(error);
    assert.match(message, /live:1 is in use by server, which is running/);
    assert.deepEqual([action?.command, action?.arguments], ['slipway.containers.stop', [{ containers: ['server'] }]]);
    assert.deepEqual(fromRow.app.record.questions, []);
  });

  it('names an image that several containers keep from going without losing some of its names', async () => {
    const { app, store } = setUp({ containers: [containerOf(two, 'one'), containerOf(two, 'other')] });
    assert.deepEqual((await conflictOf(runWithAnswers(removeImages, app, { images: [two.id] })))?.usedBy, ['one', 'other']);
    assert.deepEqual(store.done, []);
  });

  it('passes noprune on, and says that Podman has none', async () => {
    const { app, store } = setUp();
    await runWithAnswers(removeImages, app, { images: [dangling.id], noPrune: true });
    assert.deepEqual(store.done, [`remove ${dangling.id} noprune`]);
    assert.deepEqual(app.record.commands, [`docker rmi --no-prune ${dangling.id}`]);
    const podman = setUp({ information: { kind: 'podman' } });
    await assert.rejects(runWithAnswers(removeImages, podman.app, { images: [dangling.id], noPrune: true }), (error) => (error as SlipwayError).kind === 'unsupported');
  });
});

describe('the dialog of slipway.images.remove', () => {
  it('says that only a name goes while others stay, and which', async () => {
    const { app, store } = setUp({ answers: [press('Untag')] });
    await runFromRows(removeImages, app, imageRow(two, 'app:1'));
    const [question] = app.record.questions;
    assert.match(question!.title, /name app:1/);
    assert.match(question!.detail!, /is kept under its other names: app:2/);
    assert.match(question!.detail!, /Frees no space/);
    assert.deepEqual(store.done, ['remove app:1']);
    assert.deepEqual(app.record.statuses, ['1 name removed']);
  });

  it('goes on from a name to the whole image, after listing its names', async () => {
    const { app, store } = setUp({ answers: [press('Delete the Whole Image…'), accept] });
    await runFromRows(removeImages, app, imageRow(two, 'app:1'));
    const [, question] = app.record.questions;
    assert.match(question!.title, /all its 2 names/);
    assert.match(question!.detail!, /app:1, app:2/);
    assert.deepEqual(store.done, ['remove app:1', 'remove app:2']);
    app.done();
  });

  it('says that the image goes with its last names, counted over all selected rows', async () => {
    for (const rows of [[imageRow(two, 'app:1'), imageRow(two, 'app:2')], [repositoryNode.make({ name: 'app', images: [imageRow(two, 'app:1').data, imageRow(two, 'app:2').data] })]]) {
      const { app, store } = setUp({ answers: [accept] });
      await runFromRows(removeImages, app, ...rows);
      assert.equal(app.record.questions[0]!.action, 'Delete');
      assert.deepEqual(store.done, ['remove app:1', 'remove app:2']);
    }
  });

  it('tells the bytes exactly where all layers are known, else at most', async () => {
    const layers = {
      [two.id]: { layers: ['x', 'y'], layerSizes: [5_000_000, 20_000] },
      [used.id]: { layers: ['x', 'z'], layerSizes: [5_000_000, 1] },
      [dangling.id]: { layers: ['w'], layerSizes: [7] },
      [busy.id]: { layers: ['v'], layerSizes: [9] },
    };
    const exact = setUp({ answers: [accept], layers });
    const result = await runFromRows(removeImages, exact.app, imageRow(two, 'app:1'), imageRow(two, 'app:2'));
    assert.match(exact.app.record.questions[0]!.detail!, /^Frees 20kB\.$/m);
    assert.equal((result as { freedBytes: number }).freedBytes, 20_000);
    assert.deepEqual(exact.app.record.statuses, ['1 image removed, 20kB freed']);
    const containerd = setUp({ answers: [accept], layers, information: { containerdStore: true } });
    await runFromRows(removeImages, containerd.app, imageRow(two, 'app:1'), imageRow(two, 'app:2'));
    assert.match(containerd.app.record.questions[0]!.detail!, /Frees at most 20kB/);
  });

  it('names stopped containers, and forces or leaves out their images', async () => {
    for (const [action, done] of [
      ['Remove by Force', [`remove ${used.id} force`, `remove ${dangling.id}`]],
      ['Remove Only the Others', [`remove ${dangling.id}`]],
    ] as const) {
      const { app, store } = setUp({ answers: [press(action)] });
      await runFromRows(removeImages, app, imageRow(used), imageRow(dangling));
      const [question] = app.record.questions;
      assert.deepEqual(question!.actions, ['Remove Only the Others', 'Remove by Force']);
      assert.match(question!.detail!, /web:1: deleted only with force, in use by nginx/);
      assert.match(question!.detail!, /the containers .* are kept/);
      assert.deepEqual(store.done, done);
    }
  });

  it('offers no force where nothing needs it, and says which images stay for running containers', async () => {
    const { app, store } = setUp({ answers: [accept] });
    await runFromRows(removeImages, app, imageRow(busy), imageRow(dangling));
    const [question] = app.record.questions;
    assert.equal(question!.action, 'Delete');
    assert.match(question!.detail!, /live:1: kept, in use by server, which is running; force does not remove it/);
    assert.deepEqual(store.done, [`remove ${dangling.id}`]);
  });

  it('warns that Podman removes the containers as well', async () => {
    for (const one of [used, busy]) {
      const { app, store } = setUp({ answers: [leave], information: { kind: 'podman' } });
      await assert.rejects(runFromRows(removeImages, app, imageRow(one)));
      assert.equal(app.record.questions[0]!.action, 'Remove by Force');
      assert.match(app.record.questions[0]!.detail!, /Podman stops and removes/);
      assert.deepEqual(store.done, []);
    }
  });

  it('offers to keep parents only where some would go along', async () => {
    const parent = image('e');
    const child = { ...image('f', 'child:1'), parentId: parent.id };
    for (const [kind, actions] of [['docker', ['Delete', 'Delete, Keep Its Parents']], ['podman', undefined]] as const) {
      const { app, store } = setUp({ answers: [kind === 'docker' ? press('Delete, Keep Its Parents') : accept], images: [parent, child], information: { kind } });
      await runFromRows(removeImages, app, imageRow(child));
      assert.deepEqual(app.record.questions[0]!.actions, actions);
      assert.match(app.record.questions[0]!.detail!, /removed with them: e00000000000/);
      assert.deepEqual(store.done, [kind === 'docker' ? 'remove child:1 noprune' : 'remove child:1']);
    }
  });

  it('removes and logs nothing when the question is left', async () => {
    const { app, store } = setUp({ answers: [leave] });
    await assert.rejects(runFromRows(removeImages, app, imageRow(two)), (error) => (error as SlipwayError).kind === 'cancelled');
    assert.deepEqual(store.done, []);
    assert.deepEqual(app.record.commands, []);
  });

  it('removes nothing more once it is cancelled', async () => {
    const { app, store } = setUp({ answers: [accept], cancelWork: true });
    await assert.rejects(runFromRows(removeImages, app, imageRow(two), imageRow(dangling)), (error) => (error as SlipwayError).kind === 'cancelled');
    assert.deepEqual(store.done, []);
  });

  it('goes on after one that is refused and gives one summary with the reasons', async () => {
    const { app, store } = setUp({
      answers: [accept],
      before: (operation) => {
        if (operation === 'remove app:1') throw failure('engineFailed', { operation: 'remove', status: 500, detail: 'disk gone' });
      },
    });
    const error = await runFromRows(removeImages, app, imageRow(two, 'app:1'), imageRow(dangling)).catch((problem: unknown) => problem);
    const several = SlipwayError.details(error, 'severalFailed');
    assert.deepEqual([several?.of, several?.failures.map(({ name, reason }) => [name, reason]), several?.done], [2, [['app:1', 'disk gone']], '1 image removed, 0B freed']);
    assert.deepEqual(store.done, ['remove app:1', `remove ${dangling.id}`]);
    assert.deepEqual(app.record.statuses, []);
  });

  it('asks in the palette for names, or for whole images', async () => {
    const names = setUp({ answers: [pickMany('app:1', 'app:2'), accept] });
    await runFromRows(removeImages, names.app);
    assert.deepEqual(names.store.done, ['remove app:1', 'remove app:2']);
    const whole = setUp({ answers: [pickMany('a00000000000 with all its names'), accept] });
    await runFromRows(removeImages, whole.app);
    assert.match(whole.app.record.questions[1]!.detail!, /app:1, app:2/);
    assert.deepEqual(whole.store.done, ['remove app:1', 'remove app:2']);
  });

  it('asks before it removes what an error message named', async () => {
    const { app, store } = setUp({ answers: [accept] });
    await removeImages.run(app, { nodes: [], answers: { images: ['app:1', 'app:2'] }, programmatic: false });
    assert.equal(app.record.questions.length, 1);
    assert.deepEqual(store.done, ['remove app:1', 'remove app:2']);
  });

  it('shows hostile names of containers on one line', async () => {
    const { app } = setUp({ answers: [leave], containers: [{ ...nginx, name: 'a\nDelete everything\u202e\u001b[31m' }] });
    await assert.rejects(runFromRows(removeImages, app, imageRow(used)));
    for (const bad of ['\nDelete', '\u202e', '\u001b']) assert.ok(!app.record.questions[0]!.detail!.includes(bad));
  });
});
