import type { JoinedText } from '../joined-text';
import type { Range } from '../text';

/** Types of VS Code's standard legend, so that every theme has colours for them. */
export const tokenTypes = [
  'keyword',
  'comment',
  'string',
  'number',
  'operator',
  'variable',
  'property',
  'parameter',
  'function',
  'class',
  'namespace',
  'enumMember',
  'macro',
] as const;
export type TokenType = (typeof tokenTypes)[number];

export const tokenModifiers = ['declaration', 'defaultLibrary'] as const;
export type TokenModifier = (typeof tokenModifiers)[number];

/** A coloured piece of the file; it lies on one line. */
export interface Token extends Range {
  readonly type: TokenType;
  readonly modifier: TokenModifier | undefined;
}

/** Gathers the tokens of a file. */
export class TokenSink {
  private readonly tokens: Token[] = [];

  constructor(private readonly text: string) {}

  /** A piece of the file; one of several lines becomes several tokens. */
  add({ start, end }: Range, type: TokenType, modifier?: TokenModifier): void {
    for (let at = start; at < end;) {
      const lineEnd = this.text.indexOf('\n', at);
      const stop = lineEnd === -1 || lineEnd > end ? end : lineEnd;
      const last = stop > at && this.text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop;
      if (last > at) this.tokens.push({ start: at, end: last, type, modifier });
      at = stop + 1;
    }
  }

  /** A piece of a joined text, which may stand in several pieces in the file. */
  addJoined(joined: JoinedText, span: Range, type: TokenType, modifier?: TokenModifier): void {
    for (let from = span.start; from < span.end;) {
      const start = joined.offsetInFile(from);
      let low = from + 1;
      let high = span.end;
      // Usually all of it stands in one piece.
      if (joined.offsetInFile(high - 1) - start === high - 1 - from) low = high;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (joined.offsetInFile(middle) - start === middle - from) low = middle + 1;
        else high = middle;
      }
      this.add({ start, end: start + low - from }, type, modifier);
      from = low;
    }
  }

  /** All tokens in order; where two overlap, the one that begins first stays. */
  inOrder(): readonly Token[] {
    const sorted = this.tokens.sort((a, b) => a.start - b.start || b.end - a.end);
    let end = 0;
    return sorted.filter((token) => {
      if (token.start < end) return false;
      ({ end } = token);
      return true;
    });
  }
}
