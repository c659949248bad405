import assert from 'node:assert/strict';
import { tagImage } from '../../../../src/commands/images/tag';
import { failure, SlipwayError } from '../../../../src/core/errors';
import type { ImageSummary } from '../../../../src/engine/images/images';
import { fakeApp, goBack, pick, pickMany, runFromRows, runInUsersName, runWithAnswers, type } from '../../../support/fake-app';
import type { ScriptedAnswer } from '../../../support/fake-ask';
import { image, imageRow } from '../../../support/fake-images';

const alpine = image('a', 'alpine:3');
const busybox = image('b', 'busybox:1');

function setUp(answers: readonly ScriptedAnswer[] = [], before: (reference: string) => void = () => undefined) {
  const tagged: string[] = [];
  let images: readonly ImageSummary[] = [alpine, busybox, image('e', 'mine/alpine:3')];
  const app = fakeApp({
    answers,
    engine: {
      images: {
        tag: async (target, reference) => {
          before(reference);
          tagged.push(`${target} ${reference}`);
          const source = images.find(({ id, tags }) => id === target || tags.includes(target))!;
          images = images.map((one) => ({ ...one, tags: [...one.tags.filter((tag) => tag !== reference), ...(one.id === source.id ? [reference] : [])] }));
          return Promise.resolve();
        },
        list: () => Promise.resolve(images),
      },
      containers: { list: () => Promise.resolve([]) },
    },
  });
  return { app, tagged };
}

