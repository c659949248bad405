/** `$NAME` or `${NAME…}` in a text; offsets are in that text. */
export interface VariableReference {
  readonly name: string;
  /** Of the name alone. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** From the `$` to the end, the closing brace included. */
  readonly start: number;
  readonly end: number;
  /** What follows the name inside braces: `:-`, `-`, `+`, `#`, `/` …; empty where nothing does. */
  readonly operator: string;
  /** What follows the operator. */
  readonly word: string;
}

/** How a text is read. */
export interface VariableSyntax {
  /** The character that takes the next one as it is. */
  readonly escape: string;
  /** Whether single quotes keep variables as they are; in here-documents they do not. */
  readonly quotes: boolean;
}

const nameAt = /[\p{L}_][\p{L}\p{Nd}_]*|\p{Nd}+|[@*#?\-$!]/uy;
const operatorAt = /:.|##?|%%?|\/\/?|[-+?]/y;

function nameFrom(text: string, at: number): string {
  nameAt.lastIndex = at;
  return nameAt.exec(text)?.[0] ?? '';
}

/**
 * The variables that the builder replaces in a word (BuildKit `frontend/dockerfile/shell`), outermost ones in order and
 * those inside a `${A:-$B}` behind it.
 */
export function variablesIn(text: string, syntax: VariableSyntax): VariableReference[] {
  const found: VariableReference[] = [];
  if (text.includes('$')) collect(text, 0, text.length, syntax, { found, unclosed: 0 });
  return found;
}

/** Defaults inside defaults that are looked into, and `${` without an end; nobody writes more, and each reads the rest once more. */
const deepest = 40;

/** Characters of a value; what grows beyond is as good as unknown, so that doubling values end. */
const longest = 100_000;

interface Collected {
  readonly found: VariableReference[];
  /** How many `${` nothing closes, which is looked for up to the end of the text. */
  unclosed: number;
}

function collect(text: string, from: number, to: number, syntax: VariableSyntax, collected: Collected, depth = 0): void {
  let inDouble = false;
  for (let at = from; at < to && collected.unclosed < deepest; at++) {
    const character = text[at];
    if (character === syntax.escape) at++;
    else if (syntax.quotes && character === '"') inDouble = !inDouble;
    else if (syntax.quotes && character === "'" && !inDouble) {
      const close = text.indexOf("'", at + 1);
      at = close === -1 ? to : close;
    } else if (character === '$') {
      const reference = referenceAt(text, at, to, syntax);
      if (reference === undefined) {
        if (text[at + 1] === '{') collected.unclosed++;
        continue;
      }
      collected.found.push(reference);
      if (depth < deepest && reference.word.includes('$')) {
        const start = reference.nameEnd + reference.operator.length;
        collect(text, start, start + reference.word.length, syntax, collected, depth + 1);
      }
      at = reference.end - 1;
    }
  }
}

function referenceAt(text: string, start: number, to: number, syntax: VariableSyntax): VariableReference | undefined {
  const braced = text[start + 1] === '{';
  const nameStart = start + (braced ? 2 : 1);
  const name = nameFrom(text, nameStart);
  const nameEnd = nameStart + name.length;
  if (name === '' || nameEnd > to) return undefined;
  if (!braced) return { name, nameStart, nameEnd, start, end: nameEnd, operator: '', word: '' };
  if (text[nameEnd] === '}') return { name, nameStart, nameEnd, start, end: nameEnd + 1, operator: '', word: '' };
  operatorAt.lastIndex = nameEnd;
  const operator = operatorAt.exec(text)?.[0];
  if (operator === undefined) return undefined;
  const close = closingBrace(text, nameEnd + operator.length, to, syntax);
  if (close === undefined) return undefined;
  return { name, nameStart, nameEnd, start, end: close + 1, operator, word: text.slice(nameEnd + operator.length, close) };
}

function closingBrace(text: string, from: number, to: number, syntax: VariableSyntax): number | undefined {
  let depth = 1;
  for (let at = from; at < to; at++) {
    const character = text[at];
    if (character === syntax.escape) at++;
    else if (character === '$' && text[at + 1] === '{') depth++;
    else if (character === '}' && --depth === 0) return at;
  }
  return undefined;
}

/**
 * The word with its variables replaced and its quotes taken away; `undefined` where a name is not known to `valueOf` or
 * the builder would refuse. An operator that cuts or replaces gives `undefined` too, unless the value is empty.
 */
export function expanded(
  text: string,
  escape: string,
  valueOf: (name: string) => string | undefined,
  unknown: 'empty' | 'fail' = 'empty',
  depth = 0,
): string | undefined {
  if (depth > deepest) return undefined;
  let result = '';
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote === "'") {
      if (character === "'") quote = '';
      else result += character;
    } else if (character === escape && at + 1 < text.length) {
      const next = text.charAt(++at);
      result += quote === '"' && next !== '"' && next !== '$' && next !== escape ? character + next : next;
    } else if (character === '"' || (character === "'" && quote === '')) quote = quote === '' ? character : '';
    else if (character === '$') {
      const reference = referenceAt(text, at, text.length, { escape, quotes: true });
      if (reference === undefined) {
        if (text[at + 1] === '{') return undefined;
        result += character;
        continue;
      }
      const value = valueIn(reference, escape, valueOf, unknown, depth + 1);
      if (value === undefined || result.length + value.length > longest) return undefined;
      result += value;
      at = reference.end - 1;
    } else result += character;
  }
  return quote === '' ? result : undefined;
}

function valueIn(
  { name, operator, word }: VariableReference,
  escape: string,
  valueOf: (name: string) => string | undefined,
  unknown: 'empty' | 'fail',
  depth: number,
): string | undefined {
  const value = valueOf(name);
  const set = value !== undefined && !(operator.startsWith(':') && value === '');
  switch (operator.replace(':', '')) {
    case '-':
      return set ? value : expanded(word, escape, valueOf, unknown, depth);
    case '+':
      return set ? expanded(word, escape, valueOf, unknown, depth) : '';
    case '?':
      return set ? value : undefined;
    case '':
      return value ?? (unknown === 'empty' ? '' : undefined);
    default:
      return (value ?? '') === '' ? '' : undefined;
  }
}
