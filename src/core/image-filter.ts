import { familiarReference, familiarRepository, tryParseReference } from './reference';
import { takesAll, type WildcardStep } from './wildcard';
import { own } from './records';

/** What a filter text asks for; all of it must hold. As `docker images --filter`, with plain words besides. */
export interface ImageFilter {
  /** In lower case; each stands somewhere in a name or in the id. */
  readonly words: readonly string[];
  /** Patterns of `path.Match`; one must match. */
  readonly reference: readonly string[];
  /** `key` or `key=value`; all must match. */
  readonly label: readonly string[];
  /** Names or ids of images; made earlier than all of these. */
  readonly before: readonly string[];
  /** Made later than all of these. */
  readonly since: readonly string[];
  readonly dangling: boolean | undefined;
}

/** One name of an image, as far as filters look at it. */
export interface FilteredImage {
  readonly reference: string | undefined;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly labels: Readonly<Record<string, string>>;
}

const keys = ['reference', 'label', 'before', 'since'] as const;

/** Reads a filter text: `reference:team/* label:stage=build dangling:false web`. A value with spaces stands in quotes. */
export function parseImageFilter(text: string): ImageFilter {
  const found = { words: [] as string[], reference: [] as string[], label: [] as string[], before: [] as string[], since: [] as string[] };
  let dangling: boolean | undefined;
  for (const [part] of text.matchAll(/(?:"[^"]*"|[^\s"]|"(?!.*"))+/g)) {
    const word = part.replaceAll('"', '');
    const colon = word.indexOf(':');
    const key = word.slice(0, colon);
    const value = word.slice(colon + 1);
    const list = keys.find((known) => known === key);
    if (colon > 0 && list !== undefined) {
      // While the value is still to be typed, everything is shown.
      if (value !== '') found[list].push(value);
    } else if (key === 'dangling' && /^(?:true|false|1|0|)$/.test(value))
      dangling = value === '' ? dangling : value === 'true' || value === '1';
    else if (word !== '') found.words.push(word.toLowerCase());
  }
  return { ...found, dangling };
}

/**
 * The test that a filter makes. `images` are all rows, in which `before` and `since` look for theirs. What is without a
 * name is dangling; where `danglingByDigest` is true an image with a digest and no tag is so too, and is not as well.
 */
export function imageFilterTest(
  filter: ImageFilter,
  images: Iterable<FilteredImage>,
  danglingByDigest = false,
): (image: FilteredImage) => boolean {
  const all = filter.before.length + filter.since.length > 0 ? [...images] : [];
  // An image that is not there has no time, so nothing was made before or after it.
  const before = filter.before.map((name) => timeOf(name, all) ?? -Infinity);
  const since = filter.since.map((name) => timeOf(name, all) ?? Infinity);
  const patterns = filter.reference.map(patternOf);
  return (image) => {
    const { reference, id, created, labels } = image;
    if (filter.dangling !== undefined && (reference === undefined) !== filter.dangling && !(danglingByDigest && isWithoutTag(reference)))
      return false;
    if (!before.every((time) => created < time) || !since.every((time) => created > time)) return false;
    if (!filter.label.every((pair) => hasLabel(labels, pair))) return false;
    if (patterns.length > 0 && !patterns.some((pattern) => matches(pattern, reference))) return false;
    const haystack = `${reference ?? ''} ${id}`.toLowerCase();
    return filter.words.every((word) => haystack.includes(word));
  };
}

function isWithoutTag(reference: string | undefined): boolean {
  return reference !== undefined && tryParseReference(reference)?.tag === undefined;
}

function hasLabel(labels: Readonly<Record<string, string>>, pair: string): boolean {
  const equals = pair.indexOf('=');
  const key = equals < 0 ? pair : pair.slice(0, equals);
  return equals < 0 ? Object.hasOwn(labels, key) : own(labels, key) === pair.slice(equals + 1);
}

function timeOf(name: string, images: readonly FilteredImage[]): number | undefined {
  const wanted = tryParseReference(name);
  const familiar =
    wanted && familiarReference(wanted.tag === undefined && wanted.digest === undefined ? { ...wanted, tag: 'latest' } : wanted);
  const hex = name.replace(/^sha256:/, '');
  const found =
    images.find(({ reference }) => reference !== undefined && familiarOf(reference)?.whole === familiar) ??
    (/^[0-9a-f]{4,64}$/.test(hex) ? images.find(({ id }) => id.replace(/^sha256:/, '').startsWith(hex)) : undefined);
  return found?.created;
}

function familiarOf(reference: string): { readonly whole: string; readonly repository: string } | undefined {
  const parsed = tryParseReference(reference);
  return parsed && { whole: familiarReference(parsed), repository: familiarRepository(parsed) };
}

/** As the engine does it: the pattern against the whole familiar name, and against it without its tag. */
function matches(pattern: readonly WildcardStep[], reference: string | undefined): boolean {
  const familiar = reference === undefined ? undefined : familiarOf(reference);
  return familiar !== undefined && (takesAll(pattern, familiar.whole) || takesAll(pattern, familiar.repository));
}

/** A pattern of Go's `path.Match`: `*` and `?` stop at a slash, `[a-z]` and `[^a]` are sets. */
function patternOf(pattern: string): readonly WildcardStep[] {
  return Array.from(pattern.matchAll(/\*+|\?|\[\^?[^\][\\/]+\]|[\s\S]/gu), ([part]): WildcardStep => {
    if (part.startsWith('*')) return { many: true, passes: (character) => character !== '/' };
    if (part === '?') return { many: false, passes: (character) => character !== '/' };
    return { many: false, passes: part.startsWith('[') && part.length > 1 ? setTest(part) : (character) => character === part };
  });
}

/** `[a-z]` or `[^a]`; in a set such as `[z-a]` is nothing. */
function setTest(set: string): (character: string) => boolean {
  const negated = set.startsWith('[^');
  const members = set.slice(negated ? 2 : 1, -1);
  const ranges = Array.from(members.matchAll(/([\s\S])(?:-([\s\S]))?/gu), ([, from = '', to = from]) => [from, to] as const);
  if (ranges.some(([from, to]) => from > to)) return () => false;
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== negated;
}
