import { t } from './localize';

/** A word of a command line with its place in the text, in UTF-16 units. */
export interface Word {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

/** What is wrong with a line, translated, and where. */
export class LineProblem extends Error {
  constructor(
    readonly reason: string,
    readonly offset: number,
    readonly length: number,
  ) {
    super(reason);
    this.name = 'LineProblem';
  }
}

/** What stands for the shell's surroundings. Nothing is expanded that is not given. */
export interface ShellSurroundings {
  /** For an unquoted `~` or `~/…` at the beginning of a word. */
  readonly home?: string;
  /** For `$(pwd)` and `$PWD`. */
  readonly workingDirectory?: string;
  /** For `$NAME` and `${NAME}`. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** `literal` on Windows, where a backslash separates folders; otherwise it quotes, as in a POSIX shell. */
  readonly backslash?: 'quotes' | 'literal';
}

/**
 * Splits a command line into words as a POSIX shell does (quotes, backslashes, continued lines, `~`, variables and
 * `$(pwd)`); never runs anything. Throws {@link LineProblem} for what only a real shell could do.
 */
export function splitWords(line: string, surroundings: ShellSurroundings = {}): Word[] {
  return new Splitter(line, surroundings).words();
}

class Splitter {
  private position = 0;

  constructor(
    private readonly line: string,
    private readonly surroundings: ShellSurroundings,
  ) {}

  words(): Word[] {
    const words: Word[] = [];
    for (;;) {
      this.skipBlanks();
      if (this.position >= this.line.length) return words;
      const offset = this.position;
      const text = this.word();
      words.push({ text, offset, length: this.position - offset });
    }
  }

  private skipBlanks(): void {
    const blanks = this.surroundings.backslash === 'literal' ? /\s*/y : /(?:\s|\\\r?\n)*/y;
    blanks.lastIndex = this.position;
    this.position += blanks.exec(this.line)?.[0].length ?? 0;
  }

  private word(): string {
    let text = this.tilde();
    for (let character = this.line[this.position]; character !== undefined && !/\s/.test(character); character = this.line[this.position]) {
      if (character === "'") text += this.singleQuoted();
      else if (character === '"') text += this.doubleQuoted();
      else if (character === '\\' && this.surroundings.backslash !== 'literal') text += this.escaped(/./s);
      else if (character === '$') text += this.dollar();
      else if (/[;|&<>()`]/.test(character)) throw this.notOneCommand(character);
      else {
        text += character;
        this.position++;
      }
    }
    return text;
  }

  private tilde(): string {
    const { home } = this.surroundings;
    if (home === undefined || !/^~(?:[/\s]|$)/.test(this.line.slice(this.position, this.position + 2))) return '';
    this.position++;
    return home;
  }

  private singleQuoted(): string {
    const end = this.line.indexOf("'", this.position + 1);
    if (end < 0) throw this.unclosed();
    const text = this.line.slice(this.position + 1, end);
    this.position = end + 1;
    return text;
  }

  private doubleQuoted(): string {
    const start = this.position;
    let text = '';
    this.position++;
    for (;;) {
      const character = this.line[this.position];
      if (character === undefined) {
        this.position = start;
        throw this.unclosed();
      }
      if (character === '"') break;
      if (character === '\\' && this.surroundings.backslash !== 'literal') text += this.escaped(/[$`"\\]/);
      else if (character === '$') text += this.dollar();
      else if (character === '`') throw this.notOneCommand(character);
      else {
        text += character;
        this.position++;
      }
    }
    this.position++;
    return text;
  }

  private escaped(special: RegExp): string {
    const next = /^\r?\n|^[^]?/.exec(this.line.slice(this.position + 1, this.position + 3))?.[0] ?? '';
    this.position += 1 + next.length;
    if (/\n$/.test(next)) return '';
    return special.test(next) ? next : `\\${next}`;
  }

  private dollar(): string {
    const match = /^\$(?:\(pwd\)|\{(\w+)\}|([A-Za-z_]\w*))/.exec(this.line.slice(this.position));
    if (!match) {
      if (/^\$[({]/.test(this.line.slice(this.position))) throw this.notOneCommand('$');
      this.position++;
      return '$';
    }
    const name = match[1] ?? match[2] ?? 'PWD';
    const variables = this.surroundings.variables ?? {};
    const own = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const value = name === 'PWD' ? (this.surroundings.workingDirectory ?? own) : own;
    if (value === undefined) {
      throw new LineProblem(t('The variable {0} is not set here.', name), this.position, match[0].length);
    }
    this.position += match[0].length;
    return value;
  }

  private unclosed(): LineProblem {
    return new LineProblem(t('This quote is not closed.'), this.position, 1);
  }

  private notOneCommand(character: string): LineProblem {
    return new LineProblem(t('No shell runs this line: "{0}" must be quoted.', character), this.position, 1);
  }
}
