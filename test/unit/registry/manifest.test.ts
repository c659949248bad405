import assert from 'node:assert/strict';
import { platformText, readManifest } from '../../../src/registry/manifest';

describe('manifests', () => {
  const platforms: readonly (readonly [platform: Readonly<Record<string, unknown>>, text: string | undefined])[] = [
    [{ os: 'linux', architecture: 'amd64' }, 'linux/amd64'],
    [{ os: 'linux', architecture: 'arm', variant: 'v7' }, 'linux/arm/v7'],
    [{ os: 'linux', architecture: 'arm', variant: '' }, 'linux/arm'],
    [{ os: 'linux', architecture: 'arm', variant: 7 }, 'linux/arm'],
    [{ os: 'linux', architecture: 'unknown' }, undefined],
    [{ os: 'unknown', architecture: 'amd64' }, undefined],
    [{ os: 'linux' }, undefined],
    [{ architecture: 'amd64' }, undefined],
    [{ os: '', architecture: 'amd64' }, undefined],
    [{}, undefined],
  ];
  for (const [platform, text] of platforms) {
    it(`have the platform ${String(text)} for ${JSON.stringify(platform)}`, () => assert.equal(platformText(platform), text));
  }

  it('of one image have a config and the bytes of all', () => {
    const layers = [{ size: 10 }, { size: 100 }, { size: 'x' }, { size: -5 }, {}, null];
    assert.deepEqual(readManifest({ mediaType: 'a/b', config: { digest: 'sha256:x', size: 1 }, layers }, 'c/d'), { mediaType: 'a/b', platforms: [], config: 'sha256:x', size: 111 });
    assert.deepEqual(readManifest({ layers }, 'c/d; charset=utf-8'), { mediaType: 'c/d', platforms: [], config: undefined, size: 110 });
    for (const config of [null, 'x', [], { digest: '' }, { digest: 1 }]) {
      assert.deepEqual(readManifest({ config }, ' c/d \n;\n'), { mediaType: 'c/d', platforms: [], config: undefined, size: 0 }, JSON.stringify(config));
    }
  });

  it('of many platforms have neither, even with a config', () => {
    const index = { config: { digest: 'sha256:x', size: 1 }, layers: [{ size: 1 }] };
    assert.deepEqual(readManifest({ ...index, manifests: [] }, ''), { mediaType: '', platforms: [], config: undefined, size: undefined });
    assert.deepEqual(readManifest({ ...index, manifests: 'x' }, '').config, 'sha256:x');
    const linux = { os: 'linux', architecture: 'amd64' };
    const manifests = [
      { digest: 'd1', size: 3, platform: linux },
      { digest: 'd2', size: 'x', platform: linux },
      { digest: 'd3', platform: linux, annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
      { digest: 'd4', platform: linux, annotations: { 'vnd.docker.reference.type': 'other' } },
      { digest: '', platform: linux },
      { platform: linux },
      { digest: 'd5' },
      { digest: 'd6', platform: [linux] },
      { digest: 'd7', platform: { os: 'unknown', architecture: 'unknown' } },
      null,
    ];
    assert.deepEqual(readManifest({ manifests }, '').platforms, [
      { platform: 'linux/amd64', digest: 'd1', size: 3 },
      { platform: 'linux/amd64', digest: 'd2', size: undefined },
      { platform: 'linux/amd64', digest: 'd4', size: undefined },
    ]);
  });
});
