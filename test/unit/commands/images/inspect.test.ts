import assert from 'node:assert/strict';
import { inspectContainer } from '../../../../src/commands/containers/inspect';
import { inspectImage } from '../../../../src/commands/images/inspect';
import { inspectImageJson } from '../../../../src/commands/images/inspect-json';
import { failure, SlipwayError } from '../../../../src/core/errors';
import type { ImagePageModel } from '../../../../src/core/image-page';
import type { EngineImages, ImageSummary } from '../../../../src/engine/images/images';
import { fakeApp, leave, pick, runFromRows, runWithAnswers, type } from '../../../support/fake-app';
import { containerOf, image, imageRow } from '../../../support/fake-images';
import { joinEngines, type PartialEngine } from '../../../support/partial-engine';

const base = { ...image('b', 'alpine:3'), size: 5_000_000 };
const subject = { ...image('a', 'app:1', 'app:latest'), size: 6_000_000 };
const step = (createdBy: string, size: number) => ({ createdBy, size, created: 0, comment: '' });
const history = [step('ADD / /', 5_000_000), step('RUN make', 1_000_000), step('CMD ["x"]', 0)];
const inspected = {
  Id: subject.id, RepoTags: null, Os: 'linux', Architecture: 'arm64', Variant: 'v8', Created: '0001-01-01T00:00:00Z', Size: 6_000_000,
  Config: { Env: ['A=b=c'], Cmd: null, Entrypoint: ['x'], ExposedPorts: { '80/tcp': {} }, Labels: { a: 'b' }, Healthcheck: { Test: ['CMD', 'x'], Interval: 1e9 } },
  RootFS: { Layers: ['l1', 'l2'] },
};

function engine(more: PartialEngine = {}): PartialEngine {
  const whole: PartialEngine = {
    images: {
      list: () => Promise.resolve([subject, base]),
      inspect: (id) => Promise.resolve(id === subject.id ? inspected : { RootFS: { Layers: ['l1'] } }),
      history: (id) => Promise.resolve(id === subject.id ? history : history.slice(0, 1)),
      layers: (id) => Promise.resolve({ id, layers: ['l1', 'l2'], layerSizes: [5_000_000, 1_000_000] }),
    },
    containers: { list: () => Promise.resolve([containerOf(subject, 'web', 'running'), containerOf(base, 'other')]) },
  };
  return joinEngines(whole, more);
}

