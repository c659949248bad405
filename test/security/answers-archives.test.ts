import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pour } from '../support/answers/endless';
import { assertLimited, assertSmall, Victim } from '../support/answers/victim-process';
import { until } from '../support/conditions';
import { imageArchive, seal, tarEntry } from '../support/fake-archive';
import { FakeEngine, json } from '../support/fake-engine';

const id = 'c'.repeat(64);
const megabyte = 1_048_576;

/** A header without its content, for a file of any size. */
function header(name: string, size: number, flag = '0'): Buffer {
  const [bytes] = tarEntry(name, '', flag);
  assert.ok(bytes);
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  seal(bytes);
  return bytes;
}

function* times(count: number, make: (number: number) => Iterable<Buffer>): Iterable<Buffer> {
  for (let number = 0; number < count; number += 1) yield* make(number);
}

const blanks = Buffer.alloc(megabyte, ' ');
const zeros = Buffer.alloc(megabyte);
const names = (count: number, from: number): Buffer => Buffer.concat(Array.from({ length: count }, (_, index) => header(`layer-${from + index}/VERSION`, 0)));
const manyNames = names(2_000, 0);
const manifest = Buffer.concat([Buffer.from('{"layers":[],"a":"'), Buffer.alloc(megabyte - 20, 'x'), Buffer.from('"}')]);
const bomb = Buffer.from(`[${'{},'.repeat(2_600_000)}{}]`);
const nested = Buffer.from('['.repeat(1_000_000));
const longName = Buffer.from(`${megabyte} path=${'n'.repeat(megabyte - 14)}\n`);

/** Archives of images that unpack into gigabytes of what is read before they are loaded; each is a few megabytes long. */
const bombs: Readonly<Record<string, { readonly limits: readonly string[]; readonly pieces: () => Iterable<Buffer> }>> = {
  'a manifest of three gigabytes': { limits: ['archiveIndex'], pieces: () => [header('manifest.json', 3_000 * megabyte), ...times(3_000, () => [blanks])] },
  'an index of three gigabytes': { limits: ['archiveIndex'], pieces: () => [header('index.json', 3_000 * megabyte), ...times(3_000, () => [blanks])] },
  'three thousand manifests of a megabyte': { limits: ['archiveIndexes'], pieces: () => times(3_000, (number) => [header(`blobs/sha256/${number}`, megabyte), manifest]) },
  'file names without end': { limits: ['archiveNames'], pieces: () => times(600, () => [manyNames]) },
  'names of a megabyte': { limits: ['archiveNames'], pieces: () => times(3_000, () => [header('x', megabyte, 'x'), longName, header('short', 0)]) },
  'a manifest of empty objects': { limits: ['jsonValues'], pieces: () => tarEntry('manifest.json', bomb) },
  'a manifest of lists in lists': { limits: ['jsonDepth'], pieces: () => tarEntry('manifest.json', nested) },
};

