import assert from 'node:assert/strict';
import path from 'node:path';
import { chosenDockerfile, dockerfileToBuild } from '../../../../src/commands/dockerfile/dockerfile-to-build';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { fakeApp, file as chosenFile, leave, pick, type FakeAppOptions } from '../../../support/fake-app';

const none = () => Promise.reject(failure('invalidInput', { field: 'uri', value: '', reason: 'No Dockerfile is open in the editor.' }));
const found = ['file:///work/api/Dockerfile', 'file:///work/web%20site/Dockerfile'];

function setUp(answers: NonNullable<FakeAppOptions['answers']>, uris: readonly string[] = found) {
  return fakeApp({ answers, dockerfiles: { read: none, find: () => Promise.resolve(uris) } });
}

describe('The Dockerfile to build', () => {
  it('is the one in the editor', async () => {
    const app = fakeApp({ dockerfiles: { read: () => Promise.resolve({ uri: 'file:///a/Dockerfile', path: 'Dockerfile', text: '', selection: undefined }) } });
    assert.equal(await dockerfileToBuild(app), 'file:///a/Dockerfile');
    assert.deepEqual(app.record.questions, []);
  });

  it('is chosen from those of the workspace where none is open', async () => {
    const app = setUp([pick('web site/Dockerfile')]);
    assert.equal(await dockerfileToBuild(app), found[1]);
    app.done();
  });

  it('is looked for on the disk where the workspace has none, or when that is wanted', async () => {
    for (const app of [setUp([chosenFile('/else/Dockerfile')], []), setUp([pick('Browse…'), chosenFile('/else/Dockerfile')])]) {
      assert.equal(await dockerfileToBuild(app), '/else/Dockerfile');
      app.done();
    }
  });

  it('is saved first where it is no file yet, whoever names it', async () => {
    const uri = 'untitled:Untitled-1';
    const opened = fakeApp({
      answers: [chosenFile('file:///project/Dockerfile')],
      dockerfiles: { read: () => Promise.resolve({ uri, path: 'Untitled-1', text: 'FROM scratch\n', selection: undefined }) },
    });
    assert.equal(await dockerfileToBuild(opened), 'file:///project/Dockerfile');
    const named = setUp([chosenFile('file:///project/Dockerfile')]);
    assert.equal(await chosenDockerfile(named, uri, 'Build Image'), path.resolve('/project/Dockerfile'));
    for (const { record } of [opened, named]) assert.deepEqual(record.questions.map(({ kind, value }) => [kind, value]), [['saveDocument', uri]]);
  });

  it('is left unsaved, and nothing goes on, where the user leaves the dialog', async () => {
    await assert.rejects(chosenDockerfile(setUp([leave]), 'untitled:Untitled-1', 'Build Image'), (error) => SlipwayError.details(error, 'cancelled') !== undefined);
  });

  it('hides no other fault', async () => {
    const app = fakeApp({ dockerfiles: { read: () => Promise.reject(failure('invalidInput', { field: 'file', value: 'x', reason: 'gone' })) } });
    await assert.rejects(dockerfileToBuild(app), /gone/);
  });
});
