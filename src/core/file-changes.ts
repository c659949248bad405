/** A difference between a container's file system and its image, as the engine tells it. */
export interface FileChange {
  readonly kind: 'changed' | 'added' | 'deleted';
  /** Absolute, as in the container. */
  readonly path: string;
}

const letters: Readonly<Record<FileChange['kind'], string>> = { changed: 'C', added: 'A', deleted: 'D' };

/** One line each, as `docker diff` prints them; control characters in names are written as JSON escapes. */
export function changeLines(changes: readonly FileChange[]): string {
  return changes.map(({ kind, path }) => `${letters[kind]} ${visible(path)}\n`).join('');
}

function visible(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** What shells write down for their own use when they end. */
const shellNotes = /\/(?:\.\w+_history|\.lesshst|\.viminfo)$/;

/**
 * How many files differ that did not before. Folders that are listed only because something in them differs do not
 * count, nor does what shells write down for themselves.
 */
export function newChanges(before: readonly FileChange[], after: readonly FileChange[]): number {
  const known = new Set(before.map(keyOf));
  const now = new Set(after.map(keyOf));
  const changed = [...after.filter((change) => !known.has(keyOf(change))), ...before.filter((change) => !now.has(keyOf(change)))];
  const holders = new Set(after.concat(before).map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  return changed.filter(({ kind, path }) => !shellNotes.test(path) && !(kind === 'changed' && holders.has(path))).length;
}

function keyOf({ kind, path }: FileChange): string {
  return `${kind} ${path}`;
}
