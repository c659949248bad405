import assert from 'node:assert/strict';
import { lstat, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SlipwayError } from '../../../src/core/errors';
import { writeWhole } from '../../../src/files/atomic-file';

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    await Promise.resolve();
    yield Buffer.from(text);
  }
}

const from = (chunks: AsyncIterable<Uint8Array>) => (sink: Writable): Promise<void> => pipeline(chunks, sink);

describe('writeWhole', () => {
  let folder = '';
  let target = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-file-'));
    target = path.join(folder, 'file');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes a new file and replaces an old one', async () => {
    assert.equal(await writeWhole(target, from(pieces('ab', '', 'c'))), 3);
    assert.equal(await readFile(target, 'utf8'), 'abc');
    await writeWhole(target, from(pieces('x')));
    assert.equal(await readFile(target, 'utf8'), 'x');
    assert.deepEqual(await readdir(folder), ['file']);
  });

  it('shows nothing under the name until it is whole and checked', async () => {
    await writeFile(target, 'before');
    let seen: readonly string[] = [];
    async function* watched(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a');
      seen = await readdir(folder);
      assert.equal(await readFile(target, 'utf8'), 'before');
      yield Buffer.from('b');
    }
    await writeWhole(target, from(watched()));
    assert.equal(seen.length, 2);
    assert.ok(seen.some((name) => /^file\.[0-9a-f]{12}\.part$/.test(name)));
  });

  it('leaves the old file and no part after a failure of the source or the check', async () => {
    await writeFile(target, 'before');
    const broken = new Error('broken');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* pieces('a');
      throw broken;
    }
    const refuse = () => {
      throw broken;
    };
    await assert.rejects(writeWhole(target, from(failing())), broken);
    await assert.rejects(writeWhole(target, from(pieces('a')), refuse), broken);
    assert.deepEqual(await readdir(folder), ['file']);
    assert.equal(await readFile(target, 'utf8'), 'before');
  });

  it('writes large pieces and many small ones in their order', async () => {
    const large = Buffer.alloc(5_000_000, 'l');
    const small = Array.from({ length: 3_000 }, (_, index) => Buffer.from(`${String(index)},`));
    async function* all(): AsyncGenerator<Uint8Array> {
      yield large;
      yield* small;
      await Promise.resolve();
    }
    const bytes = await writeWhole(target, async (sink) => {
      // Everything waits at once, so that it is written together.
      for (const piece of small) sink.write(piece);
      await pipeline(all(), sink);
    });
    const whole = Buffer.concat([...small, large, ...small]);
    assert.equal(bytes, whole.length);
    assert.ok((await readFile(target)).equals(whole));
  });

  it('writes through a symbolic link', async () => {
    const link = path.join(folder, 'link');
    await writeFile(target, 'before');
    await symlink(target, link);
    await writeWhole(link, from(pieces('after')));
    assert.ok((await lstat(link)).isSymbolicLink());
    assert.equal(await readFile(target, 'utf8'), 'after');
  });

  it('reports a folder, a device and a missing folder as failures of the file', async () => {
    for (const [file, code] of [[folder, 'EISDIR'], ['/dev/null', 'EINVAL'], [path.join(folder, 'none', 'x'), 'ENOENT']] as const) {
      await assert.rejects(writeWhole(file, from(pieces('a'))), (error) => SlipwayError.details(error, 'fileFailed')?.code === code, file);
    }
  });

  describe('while another program has the file open', () => {
    const busy = (code: string): Error => Object.assign(new Error(`${code}: rename`), { code });
    const patience = (): { readonly waited: number[]; now: () => number; wait: (milliseconds: number) => Promise<void> } => {
      const waited: number[] = [];
      return { waited, now: () => waited.reduce((sum, each) => sum + each, 0), wait: (milliseconds) => Promise.resolve(void waited.push(milliseconds)) };
    };

    for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
      it(`waits for it (${code})`, async () => {
        await writeFile(target, 'before');
        let left = 5;
        const clock = patience();
        const move = async (part: string, to: string): Promise<void> => (left-- > 0 ? Promise.reject(busy(code)) : rename(part, to));
        assert.equal(await writeWhole(target, from(pieces('after')), undefined, { patience: clock, move }), 5);
        assert.equal(await readFile(target, 'utf8'), 'after');
        assert.equal(clock.waited.length, 5);
        assert.deepEqual(await readdir(folder), ['file']);
      });

      it(`keeps the finished file and names it when it stays so (${code})`, async () => {
        await writeFile(target, 'before');
        const clock = patience();
        const written = writeWhole(target, from(pieces('after')), undefined, { patience: clock, move: () => Promise.reject(busy(code)) });
        const kept = await written.then(() => assert.fail('written'), (error: unknown) => SlipwayError.details(error, 'fileFailed'));
        const name = (await readdir(folder)).find((each) => each !== 'file') ?? assert.fail('nothing is kept');
        assert.equal(await readFile(path.join(folder, name), 'utf8'), 'after');
        assert.equal(await readFile(target, 'utf8'), 'before');
        assert.equal(kept?.code, code);
        assert.ok(kept.detail.includes(path.join(folder, name)), kept.detail);
        assert.ok(clock.now() >= 3_000 && clock.now() < 30_000, String(clock.now()));
      });
    }

    it('gives up at once when it was cancelled, and leaves no part', async () => {
      const cancelled = new Error('cancelled');
      let aborted = false;
      const check = (): void => {
        if (aborted) throw cancelled;
      };
      const move = (): Promise<void> => {
        aborted = true;
        return Promise.reject(busy('EBUSY'));
      };
      await assert.rejects(writeWhole(target, from(pieces('a')), check, { patience: patience(), move }), cancelled);
      assert.deepEqual(await readdir(folder), []);
    });

    it('does not wait for what no waiting helps', async () => {
      const clock = patience();
      await assert.rejects(writeWhole(target, from(pieces('a')), undefined, { patience: clock, move: () => Promise.reject(busy('EXDEV')) }), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'EXDEV');
      assert.deepEqual(clock.waited, []);
    });
  });
});
