import assert from 'node:assert/strict';
import { untagImages } from '../../../../src/commands/images/untag';
import { SlipwayError } from '../../../../src/core/errors';
import { describeError } from '../../../../src/ui/present';
import { accept, fakeApp, type FakeAppOptions, leave, pickMany, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { fakeImageStore, type FakeImageStoreOptions } from '../../../support/fake-image-store';
import { image, imageRow } from '../../../support/fake-images';

const several = image('a', 'app:1', 'app:2', 'ghcr.io/o/app:1');
const single = image('b', 'web:1');

function setUp(options: FakeAppOptions & Partial<FakeImageStoreOptions> = {}) {
  const store = fakeImageStore({ images: [several, single], ...options });
  return { app: fakeApp({ ...options, engine: store.engine }), store };
}

describe('slipway.images.untag', () => {
  it('removes names by its answers, each once', async () => {
    const { app, store } = setUp();
    assert.deepEqual(await runWithAnswers(untagImages, app, { references: ['app:1', 'app:2', 'app:1'] }), { untagged: ['app:1', 'app:2'] });
    assert.deepEqual(store.names()[several.id], ['ghcr.io/o/app:1']);
    assert.deepEqual(app.record.commands, ['docker rmi app:1 app:2']);
    assert.deepEqual(app.record.questions, []);
  });

  it('refuses the last name, alone or counted together, before anything goes', async () => {
    for (const [references, last] of [[['web:1'], ['web:1']], [['app:1', 'web:1'], ['web:1']], [several.tags, several.tags]] as const) {
      const { app, store } = setUp();
      const error = await runWithAnswers(untagImages, app, { references }).catch((problem: unknown) => problem);
      assert.deepEqual(SlipwayError.details(error, 'lastName')?.references, last);
      assert.deepEqual(store.done, []);
      assert.deepEqual(app.record.commands, []);
    }
  });

  it('leads from a last name to removing the image, which asks', async () => {
    const { app } = setUp();
    const error = await runFromRows(untagImages, app, imageRow(single)).catch((problem: unknown) => problem);
    const { message, action } = describeError(error);
    assert.match(message, /web:1 is the last name/);
    assert.deepEqual([action?.command, action?.arguments], ['slipway.images.remove', [{ images: ['web:1'] }, 'ask']]);
  });

  it('stops at a name that has become the last one meanwhile', async () => {
    const { app, store } = setUp({
      before: (operation, own) => {
        if (operation === 'remove app:1') own.retag('ghcr.io/o/app:1', undefined);
      },
    });
    await assert.rejects(runWithAnswers(untagImages, app, { references: ['app:1', 'app:2'] }), (error) => (error as SlipwayError).kind === 'lastName');
    assert.deepEqual(store.names()[several.id], ['app:2']);
  });

  it('leaves a name that was moved to another image meanwhile', async () => {
    const { app, store } = setUp({
      before: (operation, own) => {
        if (operation === 'remove app:1') own.retag('app:2', single.id);
      },
    });
    await assert.rejects(runWithAnswers(untagImages, app, { references: ['app:1', 'app:2'] }), (error) => (error as SlipwayError).kind === 'conflict');
    assert.deepEqual(store.names()[single.id], ['web:1', 'app:2']);
  });

  it('takes names only, and those that are there', async () => {
    for (const [reference, kind] of [['', 'wrongAnswer'], ['app:1;x', 'invalidInput'], [several.id, 'invalidInput'], ['nothing:1', 'notFound']] as const) {
      const { app, store } = setUp();
      await assert.rejects(runWithAnswers(untagImages, app, { references: [reference] }), (error) => (error as SlipwayError).kind === kind, reference);
      assert.deepEqual(store.done, []);
    }
  });

  it('asks once for several rows and lists them, not for one', async () => {
    const one = setUp();
    await runFromRows(untagImages, one.app, imageRow(several, 'app:1'));
    assert.deepEqual(one.app.record.questions, []);
    assert.deepEqual(one.app.record.statuses, ['Removed the name app:1']);
    const two = setUp({ answers: [accept] });
    await runFromRows(untagImages, two.app, imageRow(several, 'app:1'), imageRow(several, 'app:2'));
    assert.match(two.app.record.questions[0]!.detail!, /app:1\napp:2/);
    const left = setUp({ answers: [leave] });
    await assert.rejects(runFromRows(untagImages, left.app, imageRow(several, 'app:1'), imageRow(several, 'app:2')));
    assert.deepEqual(left.store.done, []);
  });

  it('offers in the palette only names of images that have others', async () => {
    const { app, store } = setUp({ answers: [pickMany('app:2')] });
    await runFromRows(untagImages, app);
    assert.deepEqual(app.record.questions[0]!.labels, several.tags);
    assert.deepEqual(store.done, ['remove app:2']);
    const none = setUp({ images: [single] });
    await assert.rejects(runFromRows(untagImages, none.app), (error) => (error as SlipwayError).kind === 'notFound');
  });

  it('removes nothing once it is cancelled', async () => {
    const { app, store } = setUp({ cancelWork: true });
    await assert.rejects(runWithAnswers(untagImages, app, { references: ['app:1'] }), (error) => (error as SlipwayError).kind === 'cancelled');
    assert.deepEqual(store.done, []);
  });
});
