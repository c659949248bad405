import assert from 'node:assert/strict';
import { fullId, imageLayersOf, imageSummary, removedImages } from '../../../../src/engine/images/image-shapes';

const hex = 'a'.repeat(64);

describe('engine/images/image-shapes', () => {
  it('reads an unnamed image alike from every engine', () => {
    for (const raw of [
      { RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>'] },
      { RepoTags: [], RepoDigests: [] },
      { RepoTags: null, RepoDigests: null },
      { RepoTags: [], RepoDigests: [`moby-dangling@sha256:${hex}`] },
    ]) {
      const { tags, digests, dangling } = imageSummary(raw);
      assert.deepEqual([tags, digests, dangling], [[], [], true]);
    }
  });

  it('reads an image that has only a digest as one without a tag', () => {
    const image = imageSummary({ Id: hex, RepoTags: null, RepoDigests: [`a@sha256:${hex}`], Created: 2, Labels: { a: 'b', c: 1 } });
    assert.deepEqual([image.id, image.digests.length, image.dangling, image.created, image.labels], [`sha256:${hex}`, 1, true, 2000, { a: 'b' }]);
  });

  it('knows the digest in each repository where the id is the digest', () => {
    const id = `sha256:${hex}`;
    const listed = { Id: id, RepoTags: ['localhost:5000/a:1', 'b:1', 'b:2'], RepoDigests: [`b@${id}`] };
    const all = [`b@${id}`, `localhost:5000/a@${id}`];
    assert.deepEqual(imageSummary({ ...listed, Descriptor: { digest: id } }).digests, all);
    assert.deepEqual(imageSummary(listed).digests, all, 'before API 1.48 there is no descriptor');
    assert.deepEqual(imageSummary({ ...listed, RepoDigests: [`b@sha256:${'b'.repeat(64)}`] }).digests, [`b@sha256:${'b'.repeat(64)}`], 'other stores');
  });

  it('leaves ids of another form as they are', () => {
    assert.equal(fullId('sha256:x'), 'sha256:x');
    assert.equal(fullId(''), '');
  });

  it('reads what a removal did', () => {
    assert.deepEqual(removedImages([{ Untagged: 'a:1' }, { Deleted: hex }, null]), { untagged: ['a:1'], deleted: [`sha256:${hex}`] });
  });

  describe('sizes of layers', () => {
    const sizes = (layers: number, ...history: readonly (readonly [string, number])[]) =>
      imageLayersOf(
        { Id: hex, RootFS: { Layers: Array.from({ length: layers }, (_, index) => `sha256:${index}`) } },
        history.map(([CreatedBy, Size]) => ({ CreatedBy, Size })),
      ).layerSizes;

    it('come from the history, which is told the newest first', () => {
      assert.deepEqual(sizes(2, ['CMD ["sh"]', 0], ['RUN b', 20], ['ENV a=b', 0], ['ADD a', 10]), [10, 20]);
    });

    it('know of layers without bytes', () => {
      assert.deepEqual(sizes(3, ['/bin/sh -c #(nop)  CMD ["sh"]', 0], ['RUN true', 0], ['WORKDIR /x', 0], ['ADD a', 10]), [10, 0, 0]);
    });

    it('are unknown where history and layers do not agree', () => {
      assert.deepEqual(sizes(3, ['RUN b', 20], ['ADD a', 10]), [-1, -1, -1]);
      assert.deepEqual(sizes(1), [-1]);
    });
  });
});
