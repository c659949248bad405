import { validate } from 'dockerfile-utils';
import type { Diagnostic } from 'vscode-languageserver-types';
import { arePlainDirectives, isPlainInstruction, leadingComments, lineOf } from './builder/plainly-valid';
import { builderError } from './builder/builder-error';
import type { BuilderError } from './builder/define-builder-error';
import { isToldElsewhere } from './builder/told-elsewhere';
import { ownFaults } from './builder/own-faults';
import { defaultConfiguration, type LintConfiguration } from './configuration';
import { Finding } from './finding';
import type { Instruction } from './instruction';
import type { Dockerfile } from './model';
import { Suppression } from './suppression';
import { isTemplate } from './template';
import type { Range } from './text';

/** So many lines are given to the validator at once: its time grows faster than its text. */
const linesAtOnce = 150;

/** Number of "a pair has no name before its =". */
const missingName = 34;

/** Instructions of more characters are not given to it, for the same reason; nobody writes them. */
const longestChecked = 60_000;

/**
 * What the builder itself would refuse, as dockerfile-utils' validator finds it, under its numbers with `DU` in front:
 * less what it gets wrong and less what a rule tells already, and with what it does not know, under numbers from 101 on. Findings are in the order of their lines; comments and
 * configuration silence them as they do rules, `# dockerfile-utils: ignore` too.
 *
 * The validator gets only the instructions that are not plainly in order, so that most files cost nothing and the time
 * is linear in the length of the file.
 */
export function builderErrors(file: Dockerfile, configuration: LintConfiguration = defaultConfiguration): Finding[] {
  if (isTemplate(file)) return [];
  const suppression = new Suppression(file, configuration);
  const found: Finding[] = [];
  for (const { error, instruction, range } of placesOf(file)) {
    const { rule } = error;
    if (!suppression.runs(rule) || (instruction !== undefined && suppression.silences(rule, instruction))) continue;
    const severity = suppression.severityOf(rule, rule.code);
    if (severity === 'off') continue;
    const line = instruction?.firstLine ?? file.source.lineAt(range.start);
    const message = error.message(file.text.slice(range.start, range.end).trim(), instruction?.name ?? '');
    found.push(new Finding(rule, rule.names, severity, line, range, { message, range }));
  }
  return found.sort((a, b) => a.line - b.line || a.range.start - b.range.start);
}

interface Found {
  readonly error: BuilderError;
  /** `undefined` for a directive. */
  readonly instruction: Instruction | undefined;
  readonly range: Range;
}

function* placesOf(file: Dockerfile): Generator<Found> {
  yield* inDirectives(file);
  const last = file.instructions.at(-1);
  if (last !== undefined && file.instructions.every(({ name }) => name === 'ARG')) {
    const error = builderError(20);
    if (error !== undefined) yield { error, instruction: last, range: last.keywordRange };
  }
  let piece = new Piece(file);
  for (const instruction of file.instructions) {
    const refused = ownFaults(instruction, file.stageOf(instruction));
    for (const { number, start, end } of refused) {
      const error = builderError(number);
      if (error !== undefined) yield { error, instruction, range: { start, end } };
    }
    if (refused.length > 0 || instruction.joined.text.length > longestChecked || isPlainInstruction(instruction)) continue;
    const own = invalidStageName(instruction);
    if (own !== undefined) {
      yield own;
      continue;
    }
    if (splitsOtherwise(instruction)) continue;
    piece.add(instruction);
    if (piece.lineCount < linesAtOnce) continue;
    yield* piece.errors();
    piece = new Piece(file);
  }
  yield* piece.errors();
}

/**
 * A name of a stage that cannot be one, or what stands there. The validator's pattern for it takes time exponential in
 * the length of a name that it refuses, so it is never given one.
 */
