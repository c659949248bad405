import type { JoinedText } from './joined-text';
import type { Range } from './text';

/** A string of an exec-form array. */
export interface JsonString {
  readonly value: string;
  /** In the file, quotes included. */
  readonly range: Range;
}

const space = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/**
 * The exec form: an array of JSON strings that fills the text from `start` to its end, blanks aside. `undefined` where
 * it is not one; the builder then reads the shell form.
 */
export function readJsonArray(joined: JoinedText, start: number): readonly JsonString[] | undefined {
  const { text } = joined;
  if (text[start] !== '[') return undefined;
  const elements: JsonString[] = [];
  let at = match(space, text, start + 1);
  while (text[at] !== ']' || elements.length > 0) {
    const end = match(string, text, at);
    if (end === -1) return undefined;
    const value = valueOf(text.slice(at, end));
    if (value === undefined) return undefined;
    elements.push({ value, range: joined.rangeInFile({ start: at, end }) });
    at = match(space, text, end);
    if (text[at] === ']') break;
    if (text[at] !== ',') return undefined;
    at = match(space, text, at + 1);
  }
  return text.slice(at + 1).trim() === '' ? elements : undefined;
}

/** Other control characters than the tab are rare enough to be left to the JSON parser. */
function valueOf(string: string): string | undefined {
  try {
    return JSON.parse(string) as string;
  } catch {
    return undefined;
  }
}
