import assert from 'node:assert/strict';
import { systemOfImage } from '../../../src/dockerfile/image-system';

describe('the system of an image', () => {
  const cases: readonly (readonly [repository: string, tag: string | undefined, platform: string | undefined, system: 'windows' | 'linux' | undefined])[] = [
    ['quay.io/pypa/manylinux2014_x86_64', undefined, undefined, 'linux'],
    ['example.com/manylinux_2_28', undefined, undefined, 'linux'],
    ['example.com/team/manylinux', undefined, undefined, 'linux'],
    ['example.com/many', undefined, undefined, undefined],
    ['example.com/opensuse/leap', undefined, undefined, 'linux'],
    ['example.com/ubi9-minimal', undefined, undefined, 'linux'],
    ['example.com/ubix', undefined, undefined, undefined],
    ['cgr.dev/chainguard/node', undefined, undefined, 'linux'],
    ['evil.example/cgr.dev/x', undefined, undefined, undefined],
    ['library/debian', undefined, undefined, 'linux'],
    ['debian-like', undefined, undefined, undefined],
    ['example.com/debian', undefined, undefined, undefined],
    ['example.com/app', 'bookworm', undefined, 'linux'],
    ['example.com/app', '1.0', undefined, undefined],
    ['example.com/app', 'windowsservercore-ltsc2022', undefined, 'windows'],
    ['mcr.microsoft.com/windows/servercore', 'ltsc2022', undefined, 'windows'],
    ['debian', '12', 'windows/amd64', 'windows'],
    ['mcr.microsoft.com/windows/servercore', undefined, 'linux', 'linux'],
    ['debian', undefined, 'windowsx', 'linux'],
    ['example.com/app', undefined, 'windows(10.0.17763)/amd64', 'windows'],
  ];
  for (const [repository, tag, platform, system] of cases) {
    it(`${repository}${tag === undefined ? '' : `:${tag}`}${platform === undefined ? '' : ` for ${platform}`} is ${system ?? 'open'}`, () => {
      assert.equal(systemOfImage({ repository, tag }, platform), system);
    });
  }
});
