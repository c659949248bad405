import { jsonExcess } from './json-excess';
import type { LimitName } from './limits';
import { t } from './localize';
import { type TarEntry, TarEntries } from './tar-entries';

/** Contents that the check reads: the lists of an archive, and blobs so small that they may be manifests. */
function isArchiveIndex({ name, size }: { readonly name: string; readonly size: number }): boolean {
  return name === 'manifest.json' || name === 'index.json' || (name.startsWith('blobs/') && size <= 1 << 20);
}

/** Reads an image archive for {@link archiveProblem}: names, and of the contents only lists and manifests. */
export function imageArchiveEntries(): TarEntries {
  return new TarEntries(isArchiveIndex, true, { each: 'archiveIndex', all: 'archiveIndexes', reduce: listOrManifest });
}

/** Configurations of images and small layers are not kept: there is one for each image, and they are long. */
function listOrManifest(content: Uint8Array): Uint8Array | LimitName | undefined {
  if (content[0] !== 0x7b && content[0] !== 0x5b) return undefined;
  const excess = jsonExcess(content);
  if (excess !== undefined) return excess;
  return content[0] === 0x5b || /"(?:manifests|layers)"/.test(new TextDecoder().decode(content)) ? content : undefined;
}

type Entries = ReadonlyMap<string, TarEntry>;
type Json = Readonly<Record<string, unknown>>;

/**
 * What is missing in an archive that `docker save` wrote, as one translated sentence; undefined when all is there. The
 * containerd image store answers with success and a stub when it does not have all layers of an image. `images` is how
 * many different images were asked for. Formats: `manifest.json` of the docker image specification v1.2, and the OCI
 * image layout.
 */
export function archiveProblem(entries: Entries, images: number): string | undefined {
  const listed = array(readJson(entries, 'manifest.json'));
  if (listed.length < images) return t('the archive lists {0} of {1} images', listed.length, images);
  for (const image of listed.map(object)) {
    const needed = [image['Config'], ...array(image['Layers'])].filter((name) => typeof name === 'string');
    const missing = needed.find((name) => !entries.has(name));
    if (missing !== undefined) return t('{0} is missing from the archive', missing);
  }
  for (const descriptor of array(object(readJson(entries, 'index.json'))['manifests']).map(object)) {
    const missing = missingBlob(entries, descriptor, 0);
    if (missing !== undefined) return t('{0} is missing from the archive', missing);
  }
  return undefined;
}

/** Name of a blob that a descriptor needs and the archive lacks. */
function missingBlob(entries: Entries, descriptor: Json, depth: number): string | undefined {
  const name = blobName(descriptor);
  if (name === undefined) return undefined;
  const entry = entries.get(name);
  if (!entry || (typeof descriptor['size'] === 'number' && descriptor['size'] !== entry.size)) return name;
  const manifest = object(readJson(entries, name));
  const children = array(manifest['manifests']).map(object);
  if (children.length > 0 && depth < 4) {
    // The archive holds the platforms that the engine has; the others stand in the index only.
    const missing = children.map((child) => missingBlob(entries, child, depth + 1));
    return missing.includes(undefined) ? undefined : missing[0];
  }
  return [object(manifest['config']), ...array(manifest['layers']).map(object)]
    .map(blobName)
    .find((needed) => needed !== undefined && !entries.has(needed));
}

function blobName(descriptor: Json): string | undefined {
  const digest = descriptor['digest'];
  return typeof digest === 'string' ? `blobs/${digest.replace(':', '/')}` : undefined;
}

function readJson(entries: Entries, name: string): unknown {
  const content = entries.get(name)?.content;
  if (!content || (content[0] !== 0x7b && content[0] !== 0x5b)) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(content)) as unknown;
  } catch {
    return undefined;
  }
}

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
