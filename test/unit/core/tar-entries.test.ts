import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TarEntries } from '../../../src/core/tar-entries';
import { seal, tar, tarEntry } from '../../support/fake-archive';

const end = Buffer.alloc(1024);

function read(archive: Buffer, pieces = archive.length, keep?: ConstructorParameters<typeof TarEntries>[0]): TarEntries {
  const entries = new TarEntries(keep);
  for (let offset = 0; offset < archive.length; offset += pieces) entries.push(archive.subarray(offset, offset + pieces));
  return entries;
}

const shape = (entries: TarEntries) => [...entries.entries.values()].map(({ name, size, type }) => [name, size, type]);

function pax(records: Readonly<Record<string, string>>): string {
  return Object.entries(records)
    .map(([key, value]) => {
      const rest = ` ${key}=${value}\n`;
      const length = [1, 2, 3, 4].map((digits) => rest.length + digits).find((total, index) => String(total).length === index + 1) ?? 0;
      return `${String(length)}${rest}`;
    })
    .join('');
}

describe('TarEntries', () => {
  const archive = tar({ 'a.txt': 'hello', empty: '', 'b/c': Buffer.alloc(512, 1), 'd': Buffer.alloc(1300, 2) });

  it('reads the same from pieces of every length', () => {
    for (const pieces of [1, 7, 511, 512, 513, 1024, archive.length]) {
      const entries = read(archive, pieces, ({ name }) => name === 'a.txt' || name === 'd');
      assert.deepEqual(shape(entries), [['a.txt', 5, 'file'], ['empty', 0, 'file'], ['b/c', 512, 'file'], ['d', 1300, 'file']]);
      assert.equal(Buffer.from(entries.entries.get('a.txt')!.content!).toString(), 'hello');
      assert.deepEqual(Buffer.from(entries.entries.get('d')!.content!), Buffer.alloc(1300, 2));
      assert.equal(entries.entries.get('b/c')!.content, undefined);
      assert.equal(entries.complete, true);
    }
  });

  it('keeps contents although the caller uses its buffer again', () => {
    const entries = new TarEntries(() => true);
    const buffer = Buffer.from(archive);
    entries.push(buffer);
    buffer.fill(0);
    assert.equal(Buffer.from(entries.entries.get('a.txt')!.content!).toString(), 'hello');
  });

  it('is not complete when anything is missing at the end', () => {
    for (const length of [0, 100, 512, 515, archive.length - 1024 - 1, archive.length - 1024]) assert.equal(read(archive.subarray(0, length)).complete, false, String(length));
  });

  it('understands ustar prefixes, PAX paths and sizes, and GNU long names', () => {
    const long = `${'x'.repeat(150)}/y`;
    const entries = read(
      Buffer.concat([
        ...tarEntry('name', 'a', '0', 'some/prefix'),
        ...tarEntry('PaxHeader', pax({ path: long, mtime: '1.5' }), 'x'),
        ...tarEntry('short', 'bc'),
        ...tarEntry('././@LongLink', `${long}2\0`, 'L'),
        ...tarEntry('short', 'def'),
        ...tarEntry('after', ''),
        end,
      ]),
    );
    assert.deepEqual(shape(entries), [['some/prefix/name', 1, 'file'], [long, 2, 'file'], [`${long}2`, 3, 'file'], ['after', 0, 'file']]);
  });

  it('reads base-256 sizes', () => {
    const [header, body, padding] = tarEntry('big', 'hello') as [Buffer, Buffer, Buffer];
    header.fill(0, 124, 136);
    header[124] = 0x80;
    header[135] = 5;
    seal(header);
    assert.deepEqual(shape(read(Buffer.concat([header, body, padding, end]))), [['big', 5, 'file']]);
  });

  it('knows links and directories, and writes names in one way', () => {
    const entries = read(Buffer.concat([...tarEntry('./d/', '', '5'), ...tarEntry('d/l', '', '2'), ...tarEntry('./d/f', 'x'), end]));
    assert.deepEqual(shape(entries), [['d', 0, 'directory'], ['d/l', 0, 'link'], ['d/f', 1, 'file']]);
  });

  it('takes no contents behind links and directories, whatever size they name', () => {
    for (const [flag, type] of [['1', 'link'], ['2', 'link'], ['5', 'directory']] as const) {
      const [header] = tarEntry('l', 'x'.repeat(600), flag) as [Buffer];
      const entries = read(Buffer.concat([header, ...tarEntry('f', 'hello'), end]), 100, () => true);
      assert.deepEqual(shape(entries), [['l', 0, type], ['f', 5, 'file']], flag);
      assert.equal(entries.complete, true);
    }
  });

  it('never throws, and does not take noise for an archive', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000 }), fc.integer({ min: 1, max: 700 }), (noise, pieces) => {
        const entries = read(Buffer.from(noise), pieces, () => true);
        return noise.every((byte) => byte === 0) || noise.length < 512 || !entries.complete || noise.subarray(0, 512).every((byte) => byte === 0);
      }),
    );
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.nat(255), (position, value) => {
        const bent = Buffer.from(archive);
        bent[position] = value;
        read(bent, 100, () => true);
      }),
    );
  });
});
