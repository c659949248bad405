import { failure } from './errors';
import { t } from './localize';
import { oneLine } from './untrusted';
import { own, defined } from './records';

/**
 * An image reference by the grammar of the distribution project
 * (https://github.com/distribution/reference/blob/main/reference.go), normalised as the docker command line does it:
 * Docker Hub is `docker.io`, and a name of one component there lives under `library/`.
 */
export interface ImageReference {
  /** Registry: `docker.io`, `localhost:5000`, `[::1]:5000`. Never empty. */
  readonly domain: string;
  /** Repository inside the registry: `library/alpine`. */
  readonly path: string;
  readonly tag?: string;
  /** `sha256:…` with the algorithm. */
  readonly digest?: string;
}

/** Either the reference or what is wrong with the text; `offset` is where in the text, in UTF-16 units. */
export type ReferenceCheck = { readonly reference: ImageReference } | { readonly reason: string; readonly offset: number };

/** The domain that stands for Docker Hub in references. */
export const hubDomain = 'docker.io';
/** The tag that is meant when a reference has neither tag nor digest. */
export const defaultTag = 'latest';

const officialPrefix = 'library/';
const longestName = 255;
const longestTag = 128;
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const domainPattern =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const componentPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

class Problem extends Error {
  constructor(
    readonly reason: string,
    readonly offset: number,
  ) {
    super(reason);
  }
}

/** Reads a reference; throws `invalidInput` with a translated reason. */
export function parseReference(text: string): ImageReference {
  const checked = checkReference(text);
  if ('reference' in checked) return checked.reference;
  throw failure('invalidInput', { field: 'reference', value: text, reason: checked.reason });
}

/** Reads a reference, or undefined when the text is none. */
export function tryParseReference(text: string): ImageReference | undefined {
  const checked = checkReference(text);
  return 'reference' in checked ? checked.reference : undefined;
}

/** Reads a reference as it is being typed; the reason is one translated sentence about the first thing wrong. */
export function checkReference(text: string): ReferenceCheck {
  try {
    return { reference: read(text) };
  } catch (problem) {
    if (problem instanceof Problem) return { reason: problem.reason, offset: problem.offset };
    throw problem;
  }
}

/**
 * Checks a name that is about to be given (tag, commit, build): a reference without a digest.
 * Gives the translated reason, or undefined when all is well.
 */
export function invalidNewName(text: string): string | undefined {
  const checked = checkReference(text);
  if ('reason' in checked) return checked.reason;
  return checked.reference.digest === undefined ? undefined : t('A new name cannot contain a digest.');
}

function read(text: string): ImageReference {
  if (text === '') throw new Problem(t('The image reference is empty.'), 0);
  const space = text.search(/\s/);
  if (space >= 0) throw new Problem(t('An image reference cannot contain spaces.'), space);
  if (/^[a-f0-9]{64}$/.test(text)) {
    throw new Problem(t('64 hexadecimal digits are an image ID and cannot be a name.'), 0);
  }
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? undefined : readDigest(text.slice(at + 1), named);
  const lastSlash = named.lastIndexOf('/');
  const colon = tagColon(named, lastSlash);
  const tag = colon < 0 ? undefined : readTag(named.slice(colon + 1), colon + 1);
  const name = readName(colon < 0 ? named : named.slice(0, colon));
  return { ...name, ...defined({ tag, digest }) };
}

/** A colon opens the tag when no slash follows; inside the brackets of an IPv6 address it does not. */
function tagColon(named: string, lastSlash: number): number {
  return named.indexOf(':', Math.max(lastSlash, named.lastIndexOf(']')) + 1);
}

function readName(name: string): { domain: string; path: string } {
  if (name === '') throw new Problem(t('The repository name is missing.'), 0);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const explicit = slash >= 0 && isDomain(first);
  if (explicit && !domainPattern.test(first)) {
    throw new Problem(t('"{0}" is not a registry address.', first), 0);
  }
  const pathOffset = explicit ? slash + 1 : 0;
  const domain = explicit && first !== 'index.docker.io' ? first : hubDomain;
  const rest = name.slice(pathOffset);
  checkPath(rest, pathOffset);
  const path = domain === hubDomain && !rest.includes('/') ? officialPrefix + rest : rest;
  if (domain.length + 1 + path.length > longestName) {
    throw new Problem(t('The repository name is longer than {0} characters.', longestName), 0);
  }
  return { domain, path };
}

/** The rule by which docker tells `registry/name` from `user/name`. */
function isDomain(first: string): boolean {
  return /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
}

function checkPath(path: string, offset: number): void {
  const upper = path.search(/[A-Z]/);
  if (upper >= 0) throw new Problem(t('The repository name must be in lower case.'), offset + upper);
  let position = offset;
  for (const component of path.split('/')) {
    if (component === '') throw new Problem(t('A part of the repository name is empty.'), position);
    if (!componentPattern.test(component)) throw componentProblem(component, position);
    position += component.length + 1;
  }
}

