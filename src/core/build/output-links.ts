/** A place in a file that a line of output names. */
export interface OutputLink {
  /** Where in the line it stands, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** As it is written. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column?: number;
}

/** Longer lines are data, and are not looked through to their ends. */
const longestLine = 2_000;
const mostInLine = 20;

const word = /[^\s"'`<>|;=]+/g;
const pathCharacters = /^[\w@+./-]+$/;
/** `src/app.ts(12,3)`, as TypeScript and MSBuild write it. */
const inBrackets = /^([^()]+)\((\d{1,7})(?:,(\d{1,5}))?\)/;

/** The places in files that a line of output without colours names: `src/app.ts:12:3`, `/app/main.go:7`, `src/app.ts(12,3)`. */
export function outputLinks(line: string): readonly OutputLink[] {
  const found: OutputLink[] = [];
  for (const match of line.slice(0, longestLine).matchAll(word)) {
    const [whole] = match;
    const skipped = /^[([{]*/.exec(whole)?.[0].length ?? 0;
    const link = linkIn(whole.slice(skipped), match.index + skipped);
    if (link) found.push(link);
    if (found.length >= mostInLine) break;
  }
  return found;
}

function linkIn(text: string, start: number): OutputLink | undefined {
  const bracketed = inBrackets.exec(text);
  const [path = '', first = '', second = ''] = bracketed ? bracketed.slice(1) : text.split(':', 3);
  const [, line] = /^(\d{1,7})(?!\d)/.exec(first) ?? [];
  // A name without an ending is a host, an image or a time.
  if (line === undefined || Number(line) < 1 || !pathCharacters.test(path) || !/[\w-]\.[A-Za-z]\w{0,9}$/.test(path)) return undefined;
  const column = /^\d{1,5}$/.exec(second.replace(/\D.*$/s, ''))?.[0];
  const end = bracketed ? bracketed[0].length : path.length + 1 + line.length + (column === undefined ? 0 : 1 + column.length);
  if (!bracketed && first !== line && !/^\d+[^\w]/.test(first)) return undefined;
  return { start, end: start + end, path, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) };
}

/**
 * Where in the context a path of the output may be, the likeliest first: as it is written, and without each of its first
 * folders, since COPY has put it elsewhere.
 */
export function contextCandidates(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return [];
  return parts.slice(0, 8).map((_, index) => parts.slice(index).join('/'));
}
