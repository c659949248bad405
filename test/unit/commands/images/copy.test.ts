import assert from 'node:assert/strict';
import { copyImageDigest } from '../../../../src/commands/images/copy-digest';
import { copyImageDockerCommand } from '../../../../src/commands/images/copy-docker-command';
import { copyImageId } from '../../../../src/commands/images/copy-id';
import { copyPullCommand } from '../../../../src/commands/images/copy-pull-command';
import { copyImageReference } from '../../../../src/commands/images/copy-reference';
import { SlipwayError } from '../../../../src/core/errors';
import { registryTagNode } from '../../../../src/nodes/registry-tag';
import { fakeApp, pick, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { image, imageRow } from '../../../support/fake-images';

const two = image('a', 'app:1', 'ghcr.io/o/app:1');

describe('copying from image rows', () => {
  it('copies references and ids, each id once', async () => {
    const app = fakeApp();
    await runFromRows(copyImageReference, app, imageRow(two, 'app:1'), imageRow(two, 'ghcr.io/o/app:1'));
    await runFromRows(copyImageId, app, imageRow(two, 'app:1'), imageRow(two, 'ghcr.io/o/app:1'));
    assert.deepEqual(app.record.clipboard, ['app:1\nghcr.io/o/app:1', two.id]);
  });

  it('copies the ids of what is named or what a filter lets through', async () => {
    const other = { ...image('b', 'db:1'), created: two.created + 1_000 };
    const app = fakeApp({ engine: { images: { list: () => Promise.resolve([two, other]) }, containers: { list: () => Promise.resolve([]) } } });
    assert.equal(await runWithAnswers(copyImageId, app, { images: ['app:1', 'db:1'] }), `${two.id}\n${other.id}`);
    assert.equal(await runWithAnswers(copyImageId, app, { filter: 'reference:app' }), two.id);
    assert.equal(await runWithAnswers(copyImageId, app, { filter: 'before:db:1' }), two.id);
    assert.equal(await runWithAnswers(copyImageId, app, { filter: '' }), `${two.id}\n${other.id}`);
    assert.deepEqual(app.record.commands.at(-2), 'docker image ls --quiet --no-trunc --filter before=db:1');
    await assert.rejects(async () => runWithAnswers(copyImageId, app, { images: ['app:1'], filter: 'app' }), (error) => error instanceof SlipwayError && error.kind === 'invalidInput');
    await assert.rejects(async () => runWithAnswers(copyImageId, app, { images: ['none:1'] }), (error) => error instanceof SlipwayError && error.kind === 'notFound');
  });

  it('copies pull lines of images and of tags in registries, each once', async () => {
    const app = fakeApp();
    const tag = registryTagNode.make({ registry: 'docker.io', repository: 'library/alpine', tag: { name: '3' } });
    await runFromRows(copyPullCommand, app, imageRow(two, 'app:1'), imageRow(two, 'ghcr.io/o/app:1'), tag, imageRow(two, 'app:1'));
    assert.deepEqual(app.record.clipboard, ['docker pull app:1\ndocker pull ghcr.io/o/app:1\ndocker pull alpine:3']);
    const digest = `ghcr.io/o/app@sha256:${'d'.repeat(64)}`;
    assert.equal(await runFromRows(copyPullCommand, app, imageRow({ ...image('b'), digests: [digest] }, digest)), `docker pull ${digest}`);
    assert.equal(await runWithAnswers(copyPullCommand, app, { references: ['app'] }), 'docker pull app');
  });

  it('copies no pull line of what a registry lists as a tag and is none', async () => {
    for (const name of ['1; rm -rf ~', '$(id)', '1\nreboot', '\u202e1']) {
      const app = fakeApp();
      const tag = registryTagNode.make({ registry: 'evil.example', repository: 'a', tag: { name } });
      await assert.rejects(runFromRows(copyPullCommand, app, tag), (error) => error instanceof SlipwayError && error.kind === 'invalidInput');
      assert.deepEqual(app.record.clipboard, []);
    }
    await assert.rejects(runWithAnswers(copyPullCommand, fakeApp(), { references: [] }), (error) => error instanceof SlipwayError && error.kind === 'invalidInput');
  });

  it('copies the digest of the row\'s own repository', async () => {
    const digest = `sha256:${'d'.repeat(64)}`;
    const pulled = { ...two, digests: [`other@${digest}`, `ghcr.io/o/app@${digest}`] };
    const app = fakeApp();
    await runFromRows(copyImageDigest, app, imageRow(pulled, 'ghcr.io/o/app:1'));
    assert.deepEqual(app.record.clipboard, [`ghcr.io/o/app@${digest}`]);
    await assert.rejects(runFromRows(copyImageDigest, app, imageRow(pulled, 'app:1')), (error) => error instanceof SlipwayError && error.kind === 'notFound');
  });

  it('offers the docker lines that an image has', async () => {
    const app = fakeApp({ answers: [pick(/^docker push/)] });
    assert.equal(await runFromRows(copyImageDockerCommand, app, imageRow(two)), 'docker push app:1');
    const dangling = fakeApp({ answers: [pick(/^docker rmi/)] });
    await runFromRows(copyImageDockerCommand, dangling, imageRow(image('c')));
    assert.ok(dangling.record.questions[0]!.labels!.every((label) => !/^docker (pull|push)/.test(label)));
  });
});
