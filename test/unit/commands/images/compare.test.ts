import assert from 'node:assert/strict';
import { compareImages } from '../../../../src/commands/images/compare';
import { SlipwayError } from '../../../../src/core/errors';
import { fakeApp, pick, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { image, imageRow } from '../../../support/fake-images';
import type { PartialEngine } from '../../../support/partial-engine';

const one = { ...image('a', 'app:1'), size: 2_000_000 };
const two = { ...image('b', 'app:2'), size: 3_000_000 };
const three = image('c', 'app:3');

function inspected(id: string): Readonly<Record<string, unknown>> {
  const newer = id === two.id;
  return {
    Id: id, RepoTags: [newer ? 'app:2' : 'app:1'], Os: 'linux', Architecture: 'amd64', Created: '2026-01-02T03:04:05Z',
    Config: {
      Env: newer ? ['B=2', 'A=1\u001b[31m\nC: evil'] : ['A=1\u001b[31m\nC: evil', 'B=1'],
      Cmd: ['serve', newer ? '--fast' : '--safe'],
      ExposedPorts: { '80/tcp': {}, '443/tcp': {} },
    },
    RootFS: { Layers: newer ? ['sha256:l1', 'sha256:l3'] : ['sha256:l1', 'sha256:l2'] },
  };
}

const step = (createdBy: string, size: number) => ({ createdBy, size, created: 0, comment: '' });
const engine: PartialEngine = {
  images: {
    list: () => Promise.resolve([one, two, three]),
    inspect: (id) => Promise.resolve(inspected(id)),
    history: (id) => Promise.resolve([step('ADD / /', 1_000_000), step('RUN /bin/sh -c make # buildkit', id === two.id ? 2_000_000 : 1_000_000), step('CMD ["serve"]', 0)]),
  },
  containers: { list: () => Promise.resolve([]) },
};

const different = (left: string, right: string): readonly string[] => left.split('\n').filter((line) => !right.split('\n').includes(line));

describe('comparing two images', () => {
  it('shows texts that differ only where the images do', async () => {
    const app = fakeApp({ engine });
    const result = await runFromRows(compareImages, app, imageRow(one), imageRow(two));
    const [{ title, left, right } = { title: '', left: '', right: '' }] = app.record.differences;
    assert.equal(title, 'app:1 and app:2');
    assert.deepEqual(result, { left, right, same: false });
    assert.deepEqual(different(left, right), ['Tag: app:1', `ID: ${one.id}`, 'Size: 2MB', 'Command: ["serve","--safe"]', 'B=1', 'sha256:l2']);
    assert.deepEqual(different(right, left), ['Tag: app:2', `ID: ${two.id}`, 'Size: 3MB', 'Command: ["serve","--fast"]', 'B=2', '    2MB', 'sha256:l3']);
    assert.match(left, /Port: 443\/tcp\nPort: 80\/tcp\n/);
    assert.match(left, /\nA=1\u{241b}\u{23ce}C: evil\nB=1\n/u);
    assert.deepEqual(app.record.commands, ['docker image inspect app:1 app:2']);
  });

  it('asks for what is missing', async () => {
    const app = fakeApp({ engine, answers: [pick('app:2')] });
    await runFromRows(compareImages, app, imageRow(one));
    assert.equal(app.record.questions[0]?.title, 'Compare app:1 with');
    app.done();
  });

  it('takes two names and no other number', async () => {
    const app = fakeApp({ engine });
    assert.equal(((await runWithAnswers(compareImages, app, { images: ['app:1', 'app:1'] })) as { same: boolean }).same, true);
    const invalid = (error: unknown): boolean => error instanceof SlipwayError && error.kind === 'invalidInput';
    await assert.rejects(runWithAnswers(compareImages, app, { images: ['app:1'] }), invalid);
    await assert.rejects(runWithAnswers(compareImages, app, {}), { kind: 'wrongAnswer' });
    await assert.rejects(runFromRows(compareImages, app, imageRow(one), imageRow(two), imageRow(three)), invalid);
    await assert.rejects(runWithAnswers(compareImages, app, { images: ['app:1', 'gone:1'] }), (error) => error instanceof SlipwayError && error.kind === 'notFound');
  });
});
