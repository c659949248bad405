import { createCipheriv, createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { callEngine } from '../../scripts/environment/engine-api';
import { createContainer, tarOf } from '../../scripts/environment/images';

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** What no compression makes smaller: a cipher's stream, quicker to make than `knownBytes`, the same for the same seed. */
function noise(seed: string, size: number): Buffer {
  return createCipheriv('aes-128-ctr', createHash('md5').update(seed).digest(), Buffer.alloc(16)).update(Buffer.alloc(size));
}

/** An image's configuration as a file of an archive; `layers` are digests without their algorithm. */
function configuration(layers: readonly string[], labels: Readonly<Record<string, string>>): { readonly path: string; readonly content: string } {
  const content = JSON.stringify({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    created: '2026-01-01T00:00:00Z',
    config: { Cmd: ['/none'], Labels: labels },
    rootfs: { type: 'layers', diff_ids: layers.map((digest) => `sha256:${digest}`) },
  });
  return { path: `${sha256(content)}.json`, content };
}

/** Writes an archive for `docker load` with one image of so many layers of so many bytes; holds one layer in memory. */
export async function writeLargeArchive(file: string, reference: string, layers: number, layerBytes: number): Promise<void> {
  const tar = pack();
  const written = pipeline(tar, createWriteStream(file));
  const entry = (name: string, content: Buffer | string): Promise<void> =>
    new Promise((resolve, reject) => {
      tar.entry({ name, mtime: new Date(0) }, content, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  const digests: string[] = [];
  for (let index = 0; index < layers; index++) {
    const path = `data/${String(index)}`;
    const layer = await tarOf([{ path, content: noise(`${reference} ${path}`, layerBytes), mode: 0o644 }]);
    digests.push(sha256(layer));
    await entry(`${digests.at(-1) ?? ''}.tar`, layer);
  }
  const { path, content } = configuration(digests, {});
  await entry(path, content);
  await entry('manifest.json', JSON.stringify([{ Config: path, RepoTags: [reference], Layers: digests.map((digest) => `${digest}.tar`) }]));
  tar.finalize();
  await written;
}

/** Gives an engine so many images of one small layer, each with a tag of its own in the repository. */
export async function makeManyImages(socketPath: string, repository: string, count: number): Promise<void> {
  const layer = await tarOf([{ path: 'file', content: 'the same in all' }]);
  const images = Array.from({ length: count }, (_, index) => configuration([sha256(layer)], { number: String(index) }));
  const manifest = images.map(({ path }, index) => ({ Config: path, RepoTags: [`${repository}:${String(index)}`], Layers: ['layer.tar'] }));
  const body = await tarOf([{ path: 'layer.tar', content: layer }, ...images, { path: 'manifest.json', content: JSON.stringify(manifest) }]);
  const said = await callEngine(socketPath, '/images/load?quiet=1', { method: 'POST', body });
  if (said.includes('"error"')) throw new Error(said);
}

/** Gives an engine so many containers that were never started. */
export async function makeManyContainers(socketPath: string, image: string, count: number): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const body = { Image: image, Cmd: ['true'], Labels: { number: String(index) } };
      await createContainer(socketPath, body, { name: `bench-${String(index)}` });
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
}
