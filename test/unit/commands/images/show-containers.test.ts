import assert from 'node:assert/strict';
import { showContainersOfImages } from '../../../../src/commands/images/show-containers';
import { containerFilterTest } from '../../../../src/nodes/trees/containers';
import { fakeApp, pick, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { containerOf, image, imageRow } from '../../../support/fake-images';

const web = image('a', 'team/web:1', 'team/web:latest');
const db = image('b', 'db:2');
const unused = image('c', 'unused:1');
const containers = [containerOf(web, 'web-1', 'running'), containerOf(web, 'web-2'), containerOf(db, 'db-1')];
const appWith = (options: Parameters<typeof fakeApp>[0] = {}) =>
  fakeApp({ engine: { images: { list: () => Promise.resolve([web, db, unused]) }, containers: { list: () => Promise.resolve(containers) } }, ...options });

describe('containers made from an image', () => {
  it('filters for several, and says which', async () => {
    const app = appWith();
    const found = (await runWithAnswers(showContainersOfImages, app, { images: ['team/web:1'] })) as { containers: readonly { name: string; state: string }[] };
    assert.deepEqual(found.containers.map(({ name, state }) => [name, state]), [['web-1', 'running'], ['web-2', 'exited']]);
    assert.equal(app.views.filter('containers'), 'image:team/web:1');
    assert.deepEqual(containers.filter(containerFilterTest('image:team/web:1')).map(({ name }) => name), ['web-1', 'web-2']);
    assert.deepEqual(app.record.commands, ['docker ps --all --filter ancestor=team/web:1']);
  });

  it('filters by id where the name means other containers too', async () => {
    const app = appWith();
    await runFromRows(showContainersOfImages, app, imageRow(web, 'team/web:latest'));
    assert.equal(app.views.filter('containers'), 'image:a00000000000');
    await runFromRows(showContainersOfImages, app, imageRow(web), imageRow(db));
    assert.equal(app.views.filter('containers'), 'image:team/web:1 image:db:2');
  });

  it('selects the only one, and takes a filter away that hides it', async () => {
    const app = appWith({ answers: [pick('db:2')] });
    await app.views.setFilter('containers', 'web');
    await runFromRows(showContainersOfImages, app);
    assert.deepEqual([app.record.revealed, app.views.filter('containers')], [[`container/${containers[2]!.id}`], '']);
    app.done();
  });

  it('says when there is none', async () => {
    const app = appWith();
    await runFromRows(showContainersOfImages, app, imageRow(unused));
    assert.deepEqual(app.record.information.map(({ message }) => message), ['No container was created from unused:1.']);
  });
});

describe('filters of containers', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['', ['web-1', 'web-2', 'db-1']],
    ['WEB running', ['web-1']],
    ['image:', ['web-1', 'web-2', 'db-1']],
    ['image:team/web', ['web-1', 'web-2']],
    ['image:team/web:2', []],
    ['image:team/*', ['web-1', 'web-2']],
    ['image:b0000', ['db-1']],
    ['image:sha256:a000', ['web-1', 'web-2']],
    ['image:db image:team/web exited', ['web-2', 'db-1']],
  ];
  for (const [text, expected] of cases) it(text === '' ? '(nothing)' : text, () => assert.deepEqual(containers.filter(containerFilterTest(text)).map(({ name }) => name), expected));
});
