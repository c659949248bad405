import type { App } from '../app';
import { wholeName } from '../core/image-names';
import { parseReference, tryParseReference } from '../core/reference';
import type { ImageSummary } from '../engine/images/images';
import { tagForEngine } from './tag-for-engine';

/** What a registry said of a tag. */
export interface TagAnswer {
  /** Id of the local image that was compared; an answer says nothing of another one. */
  readonly image: string;
  readonly digest: string;
  /** True when the registry has something else, and not something older. */
  readonly newer: boolean;
  /** Milliseconds since 1970. */
  readonly checked: number;
}

const stateKey = 'images.updates';
const most = 500;

/** What registries have said, by the reference as the engine lists it; kept for this workspace. */
export function tagAnswers(app: Pick<App, 'state'>): ReadonlyMap<string, TagAnswer> {
  const value = app.state.get(stateKey);
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).filter((entry): entry is [string, TagAnswer] => isAnswer(entry[1])));
}

function isAnswer(value: unknown): value is TagAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { image, digest, newer, checked } = value as Readonly<Record<string, unknown>>;
  return typeof image === 'string' && typeof digest === 'string' && typeof newer === 'boolean' && typeof checked === 'number';
}

/** Keeps an answer; of many the newest. */
async function keepTagAnswer(app: Pick<App, 'state'>, reference: string, answer: TagAnswer): Promise<void> {
  const answers = [...tagAnswers(app)].filter(([name]) => name !== reference).slice(1 - most);
  await app.state.set(stateKey, Object.fromEntries([...answers, [reference, answer]]));
}

/** Forgets what was said of a tag, as after a push; tells whether anything was. */
export async function forgetTagAnswer(app: Pick<App, 'state'>, reference: string): Promise<boolean> {
  const whole = wholeName(reference);
  const all = [...tagAnswers(app)];
  const others = all.filter(([name]) => wholeName(name) !== whole);
  if (others.length === all.length) return false;
  await app.state.set(stateKey, Object.fromEntries(others));
  return true;
}

/** Digests that an image has in the repository of a reference; none for one that was neither pulled nor pushed. */
export function digestsOf({ digests }: Pick<ImageSummary, 'digests'>, reference: string): readonly string[] {
  const own = tryParseReference(reference);
  return digests.flatMap((name) => {
    const parsed = tryParseReference(name);
    return own && parsed?.digest !== undefined && parsed.domain === own.domain && parsed.path === own.path ? [parsed.digest] : [];
  });
}

/** True when the registry has something newer under this tag than what the engine has. */
export function isNewer(image: Pick<ImageSummary, 'id' | 'digests'>, reference: string, answer: TagAnswer | undefined): boolean {
  return answer !== undefined && answer.newer && answer.image === image.id && !digestsOf(image, reference).includes(answer.digest);
}

/**
 * Asks the registry for what a tag stands for and keeps the answer; undefined when the image has no digest to compare.
 * One HEAD request; some engines give digests to images that no registry has, or others than a push makes (see
 * {@link ownDigests}): there what differs is looked at more closely.
 */
export async function askRegistry(app: App, image: ImageSummary, reference: string, signal?: AbortSignal): Promise<TagAnswer | undefined> {
  const digests = digestsOf(image, reference);
  if (digests.length === 0) return undefined;
  const { domain, path, tag = 'latest' } = parseReference(reference);
  const digest = await app.registries.digest(domain, path, tag, signal);
  const newer = !digests.includes(digest) && !(ownDigests(app) && (await isSameOrOlder(app, image, { domain, path, tag }, signal)));
  const answer: TagAnswer = { image: image.id, digest, newer, checked: Date.now() };
  await keepTagAnswer(app, reference, answer);
  return answer;
}

/**
 * With the containerd store every name has the digest of its image, pushed or not; Podman makes digests of its own, and
 * its push another manifest.
 */
function ownDigests({ connection: { state } }: App): boolean {
  return state.kind === 'connected' && (state.information.containerdStore || state.information.kind === 'podman');
}

async function isSameOrOlder(
  app: App,
  image: ImageSummary,
  { domain, path, tag }: { readonly domain: string; readonly path: string; readonly tag: string },
  signal?: AbortSignal,
): Promise<boolean> {
  const { imageId, updated } = await tagForEngine(app, { registry: domain, repository: path, name: tag }, signal);
  return imageId === image.id || (updated !== undefined && updated < image.created);
}
