import { own } from '../records';

/** One step of a pattern. */
export type GlobStep =
  | { readonly kind: 'character'; readonly character: string }
  /** `?` */
  | { readonly kind: 'any' }
  /** `*` */
  | { readonly kind: 'star' }
  /** `**` and the `/` behind it: nothing, or any folders. */
  | { readonly kind: 'folders' }
  /** `**` at the end, or before a plain text at its beginning: anything. */
  | { readonly kind: 'rest' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [from: string, to: string])[] };

/**
 * What `\` does to a letter or a digit: nothing, as in Go's `filepath.Match`, or what it does in a regular expression, into
 * which moby/patternmatcher puts it as it is: `\d` is any digit, and `\q` an error.
 */
export type Escapes = 'literal' | 'expression';

const range = (...ranges: readonly string[]): GlobStep => ({
  kind: 'class',
  negated: false,
  ranges: ranges.map((each) => [each.charAt(0), each.charAt(each.length - 1)] as const),
});
const not = (step: GlobStep): GlobStep => (step.kind === 'class' ? { ...step, negated: true } : step);
const digits = range('09');
const words = range('09', 'AZ', 'az', '_');
const spaces = range('\t', '\n', '\f', '\r', ' ');
const expressionEscapes: Readonly<Record<string, GlobStep | undefined>> = {
  a: range('\x07'),
  f: range('\f'),
  n: range('\n'),
  r: range('\r'),
  t: range('\t'),
  v: range('\v'),
  d: digits,
  D: not(digits),
  w: words,
  W: not(words),
  s: spaces,
  S: not(spaces),
  // An edge of a word, which a name written with backslashes never has there.
  b: range(),
  B: range(),
};

/**
 * A test for paths with `/`, made of a pattern with `*`, `?`, `[a-z]`, `[^a]`, `\x` and `**`, as `.dockerignore` has
 * them: Go's `filepath.Match` and `**` for any number of folders. `undefined` where the pattern is malformed. The test
 * takes time linear in the path for any pattern.
 */
export function globTest(pattern: string, escapes: Escapes = 'literal'): ((path: string) => boolean) | undefined {
  const steps = globSteps(pattern, escapes);
  if (steps === undefined) return undefined;
  // Most patterns are plain names.
  if (steps.every(({ kind }) => kind === 'character')) {
    const text = steps.map((step) => (step.kind === 'character' ? step.character : '')).join('');
    return (path) => path === text;
  }
  return (path) => matches(steps, path);
}

/** The steps of a pattern; `undefined` where it is malformed. */
export function globSteps(pattern: string, escapes: Escapes): readonly GlobStep[] | undefined {
  const steps: GlobStep[] = [];
  const characters = Array.from(pattern);
  const isRegular = escapes === 'expression' && pattern.includes('^') && isRegularExpression(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*' && characters[at + 1] === '*') {
      const isEnding = at === 0 && !/[*?[\\/]/.test(characters.slice(2, 3).join('')) && !/[*?[\\]/.test(pattern.slice(2));
      at++;
      if (characters[at + 1] === '/') at++;
      // `**.js` means what ends so, as moby/patternmatcher compares it; with another wildcard behind, only names in folders.
      steps.push({ kind: isEnding || at + 1 >= characters.length ? 'rest' : 'folders' });
    } else if (character === '*') steps.push({ kind: 'star' });
    else if (character === '?') steps.push({ kind: 'any' });
    else if (character === '\\') {
      const escaped = characters[++at];
      if (escaped === undefined) return undefined;
      const step =
        escapes === 'expression' && /[0-9A-Za-z]/.test(escaped)
          ? own(expressionEscapes, escaped)
          : ({ kind: 'character', character: escaped } as const);
      if (step === undefined) return undefined;
      steps.push(step);
    } else if (character === '[') {
      const read = classAt(characters, at + 1);
      if (read === undefined) return undefined;
      steps.push(read.step);
      at = read.end;
    } else if (character === '^' && isRegular) {
      // To a regular expression it is the beginning, where nothing can stand before it but what may be empty.
      if (steps.every(({ kind }) => kind === 'star' || kind === 'folders' || kind === 'rest')) steps.length = 0;
      else steps.push({ kind: 'class', negated: false, ranges: [] });
    } else steps.push({ kind: 'character', character });
  }
  return steps;
}

/** Whether moby/patternmatcher makes a regular expression of it; it compares what is plain but for `**` at one end. */
function isRegularExpression(pattern: string): boolean {
  const inner = pattern.replace(/^\*\*\/?/, '').replace(/\*\*$/, '');
  return /[*?[\]\\]/.test(inner) || /^\*\*.+\*\*$/s.test(pattern);
}

/** The class whose `[` stands before `start`; `end` is at its `]`. */
function classAt(characters: readonly string[], start: number): { readonly step: GlobStep; readonly end: number } | undefined {
  let at = start;
  const negated = characters[at] === '^';
  if (negated) at++;
  const ranges: (readonly [string, string])[] = [];
  const one = (): string | undefined => {
    const character = characters[at++];
    if (character === '\\') return characters[at++];
    return character === '-' || character === ']' ? undefined : character;
  };
  while (characters[at] !== ']' || ranges.length === 0) {
    const from = one();
    if (from === undefined) return undefined;
    let to: string | undefined = from;
    if (characters[at] === '-') {
      at++;
      to = one();
    }
    if (to === undefined) return undefined;
    ranges.push([from, to]);
  }
  return { step: { kind: 'class', negated, ranges }, end: at };
}

/** Runs all ways through the steps at once; state 2n is before step n, 2n + 1 inside its folders. */
function matches(steps: readonly GlobStep[], path: string): boolean {
  let states = new Set<number>();
  enter(steps, 0, states);
  for (const character of path) {
    const next = new Set<number>();
    for (const state of states) advance(steps, state, character, next);
    if (next.size === 0) return false;
    states = next;
  }
  return states.has(steps.length * 2);
}

/** Adds the state before the step, and those reached from there without a character. */
function enter(steps: readonly GlobStep[], index: number, states: Set<number>): void {
  for (let at = index; ; at++) {
    states.add(at * 2);
    const kind = steps[at]?.kind;
    if (kind !== 'star' && kind !== 'folders' && kind !== 'rest') return;
  }
}

/** Whether a class has the character (code point). */
export function isInClass({ negated, ranges }: Extract<GlobStep, { kind: 'class' }>, character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(([from, to]) => (from.codePointAt(0) ?? 0) <= code && code <= (to.codePointAt(0) ?? 0)) !== negated;
}

function advance(steps: readonly GlobStep[], state: number, character: string, next: Set<number>): void {
  const index = state >> 1;
  const step = steps[index];
  switch (step?.kind) {
    case undefined:
      return;
    case 'character':
      if (character === step.character) enter(steps, index + 1, next);
      return;
    case 'any':
      if (character !== '/') enter(steps, index + 1, next);
      return;
    case 'class':
      if (isInClass(step, character)) enter(steps, index + 1, next);
      return;
    case 'star':
      if (character !== '/') enter(steps, index, next);
      return;
    case 'rest':
      enter(steps, index, next);
      return;
    case 'folders':
      next.add(index * 2 + 1);
      if (character === '/') enter(steps, index + 1, next);
  }
}
