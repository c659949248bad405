import { t } from '../localize';
import { LineProblem, type ShellSurroundings, skipPiece } from './scan';

const mostWords = 1_000;
const sequence = /^(?:(-?\d+)\.\.(-?\d+)|([a-z])\.\.([a-z])|([A-Z])\.\.([A-Z]))(?:\.\.(-?\d+))?$/;

/** The words that `{a,b}` and `{1..3}` make of one, still with their quotes, as bash's brace expansion does. */
export function braceWords(raw: string, surroundings: ShellSurroundings, offset: number): readonly string[] {
  if (!raw.includes('{')) return [raw];
  return expand(raw, surroundings, { offset, length: raw.length, left: mostWords }, 0);
}

interface Budget {
  readonly offset: number;
  readonly length: number;
  left: number;
}

function expand(raw: string, surroundings: ShellSurroundings, budget: Budget, depth: number): readonly string[] {
  if (depth > 100) throw tooMany(budget);
  for (let index = 0; index < raw.length; index = skipPiece(raw, index, surroundings)) {
    if (raw[index] !== '{') continue;
    const found = alternatives(raw, index, surroundings, budget, depth);
    if (!found) continue;
    const rests = expand(raw.slice(found.end), surroundings, budget, depth + 1);
    budget.left -= found.texts.length * rests.length;
    if (budget.left < 0) throw tooMany(budget);
    return found.texts.flatMap((text) => rests.map((rest) => raw.slice(0, index) + text + rest));
  }
  return [raw];
}

function alternatives(
  raw: string,
  open: number,
  surroundings: ShellSurroundings,
  budget: Budget,
  depth: number,
): { readonly texts: readonly string[]; readonly end: number } | undefined {
  const parts: string[] = [];
  let nested = 0;
  let begin = open + 1;
  for (let index = begin; index < raw.length; index = skipPiece(raw, index, surroundings)) {
    const character = raw[index];
    if (character === '{') nested += 1;
    else if (character === ',' && nested === 0) {
      parts.push(raw.slice(begin, index));
      begin = index + 1;
    } else if (character === '}' && nested > 0) nested -= 1;
    else if (character === '}') {
      const last = raw.slice(begin, index);
      if (parts.length > 0)
        return { texts: [...parts, last].flatMap((part) => expand(part, surroundings, budget, depth + 1)), end: index + 1 };
      const steps = sequenceOf(last, budget);
      return steps && { texts: steps, end: index + 1 };
    }
  }
  return undefined;
}

function sequenceOf(text: string, budget: Budget): readonly string[] | undefined {
  const match = sequence.exec(text);
  if (!match) return undefined;
  const [, from, to, lower, lowerEnd, upper, upperEnd, stepText] = match;
  const letters = from === undefined;
  const first = letters ? ((lower ?? upper ?? '').codePointAt(0) ?? 0) : Number(from);
  const last = letters ? ((lowerEnd ?? upperEnd ?? '').codePointAt(0) ?? 0) : Number(to);
  const step = Math.abs(Number(stepText ?? 1)) || 1;
  const count = Math.floor(Math.abs(last - first) / step) + 1;
  if (count > budget.left) throw tooMany(budget);
  const width = [from, to].some((end) => /^-?0\d/.test(end ?? '')) ? Math.max(from?.length ?? 0, to?.length ?? 0) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = first + (last >= first ? 1 : -1) * step * index;
    return letters ? String.fromCodePoint(value) : padded(value, width);
  });
}

function padded(value: number, width: number): string {
  return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
}

function tooMany({ offset, length }: Budget): LineProblem {
  return new LineProblem(t('This expands to too many words.'), offset, length);
}
