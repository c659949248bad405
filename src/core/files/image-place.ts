import { encodedPath, normalPath } from './file-path';

/** Scheme of VS Code's URIs of files as an image has them; nothing can be written there. */
export const imageFileScheme = 'slipway-image';

/** Scheme of the rows of changes, by which VS Code asks for their letters and colours; nothing can be read there. */
export const changeScheme = 'slipway-change';

/** A file of an image. */
export interface ImageFile {
  /** What tells the engine from others, see `engineKey`. */
  readonly engine: string;
  /** `sha256:…` */
  readonly image: string;
  /** Absolute. */
  readonly path: string;
}

const prefix = 'sha256:';

/** The URI of a file of an image; `name` is for people. */
export function imageFileUri({ engine, image, path }: ImageFile, name: string): string {
  const shown = name
    .toLowerCase()
    .replace(/[^\w.-]/g, '_')
    .slice(0, 60);
  const authority = `${shown}+i+${image.replace(prefix, '')}+${engine}`;
  return `${imageFileScheme}://${encodeURIComponent(authority)}${encodedPath(path)}`;
}

/** What such a URI means; undefined for one that {@link imageFileUri} has not made. */
export function imageFileOf(authority: string, path: string): ImageFile | undefined {
  const [, kind, digits = '', engine = '', ...more] = authority.split('+');
  if (more.length > 0 || kind !== 'i' || !/^[0-9a-f]{64}$/.test(digits) || !/^[0-9a-f]{8}$/.test(engine)) return undefined;
  return { engine, image: `${prefix}${digits}`, path: normalPath(path) };
}

/** The URI of a row of changes: its letter stands in the query. */
export function changeUri(container: string, path: string, letter: 'A' | 'M' | 'D' | ''): string {
  return `${changeScheme}://${container.slice(0, 12)}${encodedPath(path)}${letter === '' ? '' : `?${letter}`}`;
}
