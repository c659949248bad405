import assert from 'node:assert/strict';
import { allNames, imageMeant, lastingNames } from '../../../src/core/image-names';

const digest = `sha256:${'d'.repeat(64)}`;
const image = (id: string, tags: readonly string[], digests: readonly string[] = []) => ({ id: `sha256:${id.padEnd(64, '0')}`, tags, digests });

describe('names of an image', () => {
  it('keeps the other tags, however the leaving ones are written', () => {
    assert.deepEqual(lastingNames(image('a', ['app:1', 'app:latest']), ['docker.io/library/app']), ['app:1']);
    assert.deepEqual(lastingNames(image('a', ['app:1']), ['app:1']), []);
  });

  it('drops digests of a repository with its last tag, and only those', () => {
    const pulled = image('a', ['app:1', 'ghcr.io/o/app:1'], [`app@${digest}`, `ghcr.io/o/app@${digest}`]);
    assert.deepEqual(lastingNames(pulled, ['app:1']), ['ghcr.io/o/app:1', `ghcr.io/o/app@${digest}`]);
    assert.deepEqual(lastingNames(pulled, pulled.tags), []);
    // Pulled by digest, without a tag: that name holds the image.
    assert.deepEqual(lastingNames(image('a', ['app:1'], [`other@${digest}`]), ['app:1']), [`other@${digest}`]);
  });

  it('lists what to remove so that nothing is left', () => {
    assert.deepEqual(allNames(image('a', ['app:1', 'b:1'], [`app@${digest}`, `other@${digest}`])), ['app:1', 'b:1', `other@${digest}`]);
    assert.deepEqual(allNames(image('a', [])), [image('a', []).id]);
  });

  it('finds what a text means: names before ids, nothing for an ambiguous beginning', () => {
    const images = [image('abcdefabcdef1', ['app:1']), image('abcdefabcdef2', ['localhost/mine:1']), image('c', ['abcdefabcdef:latest'])];
    assert.equal(imageMeant(images, 'app:1')?.image, images[0]);
    assert.deepEqual(imageMeant(images, images[1]!.id), { image: images[1], by: 'id' });
    assert.equal(imageMeant(images, 'mine:1')?.image, images[1]);
    assert.deepEqual(imageMeant(images, 'abcdefabcdef'), { image: images[2], by: 'name' });
    assert.equal(imageMeant(images.slice(0, 2), 'abcdefabcdef'), undefined);
    assert.equal(imageMeant(images, 'nothing'), undefined);
  });
});
