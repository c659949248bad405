import { t } from '../localize';
import { ansiText } from './ansi-quote';
import { Fields } from './fields';
import { matchPattern } from './patterns';
import { notEvaluated } from './refusals';
import { LineProblem, type ShellSurroundings, skipPiece, type LineWord } from './scan';
import { commandValue, type ShellValue, variableValue } from './substitutions';
import { own } from '../records';

/** Where trouble is shown: `offset` is that of the text's first character, `whole` a place that counts for all of it. */
interface Place {
  readonly offset: number;
  readonly whole?: Pick<LineWord, 'offset' | 'length'> | undefined;
}

const assignment = /^[A-Za-z_]\w*\+?=/;
const parameter = /^([A-Za-z_]\w*)(?:(:?)([-=?+])([^]*))?$/;

/** Makes words of the source of one, without its braces: quotes, `~`, variables and substitutions, file patterns. */
export class WordExpander {
  /** Variables that `${NAME:=value}` has set. */
  private readonly set = new Map<string, string>();
  /** Those that stand before the command, while the value of a later one is read. */
  private local: Readonly<Record<string, string>> = {};

  constructor(
    private readonly surroundings: ShellSurroundings,
    private readonly readCommand: (text: string, surroundings: ShellSurroundings) => readonly LineWord[],
  ) {}

  /** The words that a word of the command becomes: none, one, or several. */
  words(raw: string, offset: number, whole?: Pick<LineWord, 'offset' | 'length'>): readonly string[] {
    const fields = new Fields();
    this.addPieces(fields, raw, { offset, whole }, assignment.test(raw) ? raw.indexOf('=') + 1 : undefined);
    const { workingDirectory, readFolder } = this.surroundings;
    return fields.finish().flatMap(({ text, pattern }) => {
      const found = readFolder && workingDirectory !== undefined ? matchPattern(pattern, workingDirectory, readFolder) : [];
      return found.length > 0 ? found : [text];
    });
  }

  /** The value of an assignment, from the index behind its `=`; `local` are those before it. */
  value(raw: string, from: number, offset: number, local: Readonly<Record<string, string>>): string {
    this.local = local;
    try {
      const fields = new Fields();
      this.addPieces(fields, raw.slice(from), { offset: offset + from }, 0, false);
      return fields
        .finish()
        .map(({ text }) => text)
        .join(' ');
    } finally {
      this.local = {};
    }
  }

  /** `assigned` is the index of an assignment's value, in which a tilde may stand behind each colon too. */
  private addPieces(fields: Fields, raw: string, place: Place, assigned?: number, divides = true, literals = false): void {
    for (let index = 0; index < raw.length;) {
      const tilde = index === 0 || index === assigned || (assigned !== undefined && index > assigned && raw[index - 1] === ':');
      const folder = tilde && raw[index] === '~' ? this.tilde(raw, index, place) : undefined;
      if (folder) {
        fields.addQuoted(folder.text);
        index = folder.end;
        continue;
      }
      const end = skipPiece(raw, index, this.surroundings);
      this.addPiece(fields, raw, index, end, place, divides, literals);
      index = end;
    }
  }