function invalidStageName(instruction: Instruction): Found | undefined {
  const [, as, name] = instruction.words;
  if (instruction.name !== 'FROM' || as === undefined || name === undefined) return undefined;
  if (/^[a-z][a-z0-9_.-]*$/i.test(name.value)) return undefined;
  const isAs = as.value.toUpperCase() === 'AS';
  const error = builderError(isAs ? 12 : 22);
  return error === undefined ? undefined : { error, instruction, range: isAs ? name.range : as.range };
}

/** The validator takes other blanks than these for letters, and so might come upon a name all the same. */
function splitsOtherwise({ name, joined }: Instruction): boolean {
  return name === 'FROM' && /[^\S \t\r\n]/.test(joined.text);
}

function* inDirectives(file: Dockerfile): Generator<Found> {
  const { source } = file;
  const lines = leadingComments(file);
  if (arePlainDirectives(lines)) return;
  for (const { code, range } of diagnosticsOf([...lines, 'FROM scratch']) ?? []) {
    const error = typeof code === 'number' ? builderError(code) : undefined;
    if (error === undefined || range.start.line >= lines.length) continue;
    const start = source.lineStart(range.start.line) + range.start.character;
    yield { error, instruction: undefined, range: { start, end: source.lineStart(range.end.line) + range.end.character } };
  }
}

/** What the validator finds; `undefined` where it fails, as it does on some texts that are no Dockerfile. */
function diagnosticsOf(lines: readonly string[]): readonly Diagnostic[] | undefined {
  try {
    return validate(lines.join('\n'));
  } catch {
    return undefined;
  }
}

/** Some instructions of a file, put together for the validator. */
class Piece {
  private readonly instructions: Instruction[] = [];
  private readonly lines: string[];
  /** The instruction of each line, and the line in the file. */
  private readonly origins: ({ readonly instruction: Instruction; readonly line: number } | undefined)[];

  constructor(private readonly file: Dockerfile) {
    this.lines = file.escape === '`' ? ['# escape=`', 'FROM scratch'] : ['FROM scratch'];
    this.origins = this.lines.map(() => undefined);
  }

  get lineCount(): number {
    return this.lines.length;
  }

  add(instruction: Instruction): void {
    this.instructions.push(instruction);
    for (let line = instruction.firstLine; line <= instruction.lastLine; line++) {
      this.lines.push(lineOf(this.file.source, line));
      this.origins.push({ instruction, line });
    }
    // What ends in a continuation at the end of the file must not take in the next one.
    this.lines.push('');
    this.origins.push(undefined);
  }

  *errors(): Generator<Found> {
    if (this.instructions.length === 0) return;
    const diagnostics = diagnosticsOf(this.lines);
    if (diagnostics !== undefined) yield* this.found(diagnostics);
    else if (this.instructions.length > 1) {
      // The others are not lost with the one on which it fails.
      for (const instruction of this.instructions) {
        const alone = new Piece(this.file);
        alone.add(instruction);
        yield* alone.errors();
      }
    }
  }

  private *found(diagnostics: readonly Diagnostic[]): Generator<Found> {
    const { file } = this;
    const flagsSeen = new Set<string>();
    for (const { code, range } of diagnostics) {
      const start = this.origins[range.start.line];
      const end = this.origins[range.end.line];
      const error = typeof code === 'number' ? builderError(code) : undefined;
      if (error === undefined || start === undefined || end?.instruction !== start.instruction) continue;
      const place = {
        start: file.source.lineStart(start.line) + range.start.character,
        end: file.source.lineStart(end.line) + range.end.character,
      };
      // A `#` right after a quote is a comment to the validator where the word ends at the end of the file: what it then says of the word is nothing.
      if (place.end < place.start) {
        if (error.number === missingName) continue;
        Object.assign(place, start.instruction.argumentsRange);
      }
      // A flag that is there twice is found twice.
      const flag = `${start.instruction.index} ${file.text.slice(place.start, place.end)}`;
      if (code === 14 && !flagsSeen.has(flag)) {
        flagsSeen.add(flag);
        continue;
      }
      if (isToldElsewhere(error.number, file.text.slice(place.start, place.end), file.escape)) continue;
      yield { error, instruction: start.instruction, range: place };
    }
  }
}
