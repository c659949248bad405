import assert from 'node:assert/strict';
import { parsePlatform } from '../../../../src/dockerfile/facts/platforms';

describe('a platform', () => {
  // What containerd's platforms.Parse says on Linux with an amd64 processor.
  const cases: readonly (readonly [text: string, platform: string | undefined])[] = [
    ['linux/arm64', 'linux/arm64'], ['linux/arm64/v8', 'linux/arm64'], ['LINUX/AMD64', 'linux/amd64'], ['linux', 'linux/amd64'], ['windows', 'windows/amd64'], ['macos', 'darwin/amd64'], ['macos/aarch64', 'darwin/arm64'],
    ['arm64', 'linux/arm64'], ['aarch64', 'linux/arm64'], ['x86_64', 'linux/amd64'], ['x86-64', 'linux/amd64'], ['armhf', 'linux/arm'], ['386', 'linux/386'], ['i386', 'linux/386'], ['riscv64', 'linux/riscv64'],
    ['windows(10.0.17763)/amd64', 'windows/amd64'], ['windows(10.0.17763)', 'windows/amd64'], ['linux()/arm', 'linux/arm'],
    ['any/thing', 'any/thing'],
    ['thing', undefined], ['', undefined], ['/', undefined], ['linux/', undefined], ['/amd64', undefined], ['linux/arm/v7/x', undefined], ['linux /amd64', undefined], ['linux/a*', undefined], ['(1)/amd64', undefined],
    ['windows(10/amd64', undefined], ['windows(10)x/amd64', 'windowsx/amd64'],
  ];
  for (const [text, platform] of cases) {
    it(`${text} is ${platform ?? 'none'}`, () => {
      const read = parsePlatform(text);
      assert.equal(read && `${read.os}/${read.architecture}`, platform);
    });
  }
});
