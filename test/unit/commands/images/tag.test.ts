import assert from 'node:assert/strict';
import { tagImage } from '../../../../src/commands/images/tag';
import type { SlipwayError } from '../../../../src/core/errors';
import type { ImageSummary } from '../../../../src/engine/engine';
import { fakeApp, goBack, pick, runFromRows, runWithAnswers, type, type ScriptedAnswer } from '../../../support/fake-app';
import { image, imageRow } from '../../../support/fake-images';

const alpine = image('a', 'alpine:3');
const busybox = image('b', 'busybox:1');

function setUp(answers: readonly ScriptedAnswer[] = []) {
  const tagged: string[] = [];
  let images: readonly ImageSummary[] = [alpine, busybox];
  const app = fakeApp({
    answers,
    engine: {
      tagImage: (target, reference) => {
        tagged.push(`${target} ${reference}`);
        const source = images.find(({ id, tags }) => id === target || tags.includes(target))!;
        images = images.map((one) => ({ ...one, tags: [...one.tags.filter((tag) => tag !== reference), ...(one.id === source.id ? [reference] : [])] }));
        return Promise.resolve();
      },
      listImages: () => Promise.resolve(images),
      listContainers: () => Promise.resolve([]),
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
    await runWithAnswers(tagImage, app, { reference: 'mine:1' });
    assert.deepEqual(tagged, ['busybox:1 mine:1']);
    app.done();
  });

  it('names a dangling image by its id and proposes no name', async () => {
    const dangling = image('c');
    const { app } = setUp([type('')]);
    await assert.rejects(runFromRows(tagImage, app, imageRow(dangling)), /refuses/);
    assert.equal(app.record.questions[0]!.value, '');
  });
});
