import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callEngine } from '../../scripts/environment/engine-api';
import { tarOf, type ImageFile } from '../../scripts/environment/images';
import { fixAll } from '../../src/dockerfile/fix-all';
import type { Engine } from '../../src/engine/engine';
import { buildFileSystem } from './built-file-system';
import { fakeDistribution, fakeReferences, unruled, type FakeFamily } from './fake-distributions';
import { generatedDockerfile } from './generated-dockerfiles';
import { engineSocket, loadShellImage, testEngine, unique } from './support';

/**
 * How many files that "fix all" changes are built before and after, and from which seed they are made. By hand, with many:
 * `SLIPWAY_GENERATED_FIXES=300 SLIPWAY_GENERATED_SEED=7 SLIPWAY_TEST_ENGINES=docker-20 npm run test:engine -- --grep generated`.
 */
const wanted = Number(process.env['SLIPWAY_GENERATED_FIXES'] ?? 6);
/** Stands for the file system of an image built on one whose triggers fail. */
const noChild = 'no child';
const seed = Number(process.env['SLIPWAY_GENERATED_SEED'] ?? 20261126);

describe('engine: safe fixes of generated files', function () {
  this.timeout(wanted * 30_000 + 60_000);
  const own = unique('test');
  const bases = new Map<FakeFamily, string>();
  let engine: Engine | undefined;
  let context: readonly ImageFile[];

  before(async function () {
    // The law is about Dockerfiles, not about engines: the builds of one are enough.
    if (process.env['SLIPWAY_TEST_ENGINE'] !== 'docker-20' && process.env['SLIPWAY_TEST_ENGINE'] !== 'attached') this.skip();
    const opened = await testEngine();
    engine = opened;
    for (const [family, name] of Object.entries(fakeReferences) as [FakeFamily, string][]) {
      bases.set(family, await loadShellImage(opened, `${name}-${own}`, { layers: [fakeDistribution(family)] }));
    }
    const inside = await tarOf([{ path: 'inside.txt', content: 'in an archive', mode: 0o644 }]);
    context = [
      { path: 'conf.txt', content: 'a\n', mode: 0o644 },
      // Nothing in its name says that it is an archive.
      { path: 'data', content: inside, mode: 0o644 },
      { path: 'folder/x.txt', content: 'x\n', mode: 0o644 },
    ];
  });

  after(async () => {
    for (const image of bases.values()) await engine?.images.remove(image).catch(() => undefined);
    engine?.dispose();
  });

  /** The file system that the text builds, and that of an image built on it where it has triggers. */
  async function build(text: string): Promise<readonly string[] | undefined> {
    const done = await buildFileSystem(text, context);
    if (done === undefined) return undefined;
    try {
      if (!/^ONBUILD/m.test(text)) return unruled(done.entries);
      const child = await buildFileSystem(`FROM ${done.image}\nRUN true\n`, context);
      await callEngine(engineSocket(), `/images/${child?.image ?? ''}`, { method: 'DELETE' }).catch(() => undefined);
      return [...unruled(done.entries), ...(child ? unruled(child.entries).map((entry) => `child ${entry}`) : [noChild])];
    } finally {
      await callEngine(engineSocket(), `/images/${done.image}`, { method: 'DELETE' }).catch(() => undefined);
    }
  }

  it(`${wanted} files build to the same file system, from seed ${seed}`, async () => {
    let [made, built, failing, fixes] = [0, 0, 0, 0];
    const wrong: string[] = [];
    const files = fc.sample(generatedDockerfile, { numRuns: wanted * 80, seed });
    for (const { family, text } of files) {
      if (built >= wanted) break;
      made++;
      const before = text.replaceAll('BASE', (word, at: number) => (text.slice(at - 5, at + 4) === 'BASH_ENV' ? word : (bases.get(family) ?? word)));
      const fixed = fixAll(before);
      if (fixed.count === 0) continue;
      const one = await build(before);
      // What did not build may build, as a question that is answered now; there is nothing to compare it with.
      if (one === undefined || one.includes(noChild)) failing++;
      else {
        built++;
        fixes += fixed.count;
        const other = await build(fixed.text);
        if (JSON.stringify(other) !== JSON.stringify(one)) wrong.push(`${before}--- became\n${fixed.text}--- differs in\n${difference(one, other)}`);
      }
    }
    console.log(`      ${made} generated, ${built + failing} changed by "fix all" (${fixes} fixes in those that build), ${failing} do not build before, ${wrong.length} differ`);
    assert.deepEqual(wrong, []);
    assert.equal(built, wanted, 'too few of them build');
  });
});

function difference(before: readonly string[], after: readonly string[] | undefined): string {
  if (after === undefined) return 'it does not build any more\n';
  const lost = before.filter((entry) => !after.includes(entry)).map((entry) => `- ${entry}`);
  const added = after.filter((entry) => !before.includes(entry)).map((entry) => `+ ${entry}`);
  return [...lost, ...added].slice(0, 12).join('\n');
}
