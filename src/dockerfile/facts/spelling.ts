/** How many edits a word may be away from what was meant, as BuildKit's `suggest.Search` has it. */
const farthest = 3;

/**
 * The option that was probably meant: the nearest by edit distance, at most 3 edits away and fewer than the word has
 * characters; `undefined` where none is near. Differences of case alone count as nothing.
 */
export function nearest(word: string, options: Iterable<string>): string | undefined {
  let found: string | undefined;
  let least = Math.min(farthest, word.length - 1) + 1;
  const lower = word.toLowerCase();
  for (const option of options) {
    if (least === 0) break;
    if (option === '' || option === word || Math.abs(option.length - word.length) >= least) continue;
    const limit = Math.min(least, option.length);
    const distance = editDistance(lower, option.toLowerCase(), limit);
    if (distance >= limit) continue;
    least = distance;
    found = option;
  }
  return found;
}

let previous = new Uint16Array(64);
let current = new Uint16Array(64);

/** Levenshtein's distance, or `limit` as soon as it cannot be less. */
function editDistance(a: string, b: string, limit: number): number {
  if (b.length >= previous.length) {
    previous = new Uint16Array(2 * b.length);
    current = new Uint16Array(2 * b.length);
  }
  for (let column = 0; column <= b.length; column++) previous[column] = column;
  for (let row = 1; row <= a.length; row++) {
    let smallest = row;
    let left = row;
    current[0] = row;
    const code = a.charCodeAt(row - 1);
    for (let column = 1; column <= b.length; column++) {
      const same = code === b.charCodeAt(column - 1) ? 0 : 1;
      const above = previous[column] ?? 0;
      const diagonal = (previous[column - 1] ?? 0) + same;
      left = left < above ? left + 1 : above + 1;
      if (diagonal < left) left = diagonal;
      current[column] = left;
      if (left < smallest) smallest = left;
    }
    if (smallest >= limit) return limit;
    [previous, current] = [current, previous];
  }
  return previous[b.length] ?? limit;
}