describe('slipway.images.tag', () => {
  it('tags by its answers without a question', async () => {
    const { app, tagged } = setUp();
    assert.deepEqual(await runWithAnswers(tagImage, app, { image: 'alpine:3', reference: 'docker.io/library/mine' }), { reference: 'mine:latest', movedFrom: undefined });
    assert.deepEqual(tagged, ['alpine:3 mine:latest']);
    assert.deepEqual(app.record.commands, ['docker tag alpine:3 mine:latest']);
  });

  it('tells which image lost the name', async () => {
    const { app } = setUp();
    assert.deepEqual(await runWithAnswers(tagImage, app, { image: 'alpine:3', reference: 'busybox:1' }), { reference: 'busybox:1', movedFrom: busybox.id });
  });

  it('checks both answers before the engine sees them', async () => {
    for (const answers of [
      { image: '', reference: 'a' },
      { image: 'x?y=1', reference: 'a' },
      { image: 'alpine:3', reference: 'x/UPPER' },
      { image: 'alpine:3', reference: `a@sha256:${'a'.repeat(64)}` },
    ]) {
      const { app, tagged } = setUp();
      await assert.rejects(runWithAnswers(tagImage, app, answers), (error) => (error as SlipwayError).kind === 'invalidInput');
      assert.deepEqual(tagged, []);
    }
  });

  it('asks only for the name from a row, begins with the one it has, and reveals the new row', async () => {
    const { app, tagged } = setUp([type('mine:2')]);
    await runFromRows(tagImage, app, imageRow(alpine));
    const [question] = app.record.questions;
    assert.equal(question!.value, 'alpine:3');
    assert.equal(question!.step, undefined);
    assert.deepEqual(tagged, ['alpine:3 mine:2']);
    assert.deepEqual(app.record.revealed, [imageRow({ ...alpine, tags: ['alpine:3', 'mine:2'] }, 'mine:2').id]);
    app.done();
  });

  it('says while typing that a name will move, stays or becomes latest', async () => {
    const { app } = setUp([type('mine:2')]);
    await runFromRows(tagImage, app, imageRow(alpine));
    const check = app.record.questions[0]!.check!;
    assert.equal(check('Mine')?.severity, 'error');
    assert.equal(check('busybox:1')?.severity, 'warning');
    assert.match(check('busybox:1')!.message, /b00000000000/);
    assert.equal(check('alpine:3')?.severity, 'information');
    assert.match(check('mine')!.message, /mine:latest/);
    assert.equal(check('mine:1'), undefined);
  });

  it('asks for image and name in the palette, with a way back', async () => {
    const { app, tagged } = setUp([pick('alpine:3'), goBack, pick('busybox:1'), type('mine:2')]);
    await runFromRows(tagImage, app);
    assert.deepEqual(app.record.questions.map(({ kind, step }) => [kind, step?.step, step?.of]), [
      ['choose', 1, 2],
      ['input', 2, 2],
      ['choose', 1, 2],
      ['input', 2, 2],
    ]);
    assert.deepEqual(tagged, ['busybox:1 mine:2']);
    app.done();
  });

  it('asks nothing that the answers told', async () => {
    const { app, tagged } = setUp([pick('busybox:1')]);
    await runInUsersName(tagImage, app, { reference: 'mine:1' });
    assert.deepEqual(tagged, ['busybox:1 mine:1']);
    app.done();
  });

  const registry = image('d', 'ghcr.io/o/app:1');
  const rows = [imageRow(alpine), imageRow(busybox)];

  it('tags several by its answers and says of each what it moved', async () => {
    const { app, tagged } = setUp();
    const images = [{ image: 'alpine:3', reference: 'busybox:1' }, { image: busybox.id, reference: 'nas:5000/busybox' }];
    const moved = [{ reference: 'busybox:1', movedFrom: busybox.id }, { reference: 'nas:5000/busybox:latest', movedFrom: undefined }];
    assert.deepEqual(await runWithAnswers(tagImage, app, { images }), { ...moved[0], tagged: moved });
    assert.deepEqual(tagged, ['alpine:3 busybox:1', `${busybox.id} nas:5000/busybox:latest`]);
    assert.deepEqual(app.record.commands, ['docker tag alpine:3 busybox:1', `docker tag ${busybox.id} nas:5000/busybox:latest`]);
  });

  it('checks all of several before it tags one', async () => {
    for (const images of [
      [],
      [{ image: 'alpine:3', reference: 'a' }, { image: 'x?y', reference: 'b' }],
      [{ image: 'alpine:3', reference: 'a' }, { image: 'busybox:1', reference: 'UPPER' }],
      [{ image: 'alpine:3', reference: 'same' }, { image: 'busybox:1', reference: 'docker.io/library/same:latest' }],
    ]) {
      const { app, tagged } = setUp();
      await assert.rejects(runWithAnswers(tagImage, app, { images }), (error) => (error as SlipwayError).kind === 'invalidInput');
      assert.deepEqual(tagged, []);
    }
  });

  it('goes on after one that fails and says what was done', async () => {
    const { app, tagged } = setUp([], (reference) => {
      if (reference === 'two:latest') throw failure('notFound', { what: 'image', name: 'busybox:1' });
    });
    const images = ['one', 'two', 'three'].map((reference) => ({ image: reference === 'two' ? 'busybox:1' : 'alpine:3', reference }));
    const error = await runWithAnswers(tagImage, app, { images }).catch((problem: unknown) => problem);
    const details = SlipwayError.details(error, 'severalFailed');
    assert.deepEqual([details?.of, details?.done, details?.failures.map(({ name }) => name)], [3, 'Tagged 2 images', ['busybox:1 → two:latest']]);
    assert.deepEqual(tagged, ['alpine:3 one:latest', 'alpine:3 three:latest']);
  });

  it('asks for what stands before the names of several rows, and shows the names', async () => {
    const { app, tagged } = setUp([type('registry.example/team/'), pickMany('registry.example/team/alpine:3', 'registry.example/team/busybox:1')]);
    await runFromRows(tagImage, app, ...rows);
    const [template, review] = app.record.questions;
    assert.deepEqual(template!.check!('registry.example/team/'), { severity: 'information', message: 'registry.example/team/alpine:3, registry.example/team/busybox:1' });
    assert.equal(template!.check!('x/{nothing}')?.severity, 'error');
    assert.equal(template!.check!('same:1{')?.severity, 'error');
    assert.deepEqual(review!.picked, review!.labels);
    assert.deepEqual(tagged, ['alpine:3 registry.example/team/alpine:3', 'busybox:1 registry.example/team/busybox:1']);
    assert.deepEqual(app.record.statuses, ['Tagged 2 images']);
    app.done();
  });

  it('gives only the names that stay ticked, and goes back to the template', async () => {
    const { app, tagged } = setUp([type('a/'), goBack, type('b/'), pickMany('b/busybox:1')]);
    await runFromRows(tagImage, app, ...rows);
    assert.deepEqual(tagged, ['busybox:1 b/busybox:1']);
  });

  it('warns of names that would move and refuses those that two images would get', async () => {
    const { app } = setUp([type('b/'), pickMany('b/alpine:3')]);
    await runFromRows(tagImage, app, ...rows);
    const check = app.record.questions[0]!.check!;
    assert.equal(check('mine/')?.severity, 'warning');
    assert.match(check('x/all:1{name}')!.message, /x\/all:1alpine, x\/all:1busybox/);
    assert.match(check('x/{registry}:1')!.message, /both alpine:3 and busybox:1/);
  });

  it('tags images without a name one at a time', async () => {
    const { app } = setUp();
    await assert.rejects(runFromRows(tagImage, app, imageRow(image('c')), imageRow(registry)), (error) => (error as SlipwayError).kind === 'invalidInput');
  });

  it('names a dangling image by its id and proposes no name', async () => {
    const dangling = image('c');
    const { app } = setUp([type('')]);
    await assert.rejects(runFromRows(tagImage, app, imageRow(dangling)), /refuses/);
    assert.equal(app.record.questions[0]!.value, '');
  });
});
