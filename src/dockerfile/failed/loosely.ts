import { variablesIn } from '../facts/variables';

/** The pieces of a text around its variables; one piece where there are none. */
function piecesAround(written: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  // Those inside the default of another come behind it.
  for (const { start, end } of variablesIn(written, { escape: '\\', quotes: false })) {
    if (start < from) continue;
    pieces.push(written.slice(from, start));
    from = end;
  }
  return [...pieces, written.slice(from)];
}

/** Whether `said` is what `written` becomes when its variables, whose values are not known, are put in. */
export function isExpansionOf(said: string, written: string): boolean {
  const pieces = piecesAround(written);
  const [first = '', ...others] = pieces;
  if (others.length === 0) return said === written;
  const last = others.pop() ?? '';
  if (!said.startsWith(first) || !said.endsWith(last) || said.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of others) {
    const found = said.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= said.length - last.length;
}

/** How much of a text is written out; where several fit, the one that says most is meant. */
export function writtenLength(written: string): number {
  return piecesAround(written).reduce((sum, piece) => sum + piece.length, 0);
}

/** The only one that fits, or of several that with the most written out; undefined where that is not one. */
export function bestFit<T>(said: string, candidates: readonly T[], textOf: (candidate: T) => string): T | undefined {
  const fitting = candidates.filter((candidate) => isExpansionOf(said, textOf(candidate)));
  const most = Math.max(...fitting.map((candidate) => writtenLength(textOf(candidate))));
  const best = fitting.filter((candidate) => writtenLength(textOf(candidate)) === most);
  return best.length === 1 ? best[0] : undefined;
}
