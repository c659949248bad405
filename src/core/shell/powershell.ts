import { own } from '../records';
import { t } from '../localize';
import { readCmdWords } from './cmd';
import { refuseOperator } from './operators';
import { notEvaluated } from './refusals';
import { LineProblem, type ShellSurroundings, type LineWord } from './scan';
import { commandValue } from './substitutions';
import { windowsVariable } from './windows-variables';

const singleQuote = /['\u2018-\u201b]/;
const doubleQuote = /["\u201c-\u201e]/;
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  0: '\0',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\u000b',
  e: '\u001b',
};
const location =
  /^\(?\s*(?:\$\{?pwd\}?|pwd|gl|get-location|(?:resolve|convert)-path\s+['"]?\.[\\/]?['"]?)\s*\)?(?:\.(?:provider)?path(?:\.tostring\(\))?)?$/i;
const variable = /\$(?:env:(\w+)|\{env:([^{}]+)\}|\{(\w+)\}|(\w+|\$))/iy;

/**
 * The words that a program gets of a PowerShell line (about_Parsing, about_Quoting_Rules, native arguments as of 7.3):
 * quotes and what they hold, the backtick, variables, `$(…)` where it needs no shell, comments, `--%`. Throws
 * {@link LineProblem} for a second command, and for what only a real shell could do.
 */
export function readPowershellWords(line: string, surroundings: ShellSurroundings, from = 0): readonly LineWord[] {
  return new PowershellReader(line, surroundings, from).read();
}

class PowershellReader {
  private readonly words: LineWord[] = [];

  constructor(
    private readonly line: string,
    private readonly surroundings: ShellSurroundings,
    private position: number,
  ) {}

  read(): readonly LineWord[] {
    for (;;) {
      this.skipBlanks();
      const character = this.line[this.position];
      if (character === undefined) break;
      if (character === '#') this.position = this.endOfLine();
      else if (this.line.startsWith('<#', this.position)) this.position = this.closing('#>', 2);
      else if (character === '\n' || character === ';') {
        if (this.endsHere(character)) break;
      } else if (character === '&' && this.words.length === 0) this.position += 1;
      else if (/[|&<>)]/.test(character) || /^(?:\d|\*)>/.test(this.line.slice(this.position, this.position + 2)))
        refuseOperator(this.line, this.position, this.words.length, this.surroundings);
      else if (/^--%(?:\s|$)/.test(this.line.slice(this.position, this.position + 4))) {
        this.words.push(...readCmdWords(this.line, this.surroundings, this.position + 3));
        break;
      } else this.readWord();
    }
    return this.words;
  }

  /** An input box makes one line of several: the backtick at the end of each then stands before what comes next. */
  private skipBlanks(): void {
    const blanks = /(?:[^\S\n]|`[ \t]*\r?\n(?:>>)?|`(?=[ \t\w./"'$-]))*/y;
    blanks.lastIndex = this.position;
    this.position += blanks.exec(this.line)?.[0].length ?? 0;
  }

  private endOfLine(): number {
    const end = this.line.indexOf('\n', this.position);
    return end < 0 ? this.line.length : end;
  }

  private closing(end: string, length: number): number {
    const found = this.line.indexOf(end, this.position + length);
    if (found < 0)
      throw new LineProblem(t('"{0}" is not closed.', this.line.slice(this.position, this.position + length)), this.position, length);
    return found + end.length;
  }

  /** Lines before the command may be empty; after it nothing but blanks and comments may stand. */
  private endsHere(character: string): boolean {
    const begun = this.words.length > 0;
    if (!begun && character === '\n') {
      this.position += 1;
      return false;
    }
    if (begun && /^(?:\s|#[^\n]*(?:\n|$))*$/.test(this.line.slice(this.position + 1))) return true;
    return refuseOperator(this.line, this.position, this.words.length, this.surroundings);
  }

  private readWord(): void {
    const offset = this.position;
    let text = '';
    for (
      let character = this.line[this.position];
      character !== undefined && !/[\s;|&<>]/.test(character);
      character = this.line[this.position]
    ) {
      if (singleQuote.test(character)) text += this.singleQuoted();
      else if (doubleQuote.test(character)) text += this.doubleQuoted();
      else if (character === '`') {
        if (/^`[ \t]*\r?\n/.test(this.line.slice(this.position))) break;
        text += this.escaped();
      } else if (character === '$') text += this.dollar(this.position === offset);
      else if (character === '(') text += this.group(this.position === offset);
      else if (character === ')') refuseOperator(this.line, this.position, this.words.length, this.surroundings);
      else if (character === '~' && this.position === offset && /^~(?:[\s/\\:]|$)/.test(this.line.slice(offset, offset + 2))) {
        text += this.surroundings.home ?? '~';
        this.position += 1;
      } else if (
        character === '@' &&
        this.position === offset &&
        /^@['"\u2018-\u201e][ \t]*\r?\n/.test(this.line.slice(offset, offset + 40))
      ) {
        // A here-string.
        this.position += 2;
        throw this.unknown(offset);
      } else {
        text += character;
        this.position += 1;
      }
    }
    this.words.push({ text, offset, length: this.position - offset });
  }

  private singleQuoted(): string {
    const start = this.position;
    let text = '';
    for (this.position += 1; this.position < this.line.length; this.position += 1) {
      const character = this.line[this.position] ?? '';
      if (singleQuote.test(character)) {
        this.position += 1;
        if (!singleQuote.test(this.line[this.position] ?? '')) return text;
        text += this.line[this.position] ?? '';
      } else text += character;
    }
    throw new LineProblem(t('This quote is not closed.'), start, 1);
  }

  private doubleQuoted(): string {
    const start = this.position;
    let text = '';
    for (this.position += 1; this.position < this.line.length;) {
      const character = this.line[this.position] ?? '';
      if (doubleQuote.test(character)) {
        this.position += 1;
        if (!doubleQuote.test(this.line[this.position] ?? '')) return text;
        text += this.line[this.position] ?? '';
        this.position += 1;
      } else if (character === '`') text += this.escaped();
      else if (character === '$') text += this.dollar(false);
      else {
        text += character;
        this.position += 1;
      }
    }
    throw new LineProblem(t('This quote is not closed.'), start, 1);
  }

  private escaped(): string {
    const unicode = /^`u\{([\da-f]{1,6})\}/i.exec(this.line.slice(this.position, this.position + 10));
    const point = unicode ? Number.parseInt(unicode[1] ?? '', 16) : undefined;
    if (unicode && point !== undefined && point <= 0x10_ffff) {
      this.position += unicode[0].length;
      return String.fromCodePoint(point);
    }
    const character = this.line[this.position + 1] ?? '';
    this.position += 1 + character.length;
    return own(escapes, character) ?? character;
  }

  /** A variable or `$(…)`; a dollar before anything else is one like any other character. */
  private dollar(isBare: boolean): string {
    const start = this.position;
    if (this.line[start + 1] === '(') {
      this.position += 1;
      return this.inner(start, this.parenthesized());
    }
    variable.lastIndex = start;
    const found = variable.exec(this.line);
    if (!found) {
      // What the last command has left.
      if (/[?^$]/.test(this.line[start + 1] ?? '')) {
        this.position += 2;
        throw this.unknown(start);
      }
      this.position += 1;
      return '$';
    }
    const [piece, plain, braced, inBraces, name = inBraces ?? ''] = found;
    this.position += piece.length;
    const environment = plain ?? braced;
    const value = environment === undefined ? this.automatic(name) : windowsVariable(environment, this.surroundings)?.text;
    if (value === undefined)
      throw new LineProblem(
        t('The variable {0} is not set here.', environment === undefined ? name : `env:${environment}`),
        start,
        piece.length,
      );
    // A property of a word that begins so; between quotes it is text.
    const property =
      isBare && /^(?:pwd)$/i.test(name)
        ? /^\.(?:provider)?path\b/i.exec(this.line.slice(this.position, this.position + 20))?.[0].length
        : undefined;
    this.position += property ?? 0;
    const member =
      isBare && property === undefined
        ? /^(?:\.[A-Za-z_]\w*|\[[^\]\s]*\]?)/.exec(this.line.slice(this.position, this.position + 100))
        : null;
    if (member) {
      this.position += member[0].length;
      throw this.unknown(start);
    }
    return value;
  }

  /** Variables that PowerShell has by itself. */
  private automatic(name: string): string | undefined {
    const { workingDirectory, home, processId } = this.surroundings;
    switch (name.toLowerCase()) {
      case 'pwd':
        return workingDirectory;
      case 'home':
      case '~':
        return home;
      case 'pid':
        return processId === undefined ? undefined : String(processId);
      case 'null':
        return '';
      case 'true':
        return 'True';
      case 'false':
        return 'False';
      default:
        return undefined;
    }
  }

  /** `(Get-Location).Path` as a word; other groups would need a shell. */
  private group(isBare: boolean): string {
    const start = this.position;
    const inside = this.parenthesized();
    const property = /^\.(?:provider)?path\b/i.exec(this.line.slice(this.position, this.position + 20))?.[0] ?? '';
    this.position += property.length;
    if (!isBare) throw this.unknown(start);
    return this.inner(start, `(${inside})${property}`);
  }

  /** The text in the parentheses at the position, which is then behind them. */
  private parenthesized(): string {
    const start = this.position;
    let depth = 0;
    for (; this.position < this.line.length; this.position += 1) {
      if (this.line[this.position] === '(') depth += 1;
      else if (this.line[this.position] === ')') depth -= 1;
      if (depth > 0) continue;
      this.position += 1;
      return this.line.slice(start + 1, this.position - 1);
    }
    throw new LineProblem(t('"{0}" is not closed.', '('), start, 1);
  }

  /** What a group prints of which the answer is known. */
  private inner(start: number, source: string): string {
    const { workingDirectory } = this.surroundings;
    const text = source.trim();
    if (location.test(text) && workingDirectory !== undefined) return workingDirectory;
    const words = text.replace(/^\((.*)\)$/, '$1').trim();
    const whole = new RegExp(`^(?:${variable.source})$`, 'i').exec(words);
    const environment = whole?.[1] ?? whole?.[2];
    const value = whole
      ? environment === undefined
        ? this.automatic(whole[3] ?? whole[4] ?? '')
        : windowsVariable(environment, this.surroundings)?.text
      : commandValue(words.split(/\s+/), this.surroundings)?.text;
    if (value === undefined) throw this.unknown(start);
    return value;
  }

  private unknown(start: number): LineProblem {
    return new LineProblem(notEvaluated(this.line.slice(start, this.position)), start, this.position - start);
  }
}
