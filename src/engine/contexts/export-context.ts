import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { readBoundedBytes } from '../../files/bounded-file';
import { fileFailure, isGone } from '../../files/file-failure';

/**
 * A context as `docker context export` packs it (`Export` of https://github.com/docker/cli/blob/master/cli/context/store/store.go):
 * `meta.json`, and below `tls` a folder of PEM files for each endpoint. Throws `fileFailed`.
 */
export async function packContext(metaFile: string, tlsFolder: string): Promise<Buffer> {
  const archive = pack();
  const folder = (name: string) => archive.entry({ name, type: 'directory', mode: 0o700, mtime: new Date(0) });
  const file = async (name: string, path: string, mode: number) =>
    archive.entry({ name, mode, mtime: new Date(0) }, await read(path, mode === 0o600 ? 'certificate' : 'dockerConfiguration'));
  await file('meta.json', metaFile, 0o644);
  folder('tls');
  for (const endpoint of await namesIn(tlsFolder)) {
    folder(`tls/${endpoint}`);
    for (const pem of await namesIn(join(tlsFolder, endpoint))) await file(`tls/${endpoint}/${pem}`, join(tlsFolder, endpoint, pem), 0o600);
  }
  archive.finalize();
  return buffer(archive);
}

async function read(path: string, limit: 'certificate' | 'dockerConfiguration'): Promise<Buffer> {
  return readBoundedBytes(path, limit).catch((error: unknown) => {
    throw fileFailure(path, error);
  });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isGone(error)) return [];
    throw fileFailure(folder, error);
  }
}
