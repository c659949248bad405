import { formatReference, shortId, tryParseReference, withDefaultTag } from './reference';

/** The names of one image, as the engine lists them. */
export interface NamedImage {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
}

/** The whole form of a name, for comparing names that were written differently; the text itself when it is none. */
export function wholeName(name: string): string {
  const reference = tryParseReference(name);
  return reference ? formatReference(withDefaultTag(reference)) : name;
}

function repositoryOf(name: string): string {
  const reference = tryParseReference(name);
  return reference ? `${reference.domain}/${reference.path}` : name;
}

/**
 * The names that an image keeps when some go. Engines drop a repository's digests together with its last tag (moby
 * `daemon/images/image_delete.go`); a digest of another repository, or one that was pulled without a tag, holds the image.
 */
export function lastingNames({ tags, digests }: NamedImage, leaving: Iterable<string>): readonly string[] {
  const going = new Set([...leaving].map(wholeName));
  const stays = (name: string): boolean => !going.has(wholeName(name));
  const tagged = new Set(tags.map(repositoryOf));
  const lasting = tags.filter(stays);
  const repositories = new Set(lasting.map(repositoryOf));
  return [
    ...lasting,
    ...digests.filter((digest) => stays(digest) && (repositories.has(repositoryOf(digest)) || !tagged.has(repositoryOf(digest)))),
  ];
}

/**
 * What to remove, in this order, so that all names of an image go and then the image: its tags, then digests that no tag
 * takes along; its id when it has no name.
 */
export function allNames(image: NamedImage): readonly string[] {
  const names = [...image.tags, ...lastingNames(image, image.tags)];
  return names.length > 0 ? names : [image.id];
}

/** A name or an id, short or whole, as people know it. */
export function shownName(name: string): string {
  return name.startsWith('sha256:') ? shortId(name) : name;
}

/** Podman keeps what has no registry under `localhost` and takes it for a name without one. */
function podmanName(whole: string): string {
  return whole.replace(/^docker\.io\/library\//, 'localhost/');
}

/** The image that a text means: by name, else by the whole or the beginning of its id; undefined for none or several. */
export function imageMeant<Image extends NamedImage>(
  images: Iterable<Image>,
  text: string,
): { readonly image: Image; readonly by: 'name' | 'id' } | undefined {
  const all = [...images];
  const whole = wholeName(text);
  const carrier = (wanted: string): Image | undefined =>
    all.find(({ tags, digests }) => [...tags, ...digests].some((name) => wholeName(name) === wanted));
  const named = carrier(whole) ?? carrier(podmanName(whole));
  if (named) return { image: named, by: 'name' };
  const digits = text.replace(/^sha256:/, '');
  if (!/^[0-9a-f]{12,64}$/.test(digits)) return undefined;
  const found = all.filter(({ id }) => id.replace(/^sha256:/, '').startsWith(digits));
  const [image] = found;
  return image && found.length === 1 ? { image, by: 'id' } : undefined;
}
