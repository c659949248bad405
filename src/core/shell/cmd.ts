import { t } from '../localize';
import { isInput, refuseOperator } from './operators';
import { notEvaluated } from './refusals';
import { LineProblem, type ShellSurroundings, type LineWord } from './scan';
import { windowsVariable } from './windows-variables';

/** A character that `cmd.exe` passes on, with what it was in the line. */
interface Passed {
  readonly character: string;
  readonly start: number;
  readonly end: number;
  /** Of the path of a folder, which is not divided at its blanks. */
  readonly isSolid: boolean;
}

/**
 * The words that a program gets of a line of `cmd.exe`: `%NAME%` expands, also between quotes; `^` makes the next character
 * an ordinary one and continues lines; then the program itself takes the rest apart. Throws {@link LineProblem}.
 */
export function readCmdWords(line: string, surroundings: ShellSurroundings, from = 0): readonly LineWord[] {
  return readCmdCommand(line, surroundings, from).words;
}

/** {@link readCmdWords}, with the file behind `<` where a line may have one. */
export function readCmdCommand(
  line: string,
  surroundings: ShellSurroundings,
  from = 0,
): { readonly words: readonly LineWord[]; readonly input?: LineWord } {
  const reader = new CmdReader(line, surroundings, from);
  const passed = reader.read();
  const { input } = reader;
  if (!input) return { words: argumentsOf(passed) };
  const [file, ...behind] = argumentsOf(passed.slice(input.count));
  if (!file) throw new LineProblem(t('One file must stand after "{0}".', '<'), input.position, 1);
  return { words: [...argumentsOf(passed.slice(0, input.count)), ...behind], input: file };
}

class CmdReader {
  private readonly passed: Passed[] = [];
  private quote = -1;
  /** Where `<` stands, and how much was passed on before it. */
  input: { readonly position: number; readonly count: number } | undefined;

  constructor(
    private readonly line: string,
    private readonly surroundings: ShellSurroundings,
    private position: number,
  ) {}

  read(): readonly Passed[] {
    for (let character = this.line[this.position]; character !== undefined; character = this.line[this.position]) {
      if (character === '\n' || this.line.startsWith('\r\n', this.position)) {
        if (this.endsHere()) break;
      } else if (character === '"') {
        this.quote = this.quote < 0 ? this.position : -1;
        this.pass(1);
      } else if (character === '%') this.percent();
      else if (this.quote >= 0) this.pass(1);
      else if (character === '^') this.caret();
      else if (!this.input && isInput(this.line, this.position, this.surroundings)) {
        this.input = { position: this.position, count: this.passed.length };
        this.position += 1;
      } else if (/[&|<>]/.test(character)) refuseOperator(this.line, this.position, this.passed.length > 0 ? 1 : 0, this.surroundings);
      else this.pass(1);
    }
    if (this.quote >= 0) throw new LineProblem(t('This quote is not closed.'), this.quote, 1);
    return this.passed;
  }

  /** Lines before the command may be empty; after it nothing may stand. */
  private endsHere(): boolean {
    const begun = this.passed.some(({ character }) => character.trim() !== '');
    if (begun && this.line.slice(this.position).trim() === '') return true;
    if (begun) refuseOperator(this.line, this.line.indexOf('\n', this.position), 1, this.surroundings);
    this.position = this.line.indexOf('\n', this.position) + 1;
    return false;
  }

  private caret(): void {
    const continued = /\^[ \t]*\r?\n(?:More\? )?/y;
    continued.lastIndex = this.position;
    const end = continued.exec(this.line)?.[0].length;
    this.position += end ?? 1;
    if (end === undefined && this.position < this.line.length) this.pass(1);
  }

  private percent(): void {
    const piece = /^%~[a-z]*\d|^%([^%\r\n]+)%/i.exec(this.line.slice(this.position, this.position + 200));
    const name = piece?.[1];
    if (!piece) {
      this.pass(1);
      return;
    }
    const value =
      name?.toLowerCase() === 'cd' ? this.workingDirectory() : name === undefined ? undefined : windowsVariable(name, this.surroundings);
    if (!value) {
      // An ordinary text between two percent signs stays one, as for `cmd.exe`.
      if (name !== undefined && !/^\w+$/.test(name) && !/^\w+:/.test(name)) {
        this.pass(1);
        return;
      }
      const reason = name !== undefined && /^\w+$/.test(name) ? t('The variable {0} is not set here.', name) : notEvaluated(piece[0]);
      throw new LineProblem(reason, this.position, piece[0].length);
    }
    const [start, end] = [this.position, this.position + piece[0].length];
    for (const character of value.text.split(/(?=[^])/)) this.passed.push({ character, start, end, isSolid: value.isFolder === true });
    this.position = end;
  }

  private workingDirectory(): { readonly text: string; readonly isFolder: true } | undefined {
    const { workingDirectory } = this.surroundings;
    return workingDirectory === undefined ? undefined : { text: workingDirectory, isFolder: true };
  }

  private pass(length: number): void {
    const end = this.position + length;
    this.passed.push({ character: this.line.slice(this.position, end), start: this.position, end, isSolid: false });
    this.position = end;
  }
}

/**
 * Words as Go, in which docker is written, takes a command line of Windows apart: `\"` is a quote, other backslashes are
 * themselves, and two quotes within quotes are one that ends them (https://pkg.go.dev/os, `commandLineToArgv`).
 */
function argumentsOf(passed: readonly Passed[]): readonly LineWord[] {
  const words: LineWord[] = [];
  const isBlank = ({ character, isSolid }: Passed): boolean => !isSolid && (character === ' ' || character === '\t');
  for (let index = 0; index < passed.length; index += 1) {
    const first = passed[index];
    if (!first || isBlank(first)) continue;
    let text = '';
    let quoted = false;
    let slashes = 0;
    let { end } = first;
    for (let each = passed[index]; each && (quoted || !isBlank(each)); each = passed[(index += 1)]) {
      end = each.end;
      if (each.character === '\\') {
        slashes += 1;
        continue;
      }
      if (each.character === '"') {
        text += '\\'.repeat(Math.floor(slashes / 2));
        if (slashes % 2 === 1) text += '"';
        else {
          if (quoted && passed[index + 1]?.character === '"') {
            text += '"';
            index += 1;
            end = passed[index]?.end ?? end;
          }
          quoted = !quoted;
        }
      } else text += '\\'.repeat(slashes) + each.character;
      slashes = 0;
    }
    words.push({ text: text + '\\'.repeat(slashes), offset: first.start, length: end - first.start });
  }
  return words;
}