function componentProblem(component: string, offset: number): Problem {
  const colon = component.indexOf(':');
  if (colon >= 0) return new Problem(t('A tag can only follow the last part of the name.'), offset + colon);
  const odd = component.search(/[^a-z0-9._-]/u);
  if (odd >= 0) {
    const character = String.fromCodePoint(component.codePointAt(odd) ?? 0);
    return new Problem(t('A repository name cannot contain "{0}".', character), offset + odd);
  }
  if (!/^[a-z0-9]/.test(component)) {
    return new Problem(t('A part of the repository name must begin with a letter or a digit.'), offset);
  }
  if (!/[a-z0-9]$/.test(component)) {
    return new Problem(t('A part of the repository name must end with a letter or a digit.'), offset + component.length - 1);
  }
  const separator = component.search(/[._-]{2,}/);
  return new Problem(t('Only one dot, one or two underscores, or dashes may separate letters and digits.'), offset + separator);
}

function readTag(tag: string, offset: number): string {
  if (tag === '') throw new Problem(t('The tag after the colon is empty.'), offset);
  const odd = tag.search(/[^\w.-]/u);
  if (odd >= 0) {
    const character = String.fromCodePoint(tag.codePointAt(odd) ?? 0);
    throw new Problem(t('A tag cannot contain "{0}".', character), offset + odd);
  }
  if (!/^\w/.test(tag)) throw new Problem(t('A tag must begin with a letter, a digit or an underscore.'), offset);
  if (tag.length > longestTag) {
    throw new Problem(t('The tag is longer than {0} characters.', longestTag), offset + longestTag);
  }
  return tag;
}

function readDigest(digest: string, before: string): string {
  const offset = before.length + 1;
  if (digest === '') throw new Problem(t('The digest after the @ is empty.'), offset);
  const [algorithm = '', encoded] = digest.split(/:(.*)/s);
  if (before.includes(':') && !Object.hasOwn(digestLengths, algorithm)) {
    // Whoever types a URL's user here must not find it in an error.
    throw new Problem(t('An image reference contains no user and no password. Log in to the registry instead.'), 0);
  }
  if (encoded === undefined) throw new Problem(t('A digest has the form {0}.', 'sha256:…'), offset);
  const length = own(digestLengths, algorithm);
  if (length === undefined) throw new Problem(t('"{0}" is not a digest algorithm that Docker knows.', algorithm), offset);
  const odd = encoded.search(/[^a-f0-9]/);
  const encodedOffset = offset + algorithm.length + 1;
  if (odd >= 0) throw new Problem(t('A digest contains only the digits 0-9 and a-f.'), encodedOffset + odd);
  if (encoded.length !== length) {
    throw new Problem(t('A {0} digest has {1} digits, this one has {2}.', algorithm, length, encoded.length), offset + digest.length);
  }
  return digest;
}

/** The whole normalised name: `docker.io/library/alpine:3.20`. */
export function formatReference(reference: ImageReference): string {
  return `${reference.domain}/${reference.path}${suffix(reference)}`;
}

/** The short form that people type: `alpine:3.20`. Reads back to the same reference. */
export function familiarReference(reference: ImageReference): string {
  return familiarRepository(reference) + suffix(reference);
}

/** The short form without tag and digest: `alpine`, `localhost:5000/a/b`. */
export function familiarRepository(reference: ImageReference): string {
  const { domain, path } = reference;
  if (domain !== hubDomain) return `${domain}/${path}`;
  const rest = path.startsWith(officialPrefix) ? path.slice(officialPrefix.length) : path;
  const short = rest.includes('/') ? path : rest;
  const slash = short.indexOf('/');
  // `docker.io/localhost/x` would be read as the registry `localhost` without its domain.
  return slash >= 0 && isDomain(short.slice(0, slash)) ? `${domain}/${path}` : short;
}

function suffix({ tag, digest }: ImageReference): string {
  return (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);
}

/** The same repository under another tag, without a digest. Throws `invalidInput` for a bad tag. */
export function withTag(reference: ImageReference, tag: string): ImageReference {
  const reason = invalidTag(tag);
  if (reason !== undefined) throw failure('invalidInput', { field: 'tag', value: tag, reason });
  return { domain: reference.domain, path: reference.path, tag };
}

/** The translated reason why a text cannot be a tag, or undefined. */
export function invalidTag(tag: string): string | undefined {
  try {
    readTag(tag, 0);
    return undefined;
  } catch (problem) {
    if (problem instanceof Problem) return problem.reason;
    throw problem;
  }
}

/** Adds `latest` when there is neither tag nor digest, as every docker verb does. */
export function withDefaultTag(reference: ImageReference): ImageReference {
  if (reference.tag !== undefined || reference.digest !== undefined) return reference;
  return { ...reference, tag: defaultTag };
}

/** The registry's domain of a reference (`docker.io` for Docker Hub); throws `invalidInput` for a bad reference. */
export function registryOf(reference: string): string {
  return parseReference(reference).domain;
}

/** True for a text that names an image by id: `sha256:` with 64 digits, or 12 to 64 hexadecimal digits alone. */
export function isImageId(text: string): boolean {
  return /^sha256:[a-f0-9]{64}$/.test(text) || /^[a-f0-9]{12,64}$/.test(text);
}

/** The 12 digits that docker shows of an id; of a malicious engine's 12 other characters, harmless. */
export function shortId(id: string): string {
  return oneLine(id.replace(/^[a-z0-9]+:/, '').slice(0, 12));
}
