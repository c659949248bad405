import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { callEngine } from '../../scripts/environment/engine-api';
import { fixAll } from '../../src/dockerfile/fix-all';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { Engine } from '../../src/engine/engine';
import { buildFileSystem } from './built-file-system';
import { unruled } from './fake-distributions';
import { contextFor, standInsFor } from './stand-in-images';
import { engineSocket, loadShellImage, testEngine } from './support';

/**
 * A folder with Dockerfiles, and of how many of them "fix all" is tried. By hand, with many:
 * `SLIPWAY_FIXED_FILES=FOLDER SLIPWAY_FIXED_COUNT=100 SLIPWAY_TEST_ENGINES=docker-20 npm run test:engine -- --grep "safe fixes of files"`.
 */
const folder = process.env['SLIPWAY_FIXED_FILES'] ?? path.resolve(__dirname, '../../samples');
const wanted = Number(process.env['SLIPWAY_FIXED_COUNT'] ?? 2);

const dockerfiles = (): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)).filter((name) => /Dockerfile$/.test(name) && statSync(name).isFile()).toSorted();

describe('engine: safe fixes of files', function () {
  this.timeout(wanted * 60_000 + 60_000);
  let engine: Engine | undefined;

  before(async function () {
    // The law is about Dockerfiles, not about engines: the builds of one are enough.
    if (process.env['SLIPWAY_TEST_ENGINE'] !== 'docker-20' && process.env['SLIPWAY_TEST_ENGINE'] !== 'attached') this.skip();
    engine = await testEngine();
  });
  after(() => engine?.dispose());

  async function entriesOf(text: string): Promise<readonly string[] | undefined> {
    const done = await buildFileSystem(text, [...contextFor(parseDockerfile(text)), { path: '.dockerignore', content: 'Dockerfile\n.dockerignore\n', mode: 0o644 }]).catch(() => undefined);
    if (done === undefined) return undefined;
    await callEngine(engineSocket(), `/images/${done.image}`, { method: 'DELETE' }).catch(() => undefined);
    return unruled(done.entries);
  }

  it(`${wanted} files build to the same file system after "fix all"`, async () => {
    let [fixed, built, failing, fixes] = [0, 0, 0, 0];
    const wrong: string[] = [];
    for (const name of dockerfiles()) {
      if (built >= wanted) break;
      const text = readFileSync(name, 'utf8');
      const after = fixAll(text);
      const images = after.count === 0 ? undefined : standInsFor(parseDockerfile(text));
      if (images === undefined) continue;
      fixed++;
      const loaded: string[] = [];
      for (const { reference, files } of images) {
        const listed = await loadShellImage(engine as Engine, reference.includes(':', reference.lastIndexOf('/') + 1) ? reference : `${reference}:latest`, { layers: [files] }).catch(() => undefined);
        if (listed !== undefined) loaded.push(listed);
      }
      const one = await entriesOf(text);
      if (one === undefined) failing++;
      else {
        built++;
        fixes += after.count;
        const other = await entriesOf(after.text);
        // What a build makes by chance (`shuf`, times) is no fault of a fix.
        if (JSON.stringify(other) !== JSON.stringify(one) && JSON.stringify(await entriesOf(text)) === JSON.stringify(one)) wrong.push(`${name}\n${difference(one, other)}\n${after.text}`);
      }
      for (const image of loaded) await engine?.images.remove(image).catch(() => undefined);
    }
    console.log(`      ${fixed} changed by "fix all" (${fixes} fixes in the ${built} that build), ${failing} do not build here, ${wrong.length} differ`);
    assert.deepEqual(wrong, []);
    assert.ok(built >= wanted, `only ${built} of them build`);
  });
});

function difference(before: readonly string[], after: readonly string[] | undefined): string {
  if (after === undefined) return 'it does not build any more';
  const lost = before.filter((entry) => !after.includes(entry)).map((entry) => `- ${entry}`);
  const added = after.filter((entry) => !before.includes(entry)).map((entry) => `+ ${entry}`);
  return [...lost, ...added].slice(0, 12).join('\n');
}