describe('an archive that unpacks into much more than it is', () => {
  let engine: FakeEngine;
  let victim: Victim;
  let directory: string;
  /** Bodies that came to their end. */
  let whole: number;

  before(async () => (victim = await Victim.start()));
  after(() => victim.end());
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'slipway-answers-'));
    engine = await FakeEngine.start();
    whole = 0;
    for (const [route, line] of [['POST /images/load', { stream: 'Loaded image: app:1' }], ['POST /images/create', { status: `sha256:${'a'.repeat(64)}` }]] as const) {
      engine.on(route, (response, { message }) => {
        message.resume();
        message.once('error', () => undefined);
        message.once('end', () => {
          whole += 1;
          response.end(JSON.stringify(line));
        });
      });
    }
  });
  afterEach(async () => {
    await engine.dispose();
    await rm(directory, { recursive: true });
  });

  /** Writes an archive compressed piece by piece: equal pieces are compressed once, however many there are. */
  async function compressed(pieces: Iterable<Buffer>): Promise<string> {
    const known = new Map<Buffer, Buffer>();
    const members: Buffer[] = [];
    for (const piece of pieces) {
      const member = known.get(piece) ?? gzipSync(piece);
      if (piece.length >= megabyte / 2) known.set(piece, member);
      members.push(member);
    }
    const file = path.join(directory, 'archive.tar.gz');
    await writeFile(file, Buffer.concat(members));
    return file;
  }

  for (const [shape, { limits, pieces }] of Object.entries(bombs)) {
    it(`load: ${shape}`, async () => {
      const file = await compressed(pieces());
      assert.ok((await stat(file)).size < 20 * megabyte);
      assertLimited(shape, await victim.perform({ verb: 'loadFile', socketPath: engine.socketPath, file }), limits);
      assert.equal(whole, 0, 'the engine got no whole archive');
      await until('the connection to be closed', () => engine.connections === 0);
    });

    it(`save: ${shape}`, async () => {
      const file = path.join(directory, 'saved.tar');
      for (const store of ['overlay2', 'io.containerd.snapshotter.v1']) {
        engine.on('GET /info', json({ ID: 'X', Driver: 'overlayfs', DriverStatus: [['driver-type', store]] }));
        engine.on('GET /images/get', async (response) => {
          await pour(response, pieces());
          response.end();
        });
        assertLimited(`${shape}, ${store}`, await victim.perform({ verb: 'save', socketPath: engine.socketPath, file }), limits);
        assert.deepEqual(await readdir(directory), [], 'no file and no part of one');
        await until('the connection to be closed', () => engine.connections === 0);
      }
    });
  }

  it('load: a layer of a gigabyte is no manifest, and passes', async () => {
    const honest = imageArchive(['app:1']);
    const file = await compressed([header('big/layer.tar', 1_000 * megabyte), ...times(1_000, () => [zeros]), honest]);
    const outcome = await victim.perform({ verb: 'loadFile', socketPath: engine.socketPath, file });
    assert.equal(outcome.kind, 'none', JSON.stringify(outcome));
    assert.deepEqual(outcome.said, ['app:1']);
    assert.equal(whole, 1);
    assertSmall('load', outcome);
  });

  it('load: an archive of 1,800 images passes', async () => {
    const digest = (text: string): string => text.padStart(64, '0');
    const configuration = JSON.stringify({ config: { Env: ['x'.repeat(1_000)] }, history: Array.from({ length: 40 }, () => ({ created_by: 'RUN '.padEnd(400, 'x') })) });
    const layers = Array.from({ length: 30 }, (_, index) => `blobs/sha256/${digest(`${index}`)}`);
    const listed = Array.from({ length: 1_800 }, (_, number) => ({ Config: `blobs/sha256/${digest(`c${number}`)}`, RepoTags: [`registry.example.com/team/app:${number}`], Layers: layers }));
    const described = JSON.stringify({ schemaVersion: 2, layers: layers.map((name) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar', size: 10, digest: name.replace('blobs/sha256/', 'sha256:') })) });
    const file = await compressed([
      ...layers.flatMap((name) => tarEntry(name, 'x'.repeat(10))),
      Buffer.concat([...times(1_800, (number) => [...tarEntry(`blobs/sha256/${digest(`c${number}`)}`, configuration), ...tarEntry(`blobs/sha256/${digest(`a${number}`)}`, described)])]),
      ...tarEntry('manifest.json', JSON.stringify(listed)),
      Buffer.alloc(1_024),
    ]);
    const outcome = await victim.perform({ verb: 'loadFile', socketPath: engine.socketPath, file });
    assert.equal(outcome.kind, 'none', JSON.stringify(outcome));
    assertSmall('load', outcome);
  });

  it('import: a file system of a million files passes, and a big manifest.json in it too', async () => {
    const file = await compressed([...times(500, () => [manyNames]), header('manifest.json', 20 * megabyte), ...times(20, () => [zeros]), Buffer.alloc(1_024)]);
    const outcome = await victim.perform({ verb: 'importFile', socketPath: engine.socketPath, file });
    assert.equal(outcome.kind, 'none', JSON.stringify(outcome));
    assert.equal(whole, 1);
    assertSmall('import', outcome);
  });

  it('export: a file system without end needs no memory, and its cut end leaves no file', async () => {
    engine.on(`GET /containers/${id}/export`, async (response) => {
      await pour(response, times(3_000, () => [manyNames]), 500_000_000);
      response.destroy();
    });
    const outcome = await victim.perform({ verb: 'export', socketPath: engine.socketPath, file: path.join(directory, 'file.tar') });
    assert.equal(outcome.kind, 'connectionLost', JSON.stringify(outcome));
    assertSmall('export', outcome);
    assert.deepEqual(await readdir(directory), []);
    await until('the connection to be closed', () => engine.connections === 0);
  });

  for (const [shape, { limits, pieces }] of Object.entries<{ readonly limits: readonly string[]; readonly pieces: () => Iterable<Buffer> }>({
    'a list of packages of three gigabytes': { limits: ['packageDatabase'], pieces: () => [header('status', 3_000 * megabyte), ...times(3_000, () => [blanks])] },
    'lists of packages without end': { limits: ['packageDatabase'], pieces: () => times(3_000, () => tarEntry('status.d/a', blanks)) },
    'file names without end': { limits: ['archiveNames'], pieces: () => times(3_000, () => [manyNames]) },
  })) {
    it(`versions of packages in an image: ${shape}`, async () => {
      let removed = false;
      engine.on('GET /images/app:1/json', json({ Config: {} }));
      engine.on('POST /containers/create', json({ Id: id }, 201));
      engine.on(`DELETE /containers/${id}`, (response) => {
        removed = true;
        response.writeHead(204).end();
      });
      engine.on(`GET /containers/${id}/archive`, async (response) => {
        response.writeHead(200);
        await pour(response, pieces());
        response.end();
      });
      assertLimited(shape, await victim.perform({ verb: 'readVersions', socketPath: engine.socketPath }), limits);
      assert.ok(removed, 'the container is gone');
      await until('the connection to be closed', () => engine.connections === 0);
    });
  }
});
