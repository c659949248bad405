import { encodedPath, normalPath } from './file-path';

/** Whose files are meant: those of a container, by its id, or of a volume, by its name. */
export type FilePlace =
  { readonly kind: 'container'; readonly id: string; readonly name: string } | { readonly kind: 'volume'; readonly name: string };

/** A file of an engine. */
export interface PlacedFile {
  /** {@link engineKey} of the engine; a volume of the same name on another one is another volume. */
  readonly engine: string;
  readonly place: FilePlace;
  /** Absolute, with `/`; of a volume from its top. */
  readonly path: string;
}

/** Scheme of VS Code's URIs of files in containers and volumes. */
export const fileScheme = 'slipway-container';

const idLetters = 12;

/**
 * The authority of a file's URI: `NAME+c+ID+ENGINE`, `NAME+v+HEX+ENGINE`. VS Code writes authorities in small letters, so the name is
 * there for people only, and what counts is in hexadecimal digits.
 */
export function fileAuthority({ engine, place }: Omit<PlacedFile, 'path'>): string {
  const shown = place.name
    .toLowerCase()
    .replace(/[^\w.-]/g, '_')
    .slice(0, 60);
  const counts = place.kind === 'container' ? `c+${place.id.slice(0, idLetters)}` : `v+${toHex(place.name)}`;
  return `${shown}+${counts}+${engine}`;
}

/** What a URI's authority and path mean; undefined when they were not made by {@link fileAuthority}. */
export function placedFile(authority: string, path: string): PlacedFile | undefined {
  const [name = '', kind, counts = '', engine, ...more] = authority.split('+');
  if (more.length > 0 || engine === undefined || !/^[0-9a-f]{8}$/.test(engine) || !/^(?:[0-9a-f]{2})+$/.test(counts)) return undefined;
  if (kind === 'c') return { engine, place: { kind: 'container', id: counts, name }, path: normalPath(path) };
  const volume = kind === 'v' ? fromHex(counts) : '';
  return volume === '' ? undefined : { engine, place: { kind: 'volume', name: volume }, path: normalPath(path) };
}

/** The whole URI, as text. */
export function fileUri(file: PlacedFile): string {
  return `${fileScheme}://${encodeURIComponent(fileAuthority(file))}${encodedPath(file.path)}`;
}

/** Eight digits that tell one engine from another: FNV-1a of the id under which it was found. */
export function engineKey(candidate: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(candidate)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

function toHex(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(digits: string): string {
  return new TextDecoder().decode(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}
