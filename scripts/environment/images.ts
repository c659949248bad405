import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { pack } from 'tar-stream';
import { callEngine } from './engine-api';
import { EnvironmentFailure } from './failure';
import { toolFile } from './tools';

/** A file of an image: its path without a leading slash, and its content, its size in random-looking bytes, or a link's target. */
export interface ImageFile {
  readonly path: string;
  readonly content?: string | Buffer;
  readonly size?: number;
  readonly link?: string;
  readonly mode?: number;
}

/** What image to make, from nothing. */
export interface ImageRecipe {
  /** `name:tag`; without it the image is dangling. */
  readonly reference?: string;
  /** Files layer by layer, the lowest first. */
  readonly layers: readonly (readonly ImageFile[])[];
  readonly cmd?: readonly string[];
  readonly env?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly exposedPorts?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: number };
  readonly author?: string;
  /** What the history says of a layer, the lowest first; `layer 1` and so on if not given. */
  readonly history?: readonly { readonly createdBy: string; readonly comment?: string }[];
  /** RFC 3339; now if not given. */
  readonly created?: string;
}

/** `size` bytes that do not compress, the same for the same seed. */
export function knownBytes(seed: string, size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let made = 0, counter = 0; made < size; made += 64, counter++) {
    blocks.push(createHash('sha512').update(`${seed}:${counter}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, size);
}

/** A tar of the files, with every time stamp zero, so that equal files make equal layers. */
export async function tarOf(files: readonly ImageFile[]): Promise<Buffer> {
  const tar = pack();
  const collected = (async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of tar) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  })();
  for (const file of files) {
    const header = { name: file.path, mtime: new Date(0), mode: file.mode ?? 0o755 };
    if (file.link !== undefined) tar.entry({ ...header, type: 'symlink', linkname: file.link });
    else if (file.path.endsWith('/')) tar.entry({ ...header, type: 'directory' });
    else tar.entry(header, file.content === undefined ? knownBytes(file.path, file.size ?? 0) : Buffer.from(file.content));
  }
  tar.finalize();
  return collected;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The tar that `docker load` takes (https://github.com/moby/docker-image-spec, "Combined Image JSON + Filesystem Changeset"). */
export async function imageArchive(recipe: ImageRecipe): Promise<Buffer> {
  const layers = await Promise.all(recipe.layers.map((files) => tarOf(files)));
  const created = recipe.created ?? new Date().toISOString();
  const { healthcheck } = recipe;
  const configuration = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      created,
      config: {
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...(recipe.env ?? [])],
        Cmd: recipe.cmd ?? ['sh'],
        Labels: recipe.labels ?? {},
        ...(recipe.exposedPorts === undefined ? {} : { ExposedPorts: Object.fromEntries(recipe.exposedPorts.map((port) => [port, {}])) }),
        ...(healthcheck === undefined ? {} : { Healthcheck: { Test: healthcheck.test, Interval: healthcheck.interval * 1e6 } }),
      },
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
      ...(recipe.author === undefined ? {} : { author: recipe.author }),
      history: layers.map((_, index) => {
        const { createdBy = `layer ${index + 1}`, comment } = recipe.history?.[index] ?? {};
        return { created, created_by: createdBy, ...(comment === undefined ? {} : { comment }) };
      }),
    }),
  );
  const configurationFile = `${sha256(configuration)}.json`;
  const layerFile = (layer: Buffer): string => `${sha256(layer)}/layer.tar`;
  const manifest = [
    {
      Config: configurationFile,
      RepoTags: recipe.reference === undefined ? null : [recipe.reference],
      Layers: layers.map(layerFile),
    },
  ];
  const unique = new Map(layers.map((layer) => [layerFile(layer), layer]));
  return tarOf([
    { path: configurationFile, content: configuration, mode: 0o644 },
    ...[...unique].map(([file, content]) => ({ path: file, content, mode: 0o644 })),
    { path: 'manifest.json', content: JSON.stringify(manifest), mode: 0o644 },
  ]);
}

/** Loads an image made from nothing into an engine and returns its id, `sha256:…`. */
export async function makeImage(socketPath: string, recipe: ImageRecipe): Promise<string> {
  const temporary = recipe.reference ?? `slipway-nameless:${sha256(Buffer.from(JSON.stringify(recipe))).slice(0, 12)}`;
  const archive = await imageArchive({ ...recipe, reference: temporary });
  const said = await callEngine(socketPath, '/images/load?quiet=1', { method: 'POST', body: archive });
  if (/"error"/.test(said)) throw new EnvironmentFailure(`loading ${temporary}: ${said}`);
  const image = JSON.parse(await callEngine(socketPath, `/images/${temporary}/json`)) as { readonly Id: string };
  if (recipe.reference === undefined) {
    // Giving the name away to nothing is not possible: a container keeps the image while its only name is taken.
    const holder = await createContainer(socketPath, { Image: image.Id, Cmd: ['true'] });
    await callEngine(socketPath, `/images/${temporary}?force=1&noprune=1`, { method: 'DELETE' });
    await callEngine(socketPath, `/containers/${holder}`, { method: 'DELETE' });
  }
  return image.Id;
}

let shell: Promise<readonly ImageFile[]> | undefined;

/** The files of a whole small system: a static busybox and links for its applets (about 2 MB). */
export function shellFiles(): Promise<readonly ImageFile[]> {
  shell ??= readShell();
  return shell;
}

/** The applets that tests and samples use; a link each. */
const applets = [
  'sh',
  'ash',
  'cat',
  'cp',
  'date',
  'echo',
  'env',
  'false',
  'find',
  'grep',
  'head',
  'hostname',
  'httpd',
  'id',
  'kill',
  'ln',
  'ls',
  'mkdir',
  'mv',
  'nc',
  'printf',
  'ps',
  'pwd',
  'rm',
  'sed',
  'seq',
  'sleep',
  'sort',
  'stat',
  'stty',
  'tail',
  'tar',
  'tee',
  'test',
  'top',
  'touch',
  'tr',
  'true',
  'tty',
  'uname',
  'wc',
  'wget',
  'which',
  'yes',
  'chmod',
  'chown',
  'dd',
  'du',
  'sha256sum',
  'vi',
];

async function readShell(): Promise<readonly ImageFile[]> {
  const busybox = await readFile(await toolFile('busybox'));
  return [
    { path: 'bin/' },
    { path: 'etc/' },
    { path: 'tmp/', mode: 0o1777 },
    { path: 'root/' },
    { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n', mode: 0o644 },
    { path: 'etc/group', content: 'root:x:0:\nnogroup:x:65534:\n', mode: 0o644 },
    { path: 'bin/busybox', content: busybox },
    ...applets.map((name) => ({ path: `bin/${name}`, link: 'busybox' })),
  ];
}

/** Makes `reference`, by default `slipway-test/base:1`, a 2 MB image with a shell; returns its id. */
export async function makeBaseImage(
  socketPath: string,
  recipe: Omit<ImageRecipe, 'layers'> & { readonly layers?: ImageRecipe['layers'] } = {},
): Promise<string> {
  return makeImage(socketPath, {
    reference: 'slipway-test/base:1',
    ...recipe,
    layers: [await shellFiles(), ...(recipe.layers ?? [])],
  });
}

/** Takes the base image from an engine that stays. */
export async function removeBaseImage(socketPath: string): Promise<void> {
  await callEngine(socketPath, '/images/slipway-test/base:1', { method: 'DELETE' });
}

/** Creates a container from the engine's own JSON (`POST /containers/create`), starts it when asked, and returns its id. */
export async function createContainer(
  socketPath: string,
  body: Readonly<Record<string, unknown>>,
  { name, start = false }: { readonly name?: string; readonly start?: boolean } = {},
): Promise<string> {
  const query = name === undefined ? '' : `?name=${encodeURIComponent(name)}`;
  const created = JSON.parse(await callEngine(socketPath, `/containers/create${query}`, { method: 'POST', body })) as {
    readonly Id: string;
  };
  if (start) await callEngine(socketPath, `/containers/${created.Id}/start`, { method: 'POST' });
  return created.Id;
}
