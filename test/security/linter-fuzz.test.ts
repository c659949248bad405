import assert from 'node:assert/strict';
import { builderErrors } from '../../src/dockerfile/builder-errors';
import { parseDockerfile } from '../../src/dockerfile/parse';
import { checkHostile, hostileFiles, hostileSize } from '../support/hostile-lint';

// More of them, with time and memory: `npm run bench:lint -- --hostile 100000 --seed 1`.
const sample = 150;

describe('comments, directives, configuration and ignore files that want the linter to stand still', function () {
  this.timeout(60_000);

  it(`are read to their end (${sample} of some hundred bytes)`, () => {
    let findings = 0;
    for (let seed = 1; seed <= sample; seed++) {
      if (hostileSize(seed) > 10_000) continue;
      try {
        findings += checkHostile(hostileFiles(seed, hostileSize(seed)));
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
    assert.ok(findings > sample, `${findings} findings`);
  });

  for (const [seed, size] of [[100_100, 30_000], [100_200, 30_000], [101_000, 300_000]] as const) {
    it(`are read to their end (${size} bytes)`, () => {
      assert.ok(checkHostile(hostileFiles(seed, size)) >= 0);
    });
  }

  it('names of stages that the validator of dockerfile-utils splits otherwise, whose pattern for them is exponential', () => {
    for (const blank of ['\u00a0', '\u2028', '\u3000', '\v', '\f', '\ufeff']) {
      for (const text of [`FROM a AS ${'a'.repeat(80)}${blank}"`, `FROM a AS${blank}${'a'.repeat(80)} "`, `FROM a ${blank} AS ${'a'.repeat(80)}!`, `FROM a AS \\\n${'a'.repeat(80)}${blank}!`]) {
        assert.ok(Array.isArray(builderErrors(parseDockerfile(text))));
      }
    }
  });

  it('are the same for the same seed, and hold what they are to hold', () => {
    assert.deepEqual(hostileFiles(7, 2_000), hostileFiles(7, 2_000));
    const all = Array.from({ length: 300 }, (_, seed) => hostileFiles(seed, 2_000));
    for (const wanted of [/^#\s*escape\s*=/m, /^#\s*check\s*=/m, /^# hadolint ignore=/m, /^# hadolint global ignore=/m, /\u2028/, /\bRUN /]) {
      assert.ok(all.filter(({ dockerfile }) => wanted.test(dockerfile)).length > 10, String(wanted));
    }
    for (const wanted of [/trustedRegistries: \[".*\*/, /\*a/]) assert.ok(all.filter(({ configuration }) => wanted.test(configuration)).length > 10, String(wanted));
    assert.ok(all.filter(({ ignore }) => /\*\*\//.test(ignore)).length > 50);
  });
});