describe('inspecting', () => {
  it('opens a page with everything about an image', async () => {
    const app = fakeApp({ engine: engine() });
    const model = (await runFromRows(inspectImage, app, imageRow(subject))) as ImagePageModel;
    assert.equal(app.record.imagePages[0]?.model, model);
    assert.deepEqual(app.record.imagePages[0].argument, { id: subject.id, name: 'app:1' });
    assert.equal(model.name, 'app:1');
    assert.equal(model.details.platform, 'linux/arm64/v8');
    assert.equal(model.details.created, 0);
    assert.deepEqual(model.details.tags, ['app:1', 'app:latest']);
    assert.deepEqual(model.details.ports, ['80/tcp']);
    assert.deepEqual(model.usedBy.map(({ name, state }) => [name, state]), [['web', 'running']]);
    assert.equal(model.base, 'alpine:3');
    assert.equal(model.sharedBytes, 5_000_000);
    assert.deepEqual(model.steps.map(({ fromBase, size }) => [fromBase, size]), [[true, 5_000_000], [false, 1_000_000], [false, 0]]);
    assert.deepEqual(app.record.commands, ['docker image inspect app:1']);
  });

  it('does what the page wishes', async () => {
    let containers = [containerOf(subject, 'web', 'running')];
    const app = fakeApp({ engine: engine({ containers: { list: () => Promise.resolve(containers) } }) });
    await runWithAnswers(inspectImage, app, { image: 'app:1' });
    const page = app.record.imagePages[0]!;
    await page.wish({ kind: 'copyStep', index: 1 });
    await page.wish({ kind: 'copyId' });
    await page.wish({ kind: 'json' });
    await page.wish({ kind: 'dockerfile' });
    assert.deepEqual(app.record.clipboard, ['RUN make', subject.id]);
    assert.deepEqual(app.record.documents.map(({ title, language }) => [title, language]), [['app:1.json', 'json'], ['Dockerfile of app:1 (reconstructed)', 'dockerfile']]);
    assert.equal((await page.read('refresh')).name, 'app:1');
    await app.views.setFilter('containers', 'other');
    const [user] = page.model.usedBy;
    await page.wish({ kind: 'container', id: user!.id });
    assert.deepEqual(app.record.revealed, [`container/${user!.id}`]);
    assert.equal(app.views.filter('containers'), '', 'a filter that hides it goes');
    assert.equal(page.offers({ kind: 'container', id: 'gone' }), false);
    containers = [];
    await assert.rejects(page.wish({ kind: 'container', id: user!.id }), (error) => error instanceof SlipwayError && error.kind === 'notFound');
  });

  it('does what its row does by the buttons of its head, and shows what has become of the image', async () => {
    const tagged = { ...subject, tags: ['app:1', 'app:latest', 'app:2'] };
    let images = [subject, base];
    const app = fakeApp({ engine: engine({ images: { list: () => Promise.resolve(images), tag: () => Promise.resolve(void (images = [tagged, base])) }, }), answers: [type('app:2')] });
    await runFromRows(inspectImage, app, imageRow(subject, 'app:1'));
    const page = app.record.imagePages[0]!;
    const model = await page.wish({ kind: 'verb', verb: 'tag' });
    assert.deepEqual(model.details.tags, tagged.tags);
    assert.ok(app.record.commands.includes('docker tag app:1 app:2'), app.record.commands.join());
    app.done();
  });

  it('says that its image is gone, and goes by another name where it lost its own', async () => {
    const other = { ...subject, tags: ['app:latest'] };
    let images: readonly ImageSummary[] = [subject, base];
    const missing = failure('notFound', { what: 'image', name: subject.id });
    const inspectNow: EngineImages['inspect'] = (id) => (images.some((known) => known.id === id) ? Promise.resolve(id === subject.id ? inspected : { RootFS: { Layers: ['l1'] } }) : Promise.reject(missing));
    const app = fakeApp({ engine: engine({ images: { list: () => Promise.resolve(images), inspect: inspectNow } }) });
    await runFromRows(inspectImage, app, imageRow(subject, 'app:1'));
    const page = app.record.imagePages[0]!;
    images = [other, base];
    assert.equal((await page.read('refresh')).name, 'app:latest');
    images = [base];
    const { gone, details } = await page.read('refresh');
    assert.deepEqual([gone, details.id], [true, subject.id]);
  });

  it('shows what goes wrong with a verb as on the row, and never fails the page', async () => {
    const app = fakeApp({ engine: engine({ images: { tag: () => Promise.reject(failure('engineFailed', { operation: 'tag', status: 500, detail: 'no' })) } }), answers: [type('app:2'), leave] });
    await runFromRows(inspectImage, app, imageRow(subject, 'app:1'));
    const page = app.record.imagePages[0]!;
    assert.equal((await page.wish({ kind: 'verb', verb: 'tag' })).name, 'app:1');
    assert.equal(app.record.errors.length, 1);
    await page.wish({ kind: 'verb', verb: 'tag' });
    assert.equal(app.record.errors.length, 1, 'cancelled is never shown');
  });

  it('does not tell shared bytes that it cannot know', async () => {
    const store = fakeApp({ engine: engine(), information: { containerdStore: true } });
    const { sharedBytes, sharedLayers } = (await runWithAnswers(inspectImage, store, { image: 'app:1' })) as ImagePageModel;
    assert.deepEqual([sharedBytes, sharedLayers], [undefined, 1]);
    const unknown = fakeApp({ engine: engine({ images: { layers: (id) => Promise.resolve({ id, layers: ['l1', 'l2'], layerSizes: [-1, -1] }) } }) });
    assert.equal(((await runWithAnswers(inspectImage, unknown, { image: 'app:1' })) as ImagePageModel).sharedBytes, undefined);
  });

  it('opens no page when it is cancelled or fails', async () => {
    const gone = fakeApp({ engine: engine({ images: { inspect: () => Promise.reject(failure('notFound', { what: 'image', name: 'app:1' })) } }) });
    await assert.rejects(runWithAnswers(inspectImage, gone, { image: 'app:1' }), (error) => error instanceof SlipwayError && error.kind === 'notFound');
    assert.deepEqual(gone.record.imagePages, []);
  });

  it('opens the raw JSON of images and containers', async () => {
    const app = fakeApp({ engine: engine({ containers: { inspect: (id) => Promise.resolve({ Id: id }) } }), answers: [pick('app:1'), pick('web')] });
    assert.equal(await runFromRows(inspectImageJson, app), inspected);
    assert.equal(app.record.documents[0]?.content, `${JSON.stringify(inspected, null, 2)}\n`);
    await runFromRows(inspectContainer, app);
    assert.deepEqual(app.record.documents.map(({ title }) => title), ['app:1.json', 'web.json']);
    assert.deepEqual(app.record.commands, ['docker image inspect app:1', 'docker container inspect web']);
    app.done();
  });
});
