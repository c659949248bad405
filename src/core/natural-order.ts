/** `oldestFirst` is plain natural order; `newestFirst` puts `latest`, then high versions, then other words. */
export type TagOrder = 'oldestFirst' | 'newestFirst';

interface Token {
  readonly kind: 'number' | 'word' | 'prerelease' | 'end';
  readonly text: string;
}

const end: Token = { kind: 'end', text: '' };
const prerelease = /^(?:alpha|beta|rc|pre|preview|dev|snapshot|nightly|canary|ea|a|b|cr)$/i;
const ranks: Readonly<Record<TagOrder, Readonly<Record<Token['kind'], number>>>> = {
  oldestFirst: { prerelease: 0, end: 1, word: 2, number: 3 },
  newestFirst: { number: 0, end: 1, word: 2, prerelease: 3 },
};

/** Sorts tags as people read them: numbers by value, a pre-release before its release. The input is left alone. */
export function sortTags(tags: readonly string[], order: TagOrder = 'oldestFirst'): string[] {
  const keys = tags.map((tag) => ({ tag, tokens: tokens(tag) }));
  keys.sort((a, b) => compare(a, b, order));
  return keys.map(({ tag }) => tag);
}

/** Compares two texts in natural order: `a2` before `a10`. A total order: 0 only for equal texts. */
export function compareNatural(a: string, b: string): number {
  return compare(keyed(a), keyed(b), 'oldestFirst');
}

interface Keyed {
  readonly tag: string;
  readonly tokens: readonly Token[];
}

/** Texts that were taken apart lately: a sort asks for each of them many times. */
const lately = new Map<string, Keyed>();
const mostLately = 20_000;

function keyed(tag: string): Keyed {
  const known = lately.get(tag);
  if (known) return known;
  if (lately.size >= mostLately) lately.clear();
  const made = { tag, tokens: tokens(tag) };
  lately.set(tag, made);
  return made;
}

function compare(a: Keyed, b: Keyed, order: TagOrder): number {
  if (order === 'newestFirst' && a.tag !== b.tag) {
    if (a.tag === 'latest') return -1;
    if (b.tag === 'latest') return 1;
  }
  const length = Math.max(a.tokens.length, b.tokens.length);
  for (let i = 0; i <= length; i++) {
    const difference = compareTokens(a.tokens[i] ?? end, b.tokens[i] ?? end, order);
    if (difference !== 0) return difference;
  }
  return compareText(a.tag, b.tag);
}

function compareTokens(a: Token, b: Token, order: TagOrder): number {
  const rank = ranks[order];
  if (a.kind !== b.kind) return rank[a.kind] - rank[b.kind];
  if (a.kind === 'word') return compareText(a.text, b.text);
  const value = a.kind === 'number' ? compareDigits(a.text, b.text) : compareText(a.text, b.text);
  return order === 'newestFirst' ? -value : value;
}

function compareDigits(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function tokens(tag: string): Token[] {
  // `v1.2` and `1.2` are the same version.
  const text = tag.replace(/^[vV](?=\d)/, '');
  const parts = text.match(/\d+|[^\d._+-]+/g) ?? [];
  return parts.map((part, index) => {
    if (/^\d/.test(part)) return { kind: 'number', text: part.replace(/^0+(?=\d)/, '') };
    // A pre-release word counts after a version only: `beta` alone is a name.
    if (index > 0 && prerelease.test(part)) return { kind: 'prerelease', text: part.toLowerCase() };
    return { kind: 'word', text: part.toLowerCase() };
  });
}
