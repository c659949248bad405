import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { callEngine } from '../../scripts/environment/engine-api';
import { createContainer, tarOf, type ImageFile } from '../../scripts/environment/images';
import { engineSocket, unique } from './support';

interface BuildLine {
  readonly error?: string;
}

/** An image that was built, and its file system as text: one line an entry, by path. */
export interface BuiltFileSystem {
  readonly image: string;
  readonly entries: readonly string[];
}

/** A file system as text: path, kind, mode, owner, size and content of every entry, by path. */
async function listing(tar: Readable): Promise<readonly string[]> {
  const reader = extract();
  const entries: string[] = [];
  reader.on('entry', (header, content, next) => {
    const hash = createHash('sha256');
    content.on('data', (chunk) => hash.update(chunk as Buffer));
    content.on('end', () => {
      const { name, type, mode, uid, gid, size, linkname } = header;
      entries.push([name, type, mode, uid, gid, size, linkname, hash.digest('hex')].join(' '));
      next();
    });
  });
  await new Promise((resolve, reject) => tar.pipe(reader).on('finish', () => resolve(undefined)).on('error', reject));
  return entries.toSorted();
}

/** Builds without cache; `undefined` where a command of the build fails. Any other failure of the build throws. */
export async function buildFileSystem(dockerfile: string, files: readonly ImageFile[] = []): Promise<BuiltFileSystem | undefined> {
  const context = await tarOf([...files, { path: 'Dockerfile', content: dockerfile, mode: 0o644 }]);
  const image = `${unique('slipway-built')}:1`;
  const log = await callEngine(engineSocket(), `/build?nocache=1&rm=1&forcerm=1&t=${image}`, { method: 'POST', body: context });
  const lines = log.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as BuildLine]));
  const failure = lines.find(({ error }) => error !== undefined)?.error;
  if (failure !== undefined) {
    assert.match(failure, /returned a non-zero code|exit status/, `built for another reason: ${failure}`);
    return undefined;
  }
  const container = await createContainer(engineSocket(), { Image: image, Cmd: ['true'] });
  try {
    const tar = await new Promise<Readable>((resolve, reject) => {
      const path = `/containers/${container}/export`;
      request({ socketPath: engineSocket(), path, headers: { host: 'engine' } }, resolve).once('error', reject).end();
    });
    return { image, entries: await listing(tar) };
  } finally {
    await callEngine(engineSocket(), `/containers/${container}`, { method: 'DELETE' });
  }
}
