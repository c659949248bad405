import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp';
import { textOf, type Rendering } from './render';

/** A part of a pattern, and the texts that show it linear: all of one of the ways, the quickest to decide first. */
export interface PatternPart {
  readonly flags: string;
  readonly ways: readonly (readonly string[])[];
}

/** What stands for a look-around that may hold or not. */
const mark = '\\ue0ff';

/**
 * The parts whose work together bounds that of a pattern: its alternatives, and for `g` what may be missing at the end of
 * one, since what was read for that in vain is read again behind a short match. Parts without repetition are left out.
 * Throws what the parser throws for a text that is no pattern.
 */
export function partsOf(source: string, flags: string): readonly PatternPart[] {
  const pattern = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  const own = flags.replace(/[dg]/g, '');
  if (/\\[1-9]|\\k</.test(source)) return isRepeating(pattern) ? [{ flags: own, ways: [[source]] }] : [];
  return pattern.alternatives.flatMap((alternative) => {
    const bodies = [alternative.elements, ...(flags.includes('g') ? cutOff(alternative.elements) : [])];
    return bodies.filter((elements) => elements.some(isRepeating)).map((elements) => ({ flags: own, ways: waysOf(elements, own) }));
  });
}

type Elements = readonly AST.Element[];

/** Whether something repeats without end, or often. */
function isRepeating(node: AST.Node): boolean {
  return quantifiersIn(node).some(({ max }) => max > 10);
}

function quantifiersIn(node: AST.Node): readonly AST.Quantifier[] {
  const found: AST.Quantifier[] = [];
  visitRegExpAST(node, { onQuantifierEnter: (quantifier) => found.push(quantifier) });
  return found;
}

/** The beginnings that end with what may be missing, once it is there. */
function cutOff(elements: Elements): readonly Elements[] {
  return elements.flatMap((element, index) => {
    if (element.type !== 'Quantifier' || element.min > 0 || element.element.type === 'Assertion' || isSingle(element.element)) return [];
    return [[...elements.slice(0, index), element.element]];
  });
}

function isSingle({ type }: AST.Element): boolean {
  return type === 'Character' || type === 'CharacterSet' || type === 'CharacterClass';
}

function waysOf(elements: Elements, flags: string): readonly (readonly string[])[] {
  const exact: Rendering = { flags, classes: undefined, loose: false, lookAround: undefined };
  const short: Rendering = { ...exact, classes: elements.every(isSimple) ? elements.flatMap(classesIn) : undefined, loose: true };
  const ways = [[textOf(elements, short)], [textOf(elements, exact)]];
  if (!elements.some(hasLookAround)) return ways;
  return [...ways, relaxed(elements, short), relaxed(elements, exact)];
}

/** Whether all that repeats is one character at a time: then of other characters it matters only whether they may be among these. */
function isSimple(element: AST.Element): boolean {
  return quantifiersIn(element).every(({ max, element: repeated }) => max <= 1 || isSingle(repeated));
}

/** Everything that a character may be one of, as patterns. */
function classesIn(element: AST.Element): readonly string[] {
  const found: string[] = [String.raw`[\n\r\u2028\u2029]`, String.raw`\w`];
  visitRegExpAST(element, {
    onCharacterClassEnter: ({ raw }) => found.push(raw),
    onCharacterSetEnter: ({ raw, parent }) => parent.type !== 'CharacterClass' && found.push(raw),
    onQuantifierEnter: ({ element: repeated }) => repeated.type === 'Character' && found.push(repeated.raw),
    onAssertionEnter: (assertion) => {
      if (isLookAround(assertion))
        visitRegExpAST(assertion, { onCharacterEnter: ({ raw, parent }) => parent.type === 'Alternative' && found.push(raw) });
    },
  });
  return found;
}

function isLookAround(element: AST.Element): element is AST.LookaroundAssertion {
  return element.type === 'Assertion' && (element.kind === 'lookahead' || element.kind === 'lookbehind');
}

function hasLookAround(element: AST.Element): boolean {
  let found = false;
  visitRegExpAST(element, {
    onAssertionEnter: (assertion) => {
      found ||= isLookAround(assertion) || assertion.kind === 'word';
    },
  });
  return found;
}

/** What is looked for behind is read as if it stood there. */
function behind(assertion: AST.Assertion): string {
  if (assertion.kind !== 'lookbehind' || assertion.negate) return '';
  return `(?:${assertion.alternatives.map(({ raw }) => raw).join('|')})`;
}

/**
 * For what there is no exact theory of: once without look-aheads, once with a character in their place that may be
 * there or not, and what each look-ahead reads once at its place.
 */
function relaxed(elements: Elements, rendering: Rendering): readonly string[] {
  const without: Rendering = { ...rendering, lookAround: behind };
  const looked = elements.flatMap((element, index) => {
    if (!isLookAround(element) || element.kind !== 'lookahead') return [];
    const content = element.alternatives.map(({ elements: inner }) => textOf(inner, without)).join('|');
    return [`${textOf(elements.slice(0, index), without)}(?:${content})${mark}`];
  });
  return [textOf(elements, without), textOf(elements, { ...rendering, lookAround: () => mark }), ...looked];
}
