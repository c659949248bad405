/** A piece of a text: offsets in UTF-16 code units, `end` exclusive. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a piece of a text is after a change elsewhere; undefined where a line of it was changed. Lines end with `\n`. Of several
 * changes at once what lies between them counts as changed too.
 */
export function movedRange(before: string, after: string, { start, end }: Piece): Piece | undefined {
  if (before === after) return { start, end };
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before.charCodeAt(same) === after.charCodeAt(same)) same++;
  let tail = 0;
  while (tail < shorter - same && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  const changed = { start: same, end: before.length - tail };
  const written = { start: same, end: after.length - tail };
  const lines = { start: before.lastIndexOf('\n', start - 1) + 1, end: endOfLine(before, end) };
  const isBelow = changed.start > lines.end || (changed.start === lines.end && (after[written.start] ?? '\n') === '\n');
  if (isBelow) return { start, end };
  const isAbove = changed.end < lines.start || (changed.end === lines.start && (written.end === 0 || after[written.end - 1] === '\n'));
  const by = after.length - before.length;
  return isAbove ? { start: start + by, end: end + by } : undefined;
}

function endOfLine(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  return found === -1 ? text.length : found;
}
