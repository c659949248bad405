import assert from 'node:assert/strict';
import { checkImagesForUpdate } from '../../../../src/commands/images/check-for-update';
import { SlipwayError } from '../../../../src/core/errors';
import { isNewer, tagAnswers } from '../../../../src/nodes/image-updates';
import { nodeType } from '../../../../src/nodes/define';
import { imageNode } from '../../../../src/nodes/image';
import { fakeApp, runFromRows, runWithAnswers } from '../../../support/fake-app';
import { FakeRegistry } from '../../../support/fake-registry';
import { image, imageRow } from '../../../support/fake-images';

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

describe('checking images for updates', () => {
  let registry: FakeRegistry;
  before(async () => {
    registry = await FakeRegistry.start();
    for (const [tag, digit] of [['old', '2'], ['new', '1']] as const) registry.answer(`/v2/team/app/manifests/${tag}`, { headers: { 'Docker-Content-Digest': digest(digit) } });
  });
  after(() => registry.stop());

  const local = (tag: string) => {
    const name = `${registry.address}/team/app`;
    return { ...image(tag === 'old' ? 'a' : 'b', `${name}:${tag}`), digests: [`other/app@${digest('9')}`, `${name}@${digest('1')}`] };
  };

  const appWith = (...tags: readonly string[]) =>
    fakeApp({ engine: { images: { list: () => Promise.resolve(tags.map(local)) }, containers: { list: () => Promise.resolve([]) } } });

  it('asks with one HEAD a tag, keeps the answer and marks the row', async () => {
    const app = appWith('old', 'new');
    const images = ['old', 'new'].map((tag) => local(tag).tags[0]!);
    const result = (await runWithAnswers(checkImagesForUpdate, app, { images })) as { images: readonly { state: string }[] };
    assert.deepEqual(result.images.map(({ state }) => state), ['newer', 'current']);
    assert.equal(registry.requests.filter(({ method, url }) => method === 'HEAD' && url.includes('/manifests/')).length, 2);
    await runWithAnswers(checkImagesForUpdate, app, { images });
    assert.equal(registry.requests.filter(({ url }) => url.includes('/manifests/')).length, 2, 'a young answer is not asked for again');
    assert.deepEqual(app.record.information, []);
    assert.equal(isNewer(local('old'), images[0]!, tagAnswers(app).get(images[0]!)), true);
    assert.equal(isNewer({ id: local('old').id, digests: [`${registry.address}/team/app@${digest('2')}`] }, images[0]!, tagAnswers(app).get(images[0]!)), false, 'once pulled');
    const row = imageNode.make({ image: local('old'), reference: images[0], label: 'old', usedBy: [], newer: true });
    assert.match(nodeType(row).view(row.data).description ?? '', /^newer available · /);
    assert.match(nodeType(row).view(row.data).accessibleLabel, /newer available/);
  });

  it('says nothing of another image that has the tag now', () => {
    const name = local('old').tags[0]!;
    const answer = { image: local('old').id, digest: digest('2'), newer: true, checked: Date.now() };
    assert.equal(isNewer(local('old'), name, answer), true);
    assert.equal(isNewer({ ...local('old'), id: local('new').id }, name, answer), false);
  });

  it('offers to pull what is newer', async () => {
    const app = appWith('old');
    await runFromRows(checkImagesForUpdate, app, imageRow(local('old')));
    assert.deepEqual(app.record.information, [{ message: `The registry has something newer: ${registry.address}/team/app:old`, action: 'Pull' }]);
  });

  it('says what cannot be compared, and what the registry does not have', async () => {
    const app = fakeApp();
    await runFromRows(checkImagesForUpdate, app, imageRow(image('b', 'mine:1')));
    assert.match(app.record.information[0]?.message ?? '', /neither pulled nor pushed/);
    await assert.rejects(runFromRows(checkImagesForUpdate, app, imageRow(image('b'))), (error) => error instanceof SlipwayError && error.kind === 'invalidInput');
    const gone = appWith('gone');
    await assert.rejects(runFromRows(checkImagesForUpdate, gone, imageRow(local('gone'))), (error) => error instanceof SlipwayError && error.kind === 'notFound');
    assert.equal(tagAnswers(gone).size, 0);
  });
});
