import assert from 'node:assert/strict';
import { removeImages } from '../../../../src/commands/images/remove';
import type { SlipwayError } from '../../../../src/core/errors';
import { failure } from '../../../../src/core/errors';
import { repositoryNode } from '../../../../src/nodes/repository';
import { accept, fakeApp, type FakeAppOptions, leave, pickMany, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { containerOf, image, imageRow } from '../../../support/fake-images';

const two = image('a', 'app:1', 'app:2');
const used = image('b', 'web:1');
const dangling = image('c');

function setUp(options: FakeAppOptions & { readonly fails?: Readonly<Record<string, Error>> } = {}) {
  const removed: string[] = [];
  const app = fakeApp({
    ...options,
    engine: {
      removeImage: (name, { force } = {}) => {
        removed.push(force ? `${name} force` : name);
        const error = options.fails?.[name];
        return error ? Promise.reject(error) : Promise.resolve({ untagged: [name], deleted: [] });
      },
      listImages: () => Promise.resolve([two, used, dangling]),
      listContainers: () => Promise.resolve([containerOf(used, 'nginx')]),
    },
  });
  return { app, removed };
}

describe('slipway.images.remove', () => {
  it('removes by its answers without a question, by force only when told', async () => {
    const { app, removed } = setUp();
    assert.deepEqual(await runWithAnswers(removeImages, app, { images: ['app:1', 'web:1'] }), { untagged: ['app:1', 'web:1'], deleted: [] });
    assert.deepEqual(removed, ['app:1', 'web:1']);
    assert.deepEqual(app.record.commands, ['docker rmi app:1 web:1']);
    const forced = setUp();
    await runWithAnswers(removeImages, forced.app, { images: ['web:1'], force: true });
    assert.deepEqual(forced.removed, ['web:1 force']);
    assert.deepEqual(forced.app.record.commands, ['docker rmi --force web:1']);
  });

  it('checks all names before it removes one', async () => {
    for (const images of [[], ['app:1', ''], ['app:1', '../containers/x']]) {
      const { app, removed } = setUp();
      await assert.rejects(runWithAnswers(removeImages, app, { images }), (error) => (error as SlipwayError).kind === 'invalidInput');
      assert.deepEqual(removed, []);
    }
  });

  it('says that only a name goes while others stay', async () => {
    const { app } = setUp({ answers: [accept] });
    await runFromRows(removeImages, app, imageRow(two, 'app:1'));
    const [question] = app.record.questions;
    assert.equal(question!.action, 'Untag');
    assert.match(question!.title, /name app:1/);
    assert.match(question!.detail!, /stays/);
  });

  it('says that the image goes with its last names, counted over all selected rows', async () => {
    for (const rows of [[imageRow(two, 'app:1'), imageRow(two, 'app:2')], [repositoryNode.make({ name: 'app', images: [imageRow(two, 'app:1').data, imageRow(two, 'app:2').data] })]]) {
      const { app, removed } = setUp({ answers: [accept] });
      await runFromRows(removeImages, app, ...rows);
      assert.equal(app.record.questions[0]!.action, 'Delete');
      assert.deepEqual(removed, ['app:1', 'app:2']);
    }
  });

  it('names the containers in the way and then forces those images only', async () => {
    const { app, removed } = setUp({ answers: [accept] });
    await runFromRows(removeImages, app, imageRow(used), imageRow(dangling));
    const [question] = app.record.questions;
    assert.equal(question!.action, 'Remove by Force');
    assert.match(question!.detail!, /web:1: in use by nginx/);
    assert.match(question!.detail!, /containers stay/);
    assert.deepEqual(removed, ['web:1 force', dangling.id]);
    assert.deepEqual(app.record.commands, [`docker rmi ${dangling.id}`, 'docker rmi --force web:1']);
  });

  it('warns that Podman removes the containers as well', async () => {
    const { app } = setUp({ answers: [leave], information: { kind: 'podman' } });
    await assert.rejects(runFromRows(removeImages, app, imageRow(used)));
    assert.match(app.record.questions[0]!.detail!, /Podman stops and removes/);
  });

  it('removes and logs nothing when the question is left', async () => {
    const { app, removed } = setUp({ answers: [leave] });
    await assert.rejects(runFromRows(removeImages, app, imageRow(two)), (error) => (error as SlipwayError).kind === 'cancelled');
    assert.deepEqual(removed, []);
    assert.deepEqual(app.record.commands, []);
  });

  it('asks in the palette for images, and goes on after one that is refused', async () => {
    const conflict = failure('conflict', { name: 'app:1', usedBy: ['x'], detail: '' });
    const { app, removed } = setUp({ answers: [pickMany('app:1', 'app:2'), accept], fails: { 'app:1': conflict } });
    await assert.rejects(runFromRows(removeImages, app), conflict);
    assert.deepEqual(removed, ['app:1', 'app:2']);
    app.done();
  });
});
