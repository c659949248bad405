import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, link, mkdir, mkdtemp, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';

import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract, type Header } from 'tar-stream';
import { SlipwayError } from '../../../../src/core/errors';
import { readDockerIgnore } from '../../../../src/core/ignore/dockerignore';
import { type ContextOptions, linkOf, packContext } from '../../../../src/engine/builder/classic/pack-context';

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
  const ignoring = (...patterns: string[]): ContextOptions => ({ directory, ignore: readDockerIgnore(patterns.join('\n')), keep: ['.dockerignore', 'Dockerfile'], platform: process.platform });
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

  it('sends from Windows what docker does: modes of its own, names apart, slashes in links', async () => {
    await chmod(path.join(directory, 'b.txt'), 0o444);
    await chmod(path.join(directory, 'B.txt'), 0o666);
    await chmod(path.join(directory, 'sub'), 0o777);
    await link(path.join(directory, 'b.txt'), path.join(directory, 'c.txt'));
    await symlink('sub\\deep\\keep.txt', path.join(directory, 'link'));
    const entries = new Map((await unpack({ ...ignoring(), platform: 'win32' })).map(({ header, content }) => [header.name, { ...header, content }]));
    const modes = Object.fromEntries([...entries].map(([name, { mode }]) => [name, mode.toString(8)]));
    assert.deepEqual([modes['b.txt'], modes['B.txt'], modes['sub/']], ['555', '755', '755']);
    assert.deepEqual([entries.get('c.txt')?.type, entries.get('c.txt')?.content], ['file', 'b.txt']);
    assert.equal(entries.get('link')?.linkname, 'sub/deep/keep.txt');
    for (const { mode = 0 } of entries.values()) assert.equal(mode & 0o7022, 0);
  });

  it('leads links of Windows where they led, below the context without its path', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['a\\b', 'C:\\work\\link', 'a/b'],
      ['..\\x', 'C:\\work\\sub\\link', '../x'],
      ['C:\\work\\sub\\dir', 'C:\\work\\link', 'sub/dir'],
      ['c:\\Work\\sub', 'C:\\work\\other\\link', '../sub'],
      ['\\\\?\\C:\\work\\sub', 'C:\\work\\link', 'sub'],
      ['\\??\\C:\\work\\sub\\', 'C:\\work\\link', 'sub'],
      ['C:\\work', 'C:\\work\\link', '.'],
      ['C:\\workshop\\x', 'C:\\work\\link', 'C:/workshop/x'],
      ['D:\\x', 'C:\\work\\link', 'D:/x'],
      ['\\\\?\\UNC\\server\\share\\x', 'C:\\work\\link', '//server/share/x'],
    ];
    for (const [target, link_, expected] of cases) assert.equal(linkOf(target, link_, 'C:\\work'), expected, target);
  });

  it('keeps links, pipes and modes, gives all to root, leaves out sockets', async function () {
    if (process.platform === 'win32') this.skip();
    await symlink('../nowhere', path.join(directory, 'link'));
    await chmod(path.join(directory, 'b.txt'), 0o4751);
    execFileSync('mkfifo', [path.join(directory, 'pipe')]);
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen(path.join(directory, 'socket'), resolve));
    try {
      const entries = await unpack(ignoring('sub'));
      assert.deepEqual(entries.map(({ header }) => header.name), ['.dockerignore', 'B.txt', 'Dockerfile', 'b.txt', 'link', 'pipe']);
      assert.ok(entries.every(({ header }) => header.uid === 0 && header.gid === 0));
      const linked = entries.at(-2)?.header;
      assert.equal(entries.at(-1)?.header.type, 'fifo');
      assert.deepEqual([linked?.type, linked?.linkname], ['symlink', '../nowhere']);
      assert.equal(entries[3]?.header.mode, 0o4751);
    } finally {
      server.close();
    }
  });

  it('ends with empty files, wherever they stand, and an empty folder', async () => {
    for (const name of ['a-first', 'sub/__init__.py', 'sub/deep/.gitkeep', 'zz-last', '.dockerignore']) await writeFile(path.join(directory, name), '');
    const entries = await unpack({ ...ignoring(), extra: [{ name: 'nothing', content: '' }] });
    assert.deepEqual(entries.filter(({ header }) => header.type === 'file' && header.size === 0).map(({ header }) => header.name), ['.dockerignore', 'a-first', 'sub/__init__.py', 'sub/deep/.gitkeep', 'zz-last', 'nothing']);
    await rm(directory, { recursive: true });
    await mkdir(directory);
    assert.deepEqual(await names(ignoring()), []);
  });

  it('sends a file with several names once', async function () {
    if (process.platform === 'win32') this.skip();
    await link(path.join(directory, 'b.txt'), path.join(directory, 'sub/second'));
    const entries = await unpack(ignoring());
    const second = entries.find(({ header }) => header.name === 'sub/second');
    assert.deepEqual([second?.header.type, second?.header.linkname, second?.content], ['link', 'b.txt', '']);
    // What is ignored is no place to link to.
    assert.equal((await unpack(ignoring('b.txt'))).find(({ header }) => header.name === 'sub/second')?.header.type, 'file');
  });

  for (const year of [1902, 1960, 1970, 2026, 2037, 2039, 2106, 2400]) {
    it(`sends the time of a file of ${year}`, async () => {
      const file = path.join(directory, 'B.txt');
      await utimes(file, new Date(Date.UTC(year, 5, 1)), new Date(Date.UTC(year, 5, 1)));
      // Not every disk has room for every year.
      const seconds = Math.floor((await stat(file)).mtimeMs / 1000);
      const header = (await unpack(ignoring())).find(({ header: { name } }) => name === 'B.txt')?.header;
      const extended = (header?.pax as Readonly<Record<string, string>> | null | undefined)?.['mtime'];
      assert.equal(extended === undefined ? (header?.mtime.getTime() ?? 0) / 1000 : Number(extended), seconds);
    });
  }

  it('names a link to a name that is no UTF-8, unless it is ignored', async function () {
    if (process.platform !== 'linux') this.skip();
    await symlink(Buffer.from([0x63, 0xe9]), path.join(directory, 'sub/link'));
    await assert.rejects(buffer(packContext(ignoring())), (error) => SlipwayError.details(error, 'fileFailed')?.file.endsWith('sub/link') === true);
    await buffer(packContext(ignoring('sub/link')));
  });

  it('names a file whose name is no UTF-8, unless it is ignored', async function () {
    if (process.platform !== 'linux') this.skip();
    await writeFile(Buffer.concat([Buffer.from(`${directory}/sub/caf`), Buffer.from([0xe9])]), 'x');
    await assert.rejects(buffer(packContext(ignoring())), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'EILSEQ' && /sub\/caf/.test(SlipwayError.details(error, 'fileFailed')?.file ?? ''));
    assert.ok((await names(ignoring('sub'))).length > 0);
  });

  it('sends what it is given in place of a file', async () => {
    const entries = await unpack({ ...ignoring(), extra: [{ name: '.dockerignore', content: 'b\n' }] });
    assert.deepEqual(entries.filter(({ header }) => header.name === '.dockerignore').map(({ content }) => content), ['b\n']);
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
