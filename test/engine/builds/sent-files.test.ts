import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { extract } from 'tar-stream';
import { buildxCommandLine } from '../../../scripts/environment/tools';
import { seededNumbers } from '../../../scripts/seeded-numbers';
import type { Engine } from '../../../src/engine/engine';
import { buildCalls } from '../../support/fake-builds';
import { engineSocket, failsWith, testEngine } from '../support';
import { generatedIgnoreFile, makeHostileTree } from './hostile-tree';

const run = promisify(execFile);
const count = Number(process.env['SLIPWAY_SENT_FILES'] ?? 4);
const seed = Number(process.env['SLIPWAY_SENT_SEED'] ?? 1);

/** Every entry of a tar by what a file system would make of it. */
async function entriesOf(file: string): Promise<readonly string[]> {
  const found: string[] = [];
  const archive = extract();
  archive.on('entry', (header, stream, next) => {
    const hash = createHash('sha256');
    stream.on('data', (chunk) => hash.update(chunk as Buffer));
    stream.on('end', () => {
      const { name, type, mode, uid, gid, size, linkname, mtime, devmajor, devminor } = header;
      found.push(JSON.stringify([name, type, mode, uid, gid, size, linkname, type === 'directory' ? undefined : mtime, devmajor, devminor, hash.digest('hex').slice(0, 12)]));
      next();
    });
  });
  await pipeline(createReadStream(file), archive);
  return found;
}

describe('engine: what is sent', function () {
  this.timeout(1_800_000);
  let engine: Engine;
  let folder = '';
  let closing: { close(): void };
  let buildx: readonly [string, ...string[]] | undefined;

  before(async function () {
    engine = await testEngine();
    buildx = await buildxCommandLine();
    if (engine.builder.kind !== 'buildkit' || buildx === undefined) this.skip();
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-sent-'));
    await mkdir(path.join(folder, 'tree'));
    closing = await makeHostileTree(path.join(folder, 'tree'));
  });
  after(async () => {
    engine.dispose();
    if (folder === '') return;
    closing.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ours = async (dockerfile: string, context = 'tree'): Promise<string> => {
    const file = path.join(folder, 'ours.tar');
    await engine.builder.build(
      { source: { kind: 'folder', folder: path.join(folder, context) }, dockerfile: { kind: 'file', file: dockerfile }, noCache: true, output: { kind: 'archive', file } },
      buildCalls(),
    );
    return file;
  };
  const theirs = async (dockerfile: string, context = 'tree'): Promise<string> => {
    assert.ok(buildx);
    const [command, ...words] = buildx;
    const file = path.join(folder, 'theirs.tar');
    const environment = { ...process.env, DOCKER_HOST: `unix://${engineSocket()}`, BUILDX_CONFIG: path.join(folder, 'buildx'), DOCKER_CONFIG: path.join(folder, 'docker') };
    await run(command, [...words, 'build', '--no-cache', '--provenance=false', '--output', `type=tar,dest=${file}`, '-f', dockerfile, path.join(folder, context)], { env: environment });
    return file;
  };
  const compare = async (dockerfile: string, ignore: string): Promise<number> => {
    await writeFile(path.join(folder, 'tree/.dockerignore'), ignore);
    // Before the second is written over by the next.
    const [mine, other] = [await ours(dockerfile), await theirs(dockerfile)];
    const [first, second] = [await readFile(mine), await readFile(other)];
    const entries = await entriesOf(mine);
    if (!first.equals(second)) assert.deepEqual(entries, await entriesOf(other), `with the ignore file ${JSON.stringify(ignore)}`);
    return entries.length;
  };

  it('is what docker buildx sends of a tree with everything in it', async () => {
    const dockerfile = path.join(folder, 'All.Dockerfile');
    await writeFile(dockerfile, 'FROM scratch\nCOPY . /\n');
    assert.ok((await compare(dockerfile, '')) > 100);
  });

  it('is a folder of ten thousand files, each of them', async () => {
    const many = path.join(folder, 'many/all');
    await mkdir(many, { recursive: true });
    for (let number = 0; number < 10_000; number += 1) await writeFile(path.join(many, `${String(number)} of many`), String(number % 7));
    const dockerfile = path.join(folder, 'Many.Dockerfile');
    await writeFile(dockerfile, 'FROM scratch\nCOPY all /all\n');
    const entries = await entriesOf(await ours(dockerfile, 'many'));
    assert.equal(entries.length, 10_001);
    assert.deepEqual(entries, await entriesOf(await theirs(dockerfile, 'many')));
  });

  it('is a name of any bytes where the engine takes it, else the name of the file in the error', async () => {
    const odd = await mkdtemp(path.join(folder, 'odd-'));
    for (const bytes of [[0xff, 0xfe], [0x61, 0xe9, 0x62], [0xed, 0xa0, 0x80]]) await writeFile(Buffer.concat([Buffer.from(`${odd}/`), Buffer.from(bytes)]), 'bytes');
    await writeFile(path.join(odd, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
    const file = path.join(folder, 'odd.tar');
    const built = engine.builder.build(
      { source: { kind: 'folder', folder: odd }, dockerfile: { kind: 'file', file: path.join(odd, 'Dockerfile') }, output: { kind: 'archive', file } },
      buildCalls(),
    );
    if (Number.parseInt(engine.information.version, 10) < 23) {
      await built;
      assert.equal((await entriesOf(file)).length, 4);
    } else assert.equal((await failsWith(built, 'fileFailed')).code, 'EILSEQ');
  });

  it(`is what docker buildx sends, with ${String(count)} generated ignore files and several COPY instructions`, async () => {
    const next = seededNumbers(seed);
    const sources = ['.', 'c', 'c/c/a', 'names', 'kinds/to-folder', 'link-to-c', 'link-to-c/a', '*.js', 'c/*', 'n*', 'kinds/to-*', '**/a.js', 'd.js/', 'kinds/outside'];
    let sent = 0;
    for (let number = 0; number < count; number += 1) {
      const ignore = generatedIgnoreFile(next);
      const dockerfile = path.join(folder, `${String(number)}.Dockerfile`);
      const copies = ['.', ...Array.from({ length: 2 }, () => sources[Math.floor(next() * sources.length)] ?? '.')].slice(number % 2);
      // A source of which nothing is left fails with both: each has a file of its own beside it.
      await writeFile(dockerfile, `FROM scratch\n${copies.map((source, index) => `COPY ${source} never* .dockerignor[e] /${String(index)}/\n`).join('')}`);
      try {
        sent += await compare(dockerfile, ignore);
      } catch (error) {
        // Both refuse what is not there.
        if (!/not found|no such file/i.test(String(error))) throw error;
        await assert.rejects(theirs(dockerfile), /not found|no such file/i, `only Slipway refuses ${JSON.stringify(ignore)}: ${String(error)}`);
      }
    }
    console.log(`      ${String(count)} ignore files, ${String(sent)} entries compared`);
  });
});
