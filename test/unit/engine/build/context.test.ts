import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extract, type Header } from 'tar-stream';
import { SlipwayError } from '../../../../src/core/errors';
import { readDockerIgnore } from '../../../../src/dockerfile/dockerignore';
import { type ContextOptions, packContext } from '../../../../src/engine/build/context';

async function unpack(options: ContextOptions): Promise<readonly { readonly header: Header; readonly content: string }[]> {
  const entries: { header: Header; content: string }[] = [];
  const unpacked = extract();
  packContext(options).pipe(unpacked);
  for await (const entry of unpacked) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    entries.push({ header: entry.header, content: Buffer.concat(chunks).toString('utf8') });
  }
  return entries;
}

describe('engine: build context', () => {
  let directory = '';
  const ignoring = (...patterns: string[]): ContextOptions => ({ directory, ignore: readDockerIgnore(patterns.join('\n')), keep: ['.dockerignore', 'Dockerfile'] });
  const names = async (options: ContextOptions): Promise<readonly string[]> => (await unpack(options)).map(({ header }) => header.name);

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'slipway-context-'));
    await mkdir(path.join(directory, 'sub/deep'), { recursive: true });
    for (const name of ['Dockerfile', '.dockerignore', 'b.txt', 'B.txt', 'sub/a.txt', 'sub/deep/keep.txt']) await writeFile(path.join(directory, name), name);
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('sends everything, sorted by code, folders before what is in them', async () => {
    assert.deepEqual(await names(ignoring()), ['.dockerignore', 'B.txt', 'Dockerfile', 'b.txt', 'sub/', 'sub/a.txt', 'sub/deep/', 'sub/deep/keep.txt']);
  });

  it('leaves out what is ignored, but never the Dockerfile and .dockerignore', async () => {
    assert.deepEqual(await names(ignoring('*')), ['.dockerignore', 'Dockerfile']);
    assert.deepEqual(await names(ignoring('sub')), ['.dockerignore', 'B.txt', 'Dockerfile', 'b.txt']);
  });

  it('finds what an exception lets in below an ignored folder', async () => {
    assert.deepEqual(await names(ignoring('sub', '!sub/deep/keep.txt', '*.txt')), ['.dockerignore', 'Dockerfile', 'sub/deep/keep.txt']);
  });

  it('finds a Dockerfile below an ignored folder', async () => {
    const options = { ...ignoring('sub'), keep: ['sub/deep/keep.txt'] };
    assert.ok((await names(options)).includes('sub/deep/keep.txt'));
  });

  it('keeps links and modes, gives all to root, leaves out sockets and pipes', async function () {
    if (process.platform === 'win32') this.skip();
    await symlink('../nowhere', path.join(directory, 'link'));
    await chmod(path.join(directory, 'b.txt'), 0o4751);
    execFileSync('mkfifo', [path.join(directory, 'pipe')]);
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen(path.join(directory, 'socket'), resolve));
    try {
      const entries = await unpack(ignoring('sub'));
      assert.deepEqual(entries.map(({ header }) => header.name), ['.dockerignore', 'B.txt', 'Dockerfile', 'b.txt', 'link']);
      assert.ok(entries.every(({ header }) => header.uid === 0 && header.gid === 0));
      const link = entries.at(-1)?.header;
      assert.deepEqual([link?.type, link?.linkname], ['symlink', '../nowhere']);
      assert.equal(entries[3]?.header.mode, 0o4751);
    } finally {
      server.close();
    }
  });

  it('adds a Dockerfile from elsewhere', async () => {
    const entries = await unpack({ ...ignoring('*'), keep: [], extra: [{ name: '.dockerfile.1', content: 'FROM scratch\n' }] });
    assert.deepEqual(entries.map(({ header, content }) => [header.name, content]), [['.dockerfile.1', 'FROM scratch\n']]);
  });

  it('sends long names and contents as they are', async () => {
    const long = `${'very-long-name-'.repeat(12)}ü.txt`;
    const content = 'x'.repeat(700_000);
    await writeFile(path.join(directory, long), content);
    const entry = (await unpack(ignoring('sub'))).find(({ header }) => header.name === long);
    assert.equal(entry?.content.length, content.length);
  });

  it('fails for a folder that is not there', async () => {
    await assert.rejects(unpackAll({ ...ignoring(), directory: path.join(directory, 'none') }), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'ENOENT');
  });

  it('stops reading when nobody wants the rest', async () => {
    await writeFile(path.join(directory, 'large'), Buffer.alloc(5_000_000));
    const stream = packContext(ignoring());
    for await (const chunk of stream) {
      assert.ok(chunk);
      break;
    }
    assert.equal(stream.destroyed, true);
  });
});

async function unpackAll(options: ContextOptions): Promise<void> {
  for await (const chunk of packContext(options)) assert.ok(chunk);
}
