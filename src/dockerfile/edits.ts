import type { Range } from './text';

/** Replaces a range of the text; an empty range inserts, an empty text deletes. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** The edits by place, or `undefined` where two of them overlap or insert at the same place. */
export function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const sorted = edits.toSorted((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const overlaps = sorted.some((edit, index) => {
    const before = sorted[index - 1];
    if (before === undefined) return false;
    const sameInsertion = before.range.end === edit.range.start && before.range.start === edit.range.end;
    return before.range.end > edit.range.start || sameInsertion;
  });
  return overlaps ? undefined : sorted;
}

/** The text with the edits made. Their ranges are all in the text as given and must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = inOrder(edits);
  if (sorted === undefined) throw new RangeError('edits overlap');
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    result += text.slice(at, edit.range.start) + edit.text;
    at = edit.range.end;
  }
  return result + text.slice(at);
}

/**
 * As many of the groups as fit together, first come first served. A group is taken whole or not at all, and not where
 * it would stand between the edits of a group that was taken. The same group given twice counts once.
 */
export function compatible(groups: readonly (readonly TextEdit[])[]): (readonly TextEdit[])[] {
  /** Hulls of what was taken, by place; none touches another. */
  const taken: Range[] = [];
  const chosen: (readonly TextEdit[])[] = [];
  for (const group of new Set(groups)) {
    if (group.length === 0 || inOrder(group) === undefined) continue;
    const hull = hullOf(group);
    const at = firstBehind(taken, hull.start);
    const [before, after] = [taken[at - 1], taken[at]];
    if ((before !== undefined && before.end >= hull.start) || (after !== undefined && after.start <= hull.end)) continue;
    taken.splice(at, 0, hull);
    chosen.push(group);
  }
  return chosen;
}

function firstBehind(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function hullOf(group: readonly TextEdit[]): Range {
  let start = Infinity;
  let end = 0;
  for (const { range } of group) {
    start = Math.min(start, range.start);
    end = Math.max(end, range.end);
  }
  return { start, end };
}

type Piece = { readonly from: Range } | { readonly text: string };

/** Edits made one round after the other, remembered as edits of the text at the beginning. */
export class EditedText {
  private pieces: Piece[];
  private now: string;

  constructor(private readonly original: string) {
    this.now = original;
    this.pieces = [{ from: { start: 0, end: original.length } }];
  }

  /** The text after all edits so far. */
  get text(): string {
    return this.now;
  }

  /** Makes edits whose ranges are in {@link text}. */
  apply(edits: readonly TextEdit[]): void {
    const sorted = inOrder(edits);
    if (sorted === undefined) throw new RangeError('edits overlap');
    const next: Piece[] = [];
    const rest = new PieceReader(this.pieces);
    for (const edit of sorted) {
      rest.take(edit.range.start, next);
      next.push({ text: edit.text });
      rest.take(edit.range.end, undefined);
    }
    rest.take(this.now.length, next);
    this.now = applyEdits(this.now, sorted);
    this.pieces = next;
  }

  /** What leads from the text at the beginning to {@link text}: in order, nothing equal replaced. */
  get edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let at = 0;
    let inserted = '';
    const flush = (end: number): void => {
      const edit = shrunk(this.original, { range: { start: at, end }, text: inserted });
      if (edit !== undefined) edits.push(edit);
      inserted = '';
    };
    for (const piece of this.pieces) {
      if ('text' in piece) inserted += piece.text;
      else {
        flush(piece.from.start);
        at = piece.from.end;
      }
    }
    flush(this.original.length);
    return edits;
  }
}

/** Goes through pieces from the first to the last. */
class PieceReader {
  private index = 0;
  /** Where in the piece at {@link index}, and where in the whole. */
  private inside = 0;
  private at = 0;

  constructor(private readonly pieces: readonly Piece[]) {}

  /** Adds what stands from here to the offset to `target`. */
  take(end: number, target: Piece[] | undefined): void {
    for (let piece = this.pieces[this.index]; piece !== undefined && this.at < end; piece = this.pieces[this.index]) {
      const length = 'text' in piece ? piece.text.length : piece.from.end - piece.from.start;
      const to = Math.min(length, this.inside + end - this.at);
      if (to > this.inside) target?.push(partOf(piece, this.inside, to));
      this.at += to - this.inside;
      this.inside = to;
      if (to === length) {
        this.index++;
        this.inside = 0;
      }
    }
  }
}

function partOf(piece: Piece, from: number, to: number): Piece {
  if ('text' in piece) return { text: piece.text.slice(from, to) };
  return { from: { start: piece.from.start + from, end: piece.from.start + to } };
}

/** The edit without what it replaces by itself at its two ends; `undefined` where nothing is left. */
export function shrunk(text: string, edit: TextEdit): TextEdit | undefined {
  const { range } = edit;
  let { start, end } = range;
  let from = 0;
  let to = edit.text.length;
  while (start < end && from < to && text[start] === edit.text[from]) {
    start++;
    from++;
  }
  while (start < end && from < to && text[end - 1] === edit.text[to - 1]) {
    end--;
    to--;
  }
  return start === end && from === to ? undefined : { range: { start, end }, text: edit.text.slice(from, to) };
}
