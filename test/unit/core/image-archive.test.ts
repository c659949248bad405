import assert from 'node:assert/strict';
import { archiveProblem, imageArchiveEntries } from '../../../src/core/image-archive';
import { imageArchive, tar } from '../../support/fake-archive';

function problem(archive: Buffer, images = 1): string | undefined {
  const entries = imageArchiveEntries();
  entries.push(archive);
  return archiveProblem(entries.entries, images);
}

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const blob = (letter: string) => `blobs/sha256/${letter.repeat(64)}`;
const manifest = JSON.stringify({ config: { digest: digest('c') }, layers: [{ digest: digest('d') }] });
const list = (layers: readonly string[]) => JSON.stringify([{ Config: blob('c'), RepoTags: ['a:1'], Layers: layers }]);
const index = (letter: string, content: string) => JSON.stringify({ manifests: [{ digest: digest(letter), size: content.length }] });
const layout = { [blob('a')]: manifest, [blob('c')]: '{}', [blob('d')]: 'layer', 'index.json': index('a', manifest), 'manifest.json': list([blob('d')]) };

function without(files: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).filter(([key]) => key !== name));
}

describe('archiveProblem', () => {
  it('finds nothing in whole archives of both layouts', () => {
    assert.equal(problem(imageArchive(['a:1', 'b:1']), 2), undefined);
    assert.equal(problem(tar(layout)), undefined);
  });

  it('names each blob that is missing', () => {
    for (const name of [blob('a'), blob('c'), blob('d')]) {
      assert.ok(problem(tar(without(layout, name)))?.includes(name), name);
    }
  });

  it('finds a blob cut short', () => {
    assert.ok(problem(tar({ ...layout, 'index.json': index('a', `${manifest} `) }))?.includes(blob('a')));
  });

  it('is not content with an archive of no or too few images', () => {
    for (const archive of [tar({}), tar({ 'oci-layout': '{}' }), tar({ 'manifest.json': '[]' }), tar({ 'manifest.json': 'null' }), tar({ 'manifest.json': '[{' })]) {
      assert.notEqual(problem(archive), undefined);
    }
    assert.notEqual(problem(imageArchive(['a:1']), 2), undefined);
  });

  it('takes an index of many platforms when one of them is whole', () => {
    const platforms = JSON.stringify({ manifests: [{ digest: digest('e') }, { digest: digest('a'), size: manifest.length }] });
    const files = { ...layout, [blob('f')]: platforms, 'index.json': index('f', platforms) };
    assert.equal(problem(tar(files)), undefined);
    assert.ok(problem(tar(without(files, blob('a'))))?.includes(blob('e')));
  });
});
