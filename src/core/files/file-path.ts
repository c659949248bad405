import { failure } from '../errors';
import { t } from '../localize';

/** Bytes of one name; no file system of Linux takes more. */
const longestName = 255;

/** A path inside a container: absolute, with `/` only, without empty parts, `.` and `..`. Links in it are not followed. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** The path of something in a folder. */
export function childPath(folder: string, name: string): string {
  return folder === '/' || folder === '' ? `/${name}` : `${folder}/${name}`;
}

/** The folder in which a path stands; `/` for what stands at the top, and for `/`. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '/';
}

/** The last part of a path; empty for `/`. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A path as it stands in a URI. */
export function encodedPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Whether `path` is `folder` or below it; both normal. */
export function isWithin(folder: string, path: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** What is wrong with a name for a new file or folder in a container, translated; undefined when nothing is. */
export function wrongFileName(name: string): string | undefined {
  if (name === '') return t('Enter a name.');
  if (name === '.' || name === '..') return t('This name means a folder that is there already.');
  if (name.includes('/')) return t('A name cannot contain a slash.');
  if (name.includes('\u0000')) return t('A name cannot contain a null character.');
  if (new TextEncoder().encode(name).length > longestName) return t('A name has at most {0} bytes.', longestName);
  return undefined;
}

/** The name as it is. Throws `invalidInput` for one that no file can have. */
export function checkedFileName(name: string, field = 'name'): string {
  const reason = wrongFileName(name);
  if (reason !== undefined) throw failure('invalidInput', { field, value: name, reason });
  return name;
}

/**
 * The parts of an entry's name below the folder that an archive holds, `[]` for the folder itself. Undefined for a name
 * that leads out of it, or that no honest archive has: absolute, with `..` in it, or beside the folder.
 */
export function partsBelow(top: string, name: string): readonly string[] | undefined {
  const own = name.split('/').filter((part) => part !== '' && part !== '.');
  if (own.includes('..') || name.includes('\u0000')) return undefined;
  const above = top.split('/').filter((part) => part !== '' && part !== '.');
  return above.every((part, index) => own[index] === part) ? own.slice(above.length) : undefined;
}

/**
 * Whether a link at `parts` below a folder leads to something in that folder. Steps up count only at its beginning, where they go through
 * folders: behind a name that is a link itself they would lead elsewhere than they say.
 */
export function staysBelow(parts: readonly string[], target: string): boolean {
  if (target === '' || target.startsWith('/') || /^[a-z]:|\\/i.test(target) || target.includes('\u0000')) return false;
  const steps = target.split('/').filter((part) => part !== '' && part !== '.');
  const down = steps.findIndex((part) => part !== '..');
  const up = down < 0 ? steps.length : down;
  return up < parts.length && !steps.slice(up).includes('..');
}
