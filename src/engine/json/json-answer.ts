import { GrowingBytes } from '../../core/growing-bytes';
import { backslash, closeBrace, closeBracket, comma, openBrace, openBracket, quote } from '../../core/json-bytes';
import { exceeded } from '../../core/limit-exceeded';
import { type LimitName, limits } from '../../core/limits';
import { object, parseJson } from './json';

/** What is kept of one element of a list; `key` is the list's name in the answer, empty for an answer that is a list. */
export type KeepElement = (element: unknown, key: string) => unknown;

/** Name of a list with what stands around it, in bytes. */
const longestKey = 128;
/** So much of an answer is told when it is no JSON, in bytes. */
const longestTold = 10_000;

/**
 * Parses an answer of JSON while it comes, so that no more of it is in memory than what is kept of it: the elements of the
 * answer, when it is a list, or of the lists that are its members, are parsed one by one. Throws `limitExceeded`.
 */
export class JsonAnswer {
  private length = 0;
  /** The beginning of the answer as it came. */
  private readonly told = new GrowingBytes();
  /** The answer without the elements of its lists. */
  private readonly frame = new GrowingBytes();
  private readonly element = new GrowingBytes();
  private readonly lists = new Map<string, unknown[]>();
  /** The list that is open, and how deep its elements lie. */
  private open: { readonly key: string; readonly kept: unknown[]; readonly depth: number } | undefined;
  private values = 1;
  private depth = 0;
  private inText = false;
  private escaped = false;
  private broken = false;

  constructor(
    /** Who answers, for errors. */
    private readonly from: string,
    private readonly limit: LimitName,
    private readonly keep: KeepElement = (element) => element,
  ) {}

  /** How many bytes have come. */
  get bytes(): number {
    return this.length;
  }

  /** The next piece of the answer, of any length. */
  push(chunk: Buffer): void {
    this.length += chunk.length;
    if (this.length > limits[this.limit].most) throw exceeded(this.limit, this.from);
    if (this.told.length < longestTold) this.told.push(chunk.subarray(0, longestTold - this.told.length));
    this.take(chunk);
    if (this.values > limits.jsonValues.most) throw exceeded('jsonValues', this.from);
  }

  /** The answer, or what came in its place as text: a page of a proxy. */
  end(): { readonly value: unknown } | { readonly text: string } {
    const frame = this.broken || this.open ? undefined : parseJson(textOf(this.frame));
    if (frame === undefined) return { text: textOf(this.told) };
    const whole = this.lists.get('');
    if (whole) return { value: whole };
    for (const [key, value] of this.lists)
      Object.defineProperty(object(frame), key, { value, enumerable: true, configurable: true, writable: true });
    return { value: frame };
  }

  private take(chunk: Buffer): void {
    let begin = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (this.inText) {
        if (this.escaped) this.escaped = false;
        else if (byte === backslash) this.escaped = true;
        else if (byte === quote) this.inText = false;
        continue;
      }
      switch (byte) {
        case quote:
          this.inText = true;
          break;
        case openBrace:
        case openBracket:
          this.values += 1;
          this.depth += 1;
          if (this.depth > limits.jsonDepth.most) throw exceeded('jsonDepth', this.from);
          if (byte === openBracket && !this.open && this.depth <= 2) {
            this.begin(chunk.subarray(begin, index + 1));
            begin = index + 1;
          }
          break;
        case comma:
          this.values += 1;
          if (this.depth !== this.open?.depth) break;
          this.add(chunk.subarray(begin, index));
          this.finishElement();
          begin = index + 1;
          break;
        case closeBrace:
        case closeBracket:
          if (this.depth === this.open?.depth) {
            this.add(chunk.subarray(begin, index));
            this.finishElement();
            this.open = undefined;
            begin = index;
          }
          this.depth -= 1;
          break;
        default:
      }
    }
    this.add(chunk.subarray(begin));
  }

  /** Takes a piece that ends with a bracket; the elements of the list that begins there are read one by one from now on. */
  private begin(piece: Buffer): void {
    this.add(piece);
    const key = this.keyOfList();
    if (key === undefined) return;
    const kept: unknown[] = [];
    this.lists.set(key, kept);
    this.open = { key, kept, depth: this.depth };
  }

  /**
   * The name of the list whose bracket came last: that of a member of the answer, empty for a list that is the answer.
   * Undefined for a list in a list, and for a name that is not written plainly.
   */
  private keyOfList(): string | undefined {
    const before = Buffer.from(this.frame.view(longestKey)).toString('latin1');
    if (this.depth === 1) return before.trim() === '[' ? '' : undefined;
    return /[{,\s]"([A-Za-z]\w{0,60})"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}\[$/.exec(before)?.[1];
  }

  private add(piece: Buffer): void {
    if (piece.length === 0) return;
    const limit = this.open ? 'listElement' : 'answer';
    const bytes = this.open ? this.element : this.frame;
    if (bytes.length + piece.length > limits[limit].most) throw exceeded(limit, this.from);
    bytes.push(piece);
  }

  private finishElement(): void {
    const { open, element } = this;
    if (!open) return;
    const text = textOf(element);
    element.clear();
    if (text.trim() === '') return;
    const value = parseJson(text);
    if (value === undefined) this.broken = true;
    else if (this.limit === 'list' && open.kept.length >= limits.listElements.most) throw exceeded('listElements', this.from);
    else open.kept.push(this.keep(value, open.key));
  }
}

function textOf(bytes: GrowingBytes): string {
  const { buffer, byteOffset, byteLength } = bytes.view();
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
}