  private addPiece(fields: Fields, raw: string, index: number, end: number, place: Place, divides: boolean, literals: boolean): void {
    const piece = raw.slice(index, end);
    const inner = inside(place, index);
    if (piece[0] === "'") fields.addQuoted(piece.slice(1, -1));
    else if (piece[0] === '"') fields.addQuoted(this.doubleQuoted(piece.slice(1, -1), inside(inner, 1)));
    else if (piece.startsWith('$"')) fields.addQuoted(this.doubleQuoted(piece.slice(2, -1), inside(inner, 2)));
    else if (piece.startsWith("$'")) fields.addQuoted(this.ansi(piece, inner));
    else if (piece[0] === '\\' && piece.length > 1) {
      if (!/^\\\r?\n/.test(piece)) fields.addQuoted(piece.slice(1));
    } else if (piece[0] === '`')
      this.addValue(fields, this.command(piece.slice(1, -1).replace(/\\([`$\\])/g, '$1'), piece, inner), divides);
    else if (piece.startsWith('$(')) this.addValue(fields, this.command(piece.slice(2, -1), piece, inner), divides);
    else if (piece.startsWith('${')) this.addParameter(fields, piece, inner, divides);
    else if (piece[0] === '$' && piece.length > 1) this.addValue(fields, this.variable(piece.slice(1), piece, inner), divides);
    else if (literals && divides) fields.addDivided(piece);
    else fields.addPlain(piece);
  }

  private addValue(fields: Fields, { text, isFolder }: ShellValue, divides: boolean): void {
    if (!divides) fields.addQuoted(text);
    else if (isFolder && text !== '') fields.addQuoted(text);
    else fields.addDivided(text);
  }

  private addParameter(fields: Fields, piece: string, place: Place, divides: boolean): void {
    const { value, word } = this.parameter(piece, place);
    if (word === undefined) this.addValue(fields, value, divides);
    else this.addPieces(fields, word, inside(place, piece.length - 1 - word.length), undefined, divides, true);
  }

  /** What stands between double quotes. */
  private doubleQuoted(raw: string, place: Place): string {
    let text = '';
    for (let index = 0; index < raw.length;) {
      const character = raw[index] ?? '';
      if (character === '`' || (character === '$' && raw[index + 1] !== "'" && raw[index + 1] !== '"')) {
        const end = skipPiece(raw, index, this.surroundings);
        text += this.quotedPiece(raw.slice(index, end), inside(place, index));
        index = end;
      } else if (character === '\\' && raw[index + 1] === '"') {
        text += '"';
        index += 2;
      } else if (character === '\\' && this.surroundings.backslash !== 'literal') {
        const [next = ''] = /^(?:\r?\n|[$`"\\])/.exec(raw.slice(index + 1, index + 3)) ?? [];
        text += next === '' ? character : next.replace(/\r?\n/, '');
        index += 1 + next.length;
      } else {
        text += character;
        index += 1;
      }
    }
    return text;
  }

  /** A substitution between double quotes. */
  private quotedPiece(piece: string, place: Place): string {
    if (piece === '$') return piece;
    if (piece[0] === '`') return this.command(piece.slice(1, -1).replace(/\\([`$\\"])/g, '$1'), piece, place).text;
    if (piece.startsWith('$(')) return this.command(piece.slice(2, -1), piece, place).text;
    if (!piece.startsWith('${')) return this.variable(piece.slice(1), piece, place).text;
    const { value, word } = this.parameter(piece, place);
    return word === undefined ? value.text : this.quotedWord(word, piece, place);
  }

  /** The word of `"${NAME:-word}"`, in which double quotes say nothing. */
  private quotedWord(word: string, piece: string, place: Place): string {
    return this.doubleQuoted(word.replace(/(\\[^])|"/g, '$1'), inside(place, piece.length - 1 - word.length));
  }

  /** `${NAME}` with or without a word for when it is (not) set; `word` when that is what counts. */
  private parameter(piece: string, place: Place): { readonly value: ShellValue; readonly word?: string } {
    const inner = piece.slice(2, -1);
    const match = parameter.exec(inner);
    if (!match) throw problem(/^(?:\d+|[$?!#@*_-])$/.test(inner) ? shellsOwn(piece) : notEvaluated(piece), piece, place);
    const [, name = '', colon, operator, word = ''] = match;
    if (operator === undefined) return { value: this.variable(name, piece, place) };
    const value = this.lookUp(name);
    const isThere = value !== undefined && (colon === '' || value.text !== '');
    if (operator === '+') return isThere ? { value: nothing, word } : { value: nothing };
    if (isThere) return { value };
    if (operator === '-') return { value: nothing, word };
    const text = this.quotedWord(word, piece, place);
    if (operator === '?') {
      throw problem(
        text === '' ? t('The variable {0} is not set here.', name) : t('The variable {0} is not set here: {1}', name, text),
        piece,
        place,
      );
    }
    this.set.set(name, text);
    return { value: { text } };
  }

  private variable(name: string, piece: string, place: Place): ShellValue {
    const { processId } = this.surroundings;
    if (name === '$' && processId !== undefined) return { text: String(processId) };
    if (!/^[A-Za-z_]\w*$/.test(name) || name === '_') throw problem(shellsOwn(piece), piece, place);
    const value = this.lookUp(name);
    if (!value) throw problem(t('The variable {0} is not set here.', name), piece, place);
    return value;
  }

  private lookUp(name: string): ShellValue | undefined {
    const text = own(this.local, name) ?? this.set.get(name);
    return text === undefined ? variableValue(name, this.surroundings) : { text };
  }

  private command(source: string, piece: string, place: Place): ShellValue {
    const value = source.startsWith('(') ? undefined : commandValue(this.commandWords(source), this.surroundings);
    if (!value) throw problem(notEvaluated(piece), piece, place);
    return value;
  }

  private commandWords(source: string): readonly string[] {
    if (source.length > longestCommand) return [];
    try {
      return this.readCommand(source, this.surroundings).map(({ text }) => text);
    } catch (error) {
      // Whatever is wrong in there: the whole of it is what cannot be worked out.
      if (error instanceof LineProblem) return [];
      throw error;
    }
  }

  private ansi(piece: string, place: Place): string {
    const read = ansiText(piece.slice(2, -1));
    if ('reason' in read) throw problem(read.reason, piece, place);
    return read.text;
  }

  /** The folder of a tilde at `index` and the end of it; `undefined` when it is one like any other character. */
  private tilde(raw: string, index: number, place: Place): { readonly text: string; readonly end: number } | undefined {
    const windows = this.surroundings.backslash === 'literal';
    const name = /^~([\w.+-]*)/.exec(raw.slice(index, index + longestCommand))?.[1] ?? '';
    const end = index + 1 + name.length;
    const next = raw[end];
    if (next !== undefined && next !== '/' && next !== ':' && !(windows && next === '\\')) return undefined;
    const { home, userName, workingDirectory } = this.surroundings;
    if (name === '' || name === userName) {
      const own = this.lookUp('HOME')?.text ?? home;
      return own === undefined ? undefined : { text: own, end };
    }
    if (name === '+') return workingDirectory === undefined ? undefined : { text: workingDirectory, end };
    if (name === 'root' && !windows) return { text: '/root', end };
    if (/^[a-z_]/.test(name))
      throw problem(t('The folder of {0} is unknown here: write its path.', `~${name}`), raw.slice(index, end), inside(place, index));
    return undefined;
  }
}

const longestCommand = 200;
const nothing: ShellValue = { text: '' };

function inside({ offset, whole }: Place, index: number): Place {
  return { offset: offset + index, whole };
}

function problem(reason: string, piece: string, { offset, whole }: Place): LineProblem {
  return new LineProblem(reason, whole?.offset ?? offset, whole?.length ?? piece.length);
}

function shellsOwn(piece: string): string {
  return t(
    'This line runs without a shell, so {0} is not expanded: write its value, or put it in single quotes for a shell in the container.',
    piece,
  );
}
