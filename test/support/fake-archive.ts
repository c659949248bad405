/** A tar archive of files, by name. */
export function tar(files: Readonly<Record<string, string | Buffer>>): Buffer {
  return Buffer.concat([...Object.entries(files).flatMap(([name, content]) => tarEntry(name, content)), Buffer.alloc(1024)]);
}

/** One entry: header, content, padding. `flag` is the type of POSIX ustar. */
export function tarEntry(name: string, content: string | Buffer, flag = '0', prefix = ''): readonly Buffer[] {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name.slice(0, 100), 0);
  header.write('0000644\0', 100);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(flag, 156);
  header.write('ustar\x0000', 257);
  header.write(prefix, 345);
  seal(header);
  return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
}

/** Writes a header's checksum. */
export function seal(header: Buffer): void {
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
}

/** An archive as `docker save` writes it, with one image of one layer for each name. */
export function imageArchive(names: readonly string[]): Buffer {
  const files: Record<string, string> = {};
  const manifest = names.map((name, index) => {
    const id = String(index).repeat(64);
    files[`${id}.json`] = '{}';
    files[`${id}/layer.tar`] = name.padEnd(3_000, '.');
    return { Config: `${id}.json`, RepoTags: [name], Layers: [`${id}/layer.tar`] };
  });
  return tar({ ...files, 'manifest.json': JSON.stringify(manifest) });
}
