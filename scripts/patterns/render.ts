import type { AST } from '@eslint-community/regexpp';

/** How a pattern is written anew. */
export interface Rendering {
  readonly flags: string;
  /** What a character may be one of. Characters in a row that are in the same of these are written once; undefined: all are written. */
  readonly classes: readonly string[] | undefined;
  /** Many repetitions become any number: a pattern that is linear with those is so with fewer. */
  readonly loose: boolean;
  /** The text for a look-around or an edge of a word; undefined: as it is. */
  readonly lookAround: ((assertion: AST.Assertion) => string) | undefined;
}

/** More repetitions than these are many. */
const many = 10;

/** The elements as a pattern. */
export function textOf(elements: readonly AST.Element[], rendering: Rendering): string {
  let text = '';
  let row: string[] = [];
  for (const element of elements) {
    if (element.type === 'Character') {
      row.push(element.raw);
      continue;
    }
    text += shortened(row, rendering) + elementText(element, rendering);
    row = [];
  }
  return text + shortened(row, rendering);
}

function shortened(row: readonly string[], { classes, flags }: Rendering): string {
  if (classes === undefined) return row.join('');
  const seen = new Map<string, string>();
  for (const raw of row) {
    const character = new RegExp(raw, flags.replace('y', ''));
    const key = classes.map((known) => Number(overlaps(known, character, raw, flags))).join('');
    if (!seen.has(key)) seen.set(key, raw);
  }
  return [...seen.values()].join('');
}

/** Whether the character, written as in a pattern, is in the class. */
function overlaps(known: string, character: RegExp, raw: string, flags: string): boolean {
  const text = raw.length === 1 ? raw : (characters.find((candidate) => character.test(candidate)) ?? raw);
  return new RegExp(`^(?:${known})$`, flags.replace('y', '')).test(text);
}

const characters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));

function elementText(element: AST.Element, rendering: Rendering): string {
  switch (element.type) {
    case 'Quantifier':
      return elementText(element.element, rendering) + quantity(element, rendering);
    case 'CapturingGroup':
      return `(?:${alternativesText(element.alternatives, rendering)})`;
    case 'Group':
      return element.modifiers === null ? `(?:${alternativesText(element.alternatives, rendering)})` : element.raw;
    case 'Assertion':
      if (element.kind === 'start' || element.kind === 'end') return element.raw;
      return rendering.lookAround === undefined ? element.raw : rendering.lookAround(element);
    default:
      return element.raw;
  }
}

function alternativesText(alternatives: readonly AST.Alternative[], rendering: Rendering): string {
  return [...new Set(alternatives.map(({ elements }) => textOf(elements, rendering)))].join('|');
}

function quantity({ min, max, greedy, element, raw }: AST.Quantifier, { loose }: Rendering): string {
  if (!loose || max <= many) return raw.slice(element.raw.length);
  return `${min === 0 ? '*' : '+'}${greedy ? '' : '?'}`;
}
