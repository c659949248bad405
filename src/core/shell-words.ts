import { t } from './localize';
import { braceWords } from './shell/braces';
import { WordExpander } from './shell/expand';
import { isInput, refuseOperator } from './shell/operators';
import { LineProblem, skipPiece, type ShellSurroundings, type LineWord } from './shell/scan';
import { own, setOwn } from './records';

export { LineProblem, type OnlyCommand, type ShellSurroundings, type LineWord } from './shell/scan';

/** A simple command of a shell, read without one. */
export interface ShellCommand {
  /** `NAME=value` before the first word, in their order. */
  readonly assignments: Readonly<Record<string, string>>;
  readonly words: readonly LineWord[];
  /** The file behind `<`, where a line may have one. */
  readonly input?: LineWord;
}

/**
 * Reads one command as bash does (quotes, continued lines, comments, assignments before it, braces, `~`, variables, the
 * substitutions that need no shell, file patterns) and never runs anything. Throws {@link LineProblem} for what only a
 * real shell could do, and for a second command. `shell/powershell` and `shell/cmd` read the lines of other shells.
 *
 * Where it means to differ from bash: a variable that is not set is refused instead of being left out, and the path of a
 * folder (`$PWD`, `$(pwd)`, `$HOME`) stays one word when it holds blanks.
 */
export function readShellCommand(line: string, surroundings: ShellSurroundings = {}, from = 0, prompt = false): ShellCommand {
  return new CommandReader(line, surroundings, from, prompt).read();
}

class CommandReader {
  private readonly words: LineWord[] = [];
  private readonly assignments: Record<string, string> = Object.create(null) as Record<string, string>;
  private readonly expander: WordExpander;
  private readonly blanks: RegExp;
  private input: LineWord | undefined;

  constructor(
    private readonly line: string,
    private readonly surroundings: ShellSurroundings,
    private position: number,
    prompt: boolean,
  ) {
    this.expander = new WordExpander(surroundings, (text, inner) => readShellCommand(text, inner).words);
    this.blanks = surroundings.backslash === 'literal' ? windowsBlanks() : prompt ? promptBlanks() : continuedBlanks();
  }

  read(): ShellCommand {
    for (;;) {
      this.skipBlanks();
      const character = this.line[this.position];
      if (character === undefined) break;
      if (character === '#') this.skipComment();
      else if (character === '\n' && this.surroundings.newline === 'blank') this.position += 1;
      else if (character === '\n' || character === ';') {
        if (this.endsHere(character)) break;
      } else if (isInput(this.line, this.position, this.surroundings)) this.readInput();
      else if (/[|&<>()]/.test(character)) refuseOperator(this.line, this.position, this.words.length, this.surroundings);
      else this.readWord();
    }
    return { assignments: this.assignments, words: this.words, ...(this.input && { input: this.input }) };
  }

  private readInput(): void {
    const start = this.position;
    this.position += 1;
    this.skipBlanks();
    const before = this.words.length;
    if (/[^\s;|&<>()#]/.test(this.line[this.position] ?? '')) this.readWord();
    const [word, ...more] = this.words.splice(before);
    if (!word || more.length > 0 || this.input) throw new LineProblem(t('One file must stand after "{0}".', '<'), start, 1);
    this.input = word;
  }

  private skipBlanks(): void {
    this.blanks.lastIndex = this.position;
    this.position += this.blanks.exec(this.line)?.[0].length ?? 0;
  }

  private skipComment(): void {
    const end = this.line.indexOf('\n', this.position);
    this.position = end < 0 ? this.line.length : end;
  }

  /** Lines before the command may be empty; after it nothing but blanks and comments may stand. */
  private endsHere(character: string): boolean {
    const begun = this.words.length > 0 || Object.keys(this.assignments).length > 0;
    const rest = this.position + 1;
    if (!begun && character === '\n') {
      this.position = rest;
      return false;
    }
    if (begun && /^(?:\s|#[^\n]*(?:\n|$))*$/.test(this.line.slice(rest))) return true;
    return refuseOperator(this.line, this.position, this.words.length, this.surroundings);
  }

  private readWord(): void {
    const offset = this.position;
    let end = offset;
    for (let character = this.line[end]; character !== undefined && !/[ \t\r\n;|&<>()]/.test(character); character = this.line[end]) {
      end = skipPiece(this.line, end, this.surroundings);
    }
    this.position = end;
    const raw = this.line.slice(offset, end);
    // `2>` is one operator.
    if (/^\d+$/.test(raw) && /[<>]/.test(this.line[end] ?? '')) refuseOperator(this.line, offset, this.words.length, this.surroundings);
    const assignment = this.words.length === 0 ? /^([A-Za-z_]\w*)(\+?)=/.exec(raw) : null;
    if (assignment) this.assign(assignment[1] ?? '', assignment[2] === '+', raw, offset);
    else this.addWords(raw, offset);
  }

  private assign(name: string, more: boolean, raw: string, offset: number): void {
    const value = this.expander.value(raw, raw.indexOf('=') + 1, offset, { ...this.assignments });
    const before = more ? (own(this.assignments, name) ?? own(this.surroundings.variables ?? {}, name) ?? '') : '';
    setOwn(this.assignments, name, before + value);
  }

  private addWords(raw: string, offset: number): void {
    const place = { offset, length: raw.length };
    const alternatives = braceWords(raw, this.surroundings, offset);
    for (const alternative of alternatives) {
      // What braces have made stands nowhere in the line: trouble with it is shown at the word.
      const whole = alternatives.length > 1 || alternative !== raw ? place : undefined;
      for (const text of this.expander.words(alternative, offset, whole)) this.words.push({ text, ...place });
      if (this.words.length > mostWords) throw new LineProblem(t('This expands to too many words.'), offset, raw.length);
    }
  }
}

const mostWords = 10_000;

// Blanks are those of shells: a no-break space, say, belongs to its word.
// An input box makes one line of several: the backslash at the end of each then stands before a blank.
const continuedBlanks = (): RegExp => /(?:[ \t\r]|\\\r?\n|(?<=\s)\\[ \t](?=[ \t]*-))*/y;
const promptBlanks = (): RegExp => /(?:[ \t\r]|\\\r?\n(?:> )?|(?<=\s)\\[ \t](?=[ \t]*-))*/y;
// On Windows a word that is a backslash alone, or one before an option, is nothing else.
const windowsBlanks = (): RegExp => /(?:[ \t\r]|\\\r?\n(?:> )?|(?<=\s)\\(?=[ \t-]))*/y;
