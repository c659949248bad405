import type { Range } from '../text';
import { replacedRange, type Cursor } from './cursor';

/** A file or folder of the build context. */
export interface PathContext {
  readonly kind: 'path';
  /** The last part of what was typed: a name, or the beginning of one. */
  readonly prefix: string;
  readonly range: Range;
  /** The folder in which it is, relative to the build context, `''` for the context itself; no `.` or `..` in it. */
  readonly directory: string;
  /** How names are written: in JSON strings everything can be, in words no blanks and quotes. */
  readonly form: 'words' | 'json';
  /** Whether this may well be the path in the image, as nothing follows. */
  readonly maybeDestination: boolean;
}

/** The path being typed among the words of COPY or ADD. `following` are the words behind, if they are known. */
export function pathIn(cursor: Cursor, words: readonly string[], following?: readonly string[]): PathContext | undefined {
  const word = words.at(-1);
  if (word === undefined || word.startsWith('-') || word.startsWith('<<')) return undefined;
  const isLast = following === undefined && !/^\S*\s+\S/.test(cursor.after);
  const typed = /^["']?(.*)$/s.exec(word)?.[1] ?? '';
  return path(cursor, typed, 'words', words.length > 1 && isLast);
}

/** The path being typed in the exec form; `text` are the arguments up to the cursor. */
export function pathInJson(cursor: Cursor, text: string): PathContext | undefined {
  const strings = text.slice(1).match(/"(?:[^"\\]|\\.)*(?:"|\\?$)/gs) ?? [];
  const last = strings.at(-1);
  if (last === undefined || !text.endsWith(last) || (last.length > 1 && /(?:^|[^\\])(?:\\\\)*"$/.test(last.slice(1)))) return undefined;
  const isLast = !/^[^"]*"\s*,/.test(cursor.after);
  // What needs escapes in JSON is rare in names; a name that has them is not completed further.
  return last.includes('\\') ? undefined : path(cursor, last.slice(1), 'json', strings.length > 1 && isLast);
}

function path(cursor: Cursor, typed: string, form: PathContext['form'], maybeDestination: boolean): PathContext | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\/|^git@|[$*?[]/i.test(typed) || (maybeDestination && typed.startsWith('/'))) return undefined;
  const separator = cursor.file.escape === '`' ? /[\\/]/ : /\//;
  const parts = typed.split(separator);
  const prefix = parts.pop() ?? '';
  const range = replacedRange(cursor, prefix, form === 'json' ? /^[^/"]*/ : /^[^\s/"',]*/);
  if (range === undefined) return undefined;
  const directory: string[] = [];
  for (const part of parts) {
    if (part === '..') directory.pop();
    else if (part !== '' && part !== '.') directory.push(part);
  }
  return { kind: 'path', prefix, range, directory: directory.join('/'), form, maybeDestination };
}
