import type { JoinedText } from './joined-text';
import type { Range } from './text';

/** A word of an instruction. */
export interface InstructionWord {
  /** As written, quotes and escapes included, continuations taken out. */
  readonly text: string;
  /** Without quotes and escapes; variables are not replaced. */
  readonly value: string;
  /** In the file. */
  readonly range: Range;
  /** In the instruction's joined text. */
  readonly span: Range;
}

/** `--name=value` between the keyword and the arguments. */
export interface Flag extends InstructionWord {
  /** Without the dashes, as written. */
  readonly name: string;
  /** The name with its dashes. */
  readonly nameRange: Range;
  /** `undefined` where there is no `=`. */
  readonly flagValue: string | undefined;
  /** Behind the `=`; `undefined` where there is none. */
  readonly valueRange: Range | undefined;
}

const blank = /[\s\u0085]/;

/** Whether the builder takes the character for white space. */
export function isBlank(character: string | undefined): boolean {
  if (character === undefined) return false;
  const code = character.charCodeAt(0);
  return code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code >= 0x85 && blank.test(character);
}

/** The first offset at or after `from` that is not white space, at most `end`. */
export function skipBlanks(text: string, from: number, end: number = text.length): number {
  let at = from;
  while (at < end && isBlank(text[at])) at++;
  return at;
}

/** How {@link splitWords} reads quotes: the builder reads them in ENV, LABEL and ARG and in flags, and nowhere else. */
export interface WordSyntax {
  readonly quotes: boolean;
  /** The character that takes the next one as it is. */
  readonly escape: string;
}

/**
 * The words of `joined.text` from `start` to `end`, as BuildKit's `parseWords` (quotes) and
 * `parseStringsWhitespaceDelimited` (no quotes) split them.
 */
export function splitWords(joined: JoinedText, start: number, end: number, syntax: WordSyntax): InstructionWord[] {
  const words: InstructionWord[] = [];
  let at = skipBlanks(joined.text, start, end);
  while (at < end) {
    const stop = syntax.quotes ? quotedWordEnd(joined.text, at, end, syntax.escape) : plainWordEnd(joined.text, at, end);
    words.push(wordOf(joined, { start: at, end: stop }, syntax));
    at = skipBlanks(joined.text, stop, end);
  }
  return words;
}

/** The word at a span of the joined text. */
export function wordOf(joined: JoinedText, span: Range, syntax: WordSyntax): InstructionWord {
  const text = joined.text.slice(span.start, span.end);
  return { text, value: syntax.quotes ? unquote(text, syntax.escape) : text, range: joined.rangeInFile(span), span };
}

function plainWordEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(text[at])) at++;
  return at;
}

function quotedWordEnd(text: string, start: number, end: number, escape: string): number {
  let quote: string | undefined;
  for (let at = start; at < end; at++) {
    const character = text[at];
    if (character === escape && quote !== "'") at++;
    else if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (isBlank(character)) return at;
  }
  return end;
}

/** The text without its quotes; an escape gives the character behind it, in double quotes only before `"`, `$` and itself. */
export function unquote(text: string, escape: string): string {
  if (!text.includes('"') && !text.includes("'") && !text.includes(escape)) return text;
  let value = '';
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === escape && quote !== "'" && at + 1 < text.length) {
      const next = text.charAt(++at);
      value += quote === '"' && next !== '"' && next !== '$' && next !== escape ? character + next : next;
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else value += character;
    } else if (character === '"' || character === "'") quote = character;
    else value += character;
  }
  return value;
}

/**
 * The flags from `start`, and where the arguments begin, as BuildKit's `extractBuilderFlags`: words that begin with
 * `--`, up to the first that does not; a lone `--` ends them.
 */
export function readFlags(joined: JoinedText, start: number): { readonly flags: Flag[]; readonly end: number } {
  const { text } = joined;
  const flags: Flag[] = [];
  let at = skipBlanks(text, start);
  while (text.startsWith('--', at)) {
    const stop = quotedWordEnd(text, at, text.length, '\\');
    if (stop === at + 2) return { flags, end: skipBlanks(text, stop) };
    flags.push(flagOf(joined, { start: at, end: stop }));
    at = skipBlanks(text, stop);
  }
  return { flags, end: at };
}

function flagOf(joined: JoinedText, span: Range): Flag {
  const { text, value, range } = wordOf(joined, span, { quotes: true, escape: '\\' });
  const equals = text.indexOf('=');
  const nameEnd = equals === -1 ? span.end : span.start + equals;
  return {
    text,
    value,
    range,
    span,
    name: joined.text.slice(span.start + 2, nameEnd),
    nameRange: joined.rangeInFile({ start: span.start, end: nameEnd }),
    flagValue: equals === -1 ? undefined : unquote(text.slice(equals + 1), '\\'),
    valueRange: equals === -1 ? undefined : joined.rangeInFile({ start: nameEnd + 1, end: span.end }),
  };
}
