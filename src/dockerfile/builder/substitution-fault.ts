import type { Range } from '../text';

/** Where the builder stops in a text whose variables it replaces; offsets are in that text. */
export interface SubstitutionFault extends Range {
  /**
   * `unclosed`: `${` without its brace; `empty`: `${}`, `${:…`, `${{`; `modifier`: one that it does not know; `replacement`:
   * `${A/b` without the second slash; `pattern`: `\` in front of what needs none; `quote`: a quote that is never closed.
   */
  readonly kind: 'unclosed' | 'empty' | 'modifier' | 'replacement' | 'pattern' | 'quote';
}

/** What is open: `${…}` up to its brace, the pattern of `${A/b/c}` up to its slash, or double quotes. */
interface Frame {
  readonly kind: 'brace' | 'pattern' | 'double';
  readonly start: number;
  /** Where the word behind the operator begins. */
  readonly wordStart: number;
  /** The operator's place where the builder knows no such one; it says so when the brace is closed. */
  readonly unknown?: Range;
  readonly isPattern?: boolean;
}

/**
 * The first fault in a word, as BuildKit's `frontend/dockerfile/shell` finds it. Works without recursion, so that no
 * depth is too much.
 *
 * @param quotes whether quotes are read, as everywhere but in here-documents
 */
export function substitutionFault(text: string, escape: string, quotes = true): SubstitutionFault | undefined {
  return /\$\{|["']/.test(text) ? new WordReader(text, escape, quotes).read() : undefined;
}

const nameAt = /\p{Nd}+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;

class WordReader {
  private at = 0;
  private readonly open: Frame[] = [];

  constructor(
    private readonly text: string,
    private readonly escape: string,
    private readonly quotes: boolean,
  ) {}

  read(): SubstitutionFault | undefined {
    while (this.at < this.text.length) {
      const fault = this.step();
      if (fault !== undefined) return fault;
    }
    return this.atEnd();
  }

  private step(): SubstitutionFault | undefined {
    const { text } = this;
    const frame = this.open.at(-1);
    const character = text[this.at];
    if (character === '$') return this.dollar();
    if (frame?.kind === 'double') {
      if (character === '"') this.open.pop();
      const next = text[this.at + 1];
      this.at += character === this.escape && (next === '"' || next === '$' || next === this.escape) ? 2 : 1;
      return undefined;
    }
    if (frame?.kind === 'brace' && character === '}') return this.closeBrace(frame);
    if (frame?.kind === 'pattern' && character === '/') {
      this.open.pop();
      this.open.push({ ...frame, kind: 'brace', wordStart: this.at + 1 });
      const fault = this.patternFault(frame);
      this.at++;
      return fault;
    }
    if (this.quotes && character === '"') this.open.push({ kind: 'double', start: this.at, wordStart: this.at });
    else if (this.quotes && character === "'") {
      const close = text.indexOf("'", this.at + 1);
      if (close === -1) return this.atEnd(this.at);
      this.at = close;
    } else if (character === this.escape) this.at++;
    this.at++;
    return undefined;
  }

  private closeBrace(frame: Frame): SubstitutionFault | undefined {
    this.open.pop();
    this.at++;
    if (frame.unknown !== undefined) return { kind: 'modifier', ...frame.unknown };
    return frame.isPattern === true ? this.patternFault(frame, this.at - 1) : undefined;
  }

  private dollar(): SubstitutionFault | undefined {
    const { text } = this;
    const start = this.at;
    if (text[start + 1] !== '{') {
      this.at++;
      this.name();
      return undefined;
    }
    this.at += 2;
    const first = text[this.at];
    if (first === undefined) return { kind: 'unclosed', start, end: text.length };
    if (first === '{' || first === '}' || first === ':') return { kind: 'empty', start, end: this.at + 1 };
    this.name();
    const operatorAt = this.at++;
    const operator = text[operatorAt];
    switch (operator) {
      case undefined:
        return { kind: 'unclosed', start, end: text.length };
      case '}':
        return undefined;
      case ':':
        this.colon(start);
        return undefined;
      case '+':
      case '-':
      case '?':
      case '#':
      case '%':
        this.open.push({ kind: 'brace', start, wordStart: this.at, isPattern: operator === '#' || operator === '%' });
        return undefined;
      case '/':
        if (text[this.at] === '/') this.at++;
        this.open.push({ kind: 'pattern', start, wordStart: this.at });
        return undefined;
      default:
        // `"${A"` is what somebody forgot to close.
        return operator === '"' || operator === "'" || !text.includes('}', operatorAt)
          ? { kind: 'unclosed', start, end: operatorAt }
          : { kind: 'modifier', start: operatorAt, end: operatorAt + 1 };
    }
  }

  private colon(start: number): void {
    const operator = this.text[this.at];
    const place = { start: this.at, end: this.at + 1 };
    if (operator !== undefined) this.at++;
    const known = operator !== undefined && '-+?#%'.includes(operator);
    this.open.push({
      kind: 'brace',
      start,
      wordStart: this.at,
      ...(known ? { isPattern: operator === '#' || operator === '%' } : { unknown: place }),
    });
  }

  /** Letters, digits and `_`; digits alone; or one sign such as `@`. */
  private name(): void {
    nameAt.lastIndex = this.at;
    this.at += nameAt.exec(this.text)?.[0].length ?? 0;
  }

  /** In a pattern `\` stands in front of `*`, `?`, `\`, `}` and `/` alone. */
  private patternFault({ wordStart }: Frame, end = this.at): SubstitutionFault | undefined {
    const word = this.text.slice(wordStart, end);
    if (!word.includes('\\') || /["'$]/.test(word)) return undefined;
    const right = /^(?:[^\\]|\\[*?\\}/])*/.exec(word)?.[0].length ?? 0;
    if (right === word.length) return undefined;
    const start = wordStart + right;
    return { kind: 'pattern', start, end: Math.min(start + 2, end) };
  }

  /** @param quote where a quote stands that is not closed */
  private atEnd(quote?: number): SubstitutionFault | undefined {
    const { length: end } = this.text;
    const inner = this.open.findLast(({ kind }) => kind !== 'double');
    if (inner !== undefined) return { kind: inner.kind === 'pattern' ? 'replacement' : 'unclosed', start: inner.start, end };
    const start = quote ?? this.open[0]?.start;
    return start === undefined ? undefined : { kind: 'quote', start, end };
  }
}

/** The number of the error; a quote has that which dockerfile-utils gives it. */
export function numberOfFault({ kind, start }: SubstitutionFault, text: string): number {
  if (kind === 'quote') return text[start] === '"' ? 36 : 35;
  return { unclosed: 111, empty: 112, modifier: 44, replacement: 113, pattern: 114 }[kind];
}
