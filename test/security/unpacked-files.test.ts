import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { Engine } from '../../src/engine/engine';
import { downloadFiles } from '../../src/engine/files/download';

type Header = Parameters<ReturnType<typeof pack>['entry']>[0];
type Entry = readonly [header: Header, content?: string];

/** An engine whose archive of a folder holds these entries. */
function engineWith(entries: readonly Entry[], cut = false): Engine {
  const readFiles = (): Promise<Readable> => {
    const archive = pack();
    for (const [header, content] of entries) {
      if (content === undefined) archive.entry(header, () => undefined);
      else archive.entry(header, content);
    }
    archive.finalize();
    const whole = Readable.from(archive as AsyncIterable<Buffer>, { objectMode: false });
    return Promise.resolve(cut ? Readable.from(firstOf(whole), { objectMode: false }) : whole);
  };
  const fileFacts = (): Promise<unknown> => Promise.resolve({ type: 'folder', size: 0, mode: 0o755, modified: 0 });
  return { information: { kind: 'docker', version: '1' }, containers: { readFiles, fileFacts } } as unknown as Engine;
}

async function* firstOf(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, 700);
    return;
  }
}

describe('files that a container has named', () => {
  let folder: string;
  let outside: string;
  const open = { name: 'web', container: 'c', root: '', running: false };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-unpacked-'));
    outside = path.join(folder, 'outside');
    await writeFile(outside, 'untouched');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const top: Entry = [{ name: 'd/', type: 'directory' }];
  const link = (name: string, linkname: string): Entry => [{ name, type: 'symlink', linkname }];
  const file = (name: string, content = 'evil'): Entry => [{ name }, content];
  const attacks: Readonly<Record<string, (outside: string) => readonly Entry[]>> = {
    'steps up': () => [top, file('d/../outside'), file('../outside'), file('d/../../outside')],
    'an absolute name': (target) => [top, file(target), file(`d/${target}`)],
    'a link and a file through it': () => [top, link('d/l', '..'), file('d/l/outside'), link('d/m', '../outside'), file('d/m')],
    'an absolute link': (target) => [top, link('d/l', target), file('d/l'), link('d/k', path.dirname(target)), file('d/k/outside')],
    'a link in the folder and a file through it': () => [top, [{ name: 'd/real/', type: 'directory' }], link('d/l', 'real'), file('d/l/outside')],
    'links whose steps add up': () => [top, [{ name: 'd/a/', type: 'directory' }], link('d/a/up', '..'), link('d/out', 'a/up/../outside'), file('d/a/up/../../outside')],
    'a folder that becomes a link': () => [top, [{ name: 'd/x/', type: 'directory' }], link('d/x', '..'), file('d/x/outside')],
    'a link that becomes a folder': () => [top, link('d/x', '..'), [{ name: 'd/x/', type: 'directory' }], file('d/x/outside')],
    'a hard link to what is outside': (target) => [top, [{ name: 'd/h', type: 'link', linkname: target }], file('d/h'), [{ name: 'd/i', type: 'link', linkname: 'd/../outside' }], file('d/i')],
    'a hard link to a link': () => [top, link('d/l', '../outside'), [{ name: 'd/h', type: 'link', linkname: 'd/l' }], file('d/h')],
    'a top that is a link': () => [link('d', '..'), file('d/outside')],
    'the top twice': () => [top, [{ name: 'd', type: 'symlink', linkname: '..' }], file('d/outside')],
  };

  for (const [name, entries] of Object.entries(attacks)) {
    it(`write nothing outside of the folder: ${name}`, async () => {
      const target = path.join(folder, 'target');
      await downloadFiles(engineWith(entries(outside)), open, '/d', { target, platform: process.platform }).catch(() => undefined);
      assert.equal(await readFile(outside, 'utf8'), 'untouched');
      assert.deepEqual((await readdir(folder)).filter((one) => one !== 'target' && one !== 'outside'), []);
      if (!existsSync(target)) return;
      for (const one of await readdir(target, { recursive: true })) {
        const full = path.join(target, one);
        // Nothing that stays leads out, either.
        if ((await lstat(full)).isSymbolicLink() && existsSync(full)) assert.ok((await readFile(full).catch(() => '')).toString() !== 'untouched', one);
      }
    });
  }

  it('leave nothing when the archive has no end, and become nobody else’s programs', async () => {
    const target = path.join(folder, 'target');
    await assert.rejects(downloadFiles(engineWith([top, file('d/a', 'x'.repeat(5_000))], true), open, '/d', { target, platform: process.platform }));
    assert.deepEqual(await readdir(folder), ['outside']);
    if (process.platform === 'win32') return;
    await downloadFiles(engineWith([top, [{ name: 'd/s', mode: 0o6755 }, 'x']]), open, '/d', { target, platform: process.platform });
    assert.equal((await lstat(path.join(target, 's'))).mode & 0o7777, 0o755);
  });

  it('of Windows have names that mean a file there', async () => {
    const target = path.join(folder, 'target');
    const names = ['con', 'a:b', 'a\\..\\..\\outside', 'fine.txt', 'dot.', 'CON.txt'];
    const { leftOut } = await downloadFiles(engineWith([top, ...names.map((name) => file(`d/${name}`)), file('d/FINE.txt')]), open, '/d', { target, platform: 'win32' });
    assert.deepEqual(await readdir(target), ['fine.txt']);
    assert.equal(leftOut.length, 6);
  });
});
