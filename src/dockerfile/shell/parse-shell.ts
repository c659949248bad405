import { forEachChild, parse, type HereDoc, type ParsedScript, type ParseError, type SyntaxNode, type Word } from 'unbash';
import type { Command, Redirection, Statement, WordPart } from 'unbash';
import type { Range } from '../text';
import { isPosixShell } from './shell-kind';
import {
  ShellCommand,
  type ShellAssignment,
  type ShellOperator,
  type ShellPlace,
  type ShellRedirect,
  type ShellWord,
} from './shell-command';

/** What was read from a shell text. The same text gives the same object, so nothing in it knows the file. */
export interface ParsedShell {
  readonly text: string;
  /** Every simple command in the order of the text, nested ones included. */
  readonly commands: readonly ShellCommand[];
  /** The outermost statements, as unbash gives them. */
  readonly statements: readonly Statement[];
  /** Where the text is no valid shell; what could be read is there all the same. */
  readonly errors: readonly ParseError[];
}

/** What was asked for lately, and what was before; when the first is full it takes the place of the second. */
let recent = new Map<string, ParsedShell>();
let older = new Map<string, ParsedShell>();
let recentLength = 0;
const generationSize = 8000;
/** Of all texts of a generation; what was read of one takes many times its length. */
const generationLength = 1_000_000;

/** Parses POSIX shell or bash text. Never throws; equal texts are parsed once, those not asked for are forgotten. */
export function parseShell(text: string): ParsedShell {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const parsed = older.get(text) ?? parseAnew(ownCopy(text));
  if (recent.size >= generationSize || recentLength >= generationLength) {
    older = recent;
    recent = new Map();
    recentLength = 0;
  }
  recent.set(parsed.text, parsed);
  recentLength += parsed.text.length;
  return parsed;
}

/** A part of a string keeps the whole alive, which would be every version of every file; a copy does not. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function parseAnew(text: string): ParsedShell {
  if (isTooDeep(text) || hasTooManyHeredocs(text))
    return { text, commands: [], statements: [], errors: [{ message: 'nested too deeply', pos: 0 }] };
  try {
    const script = parse(text);
    const collector = new CommandCollector(text);
    collector.script(script, outermost, { shift: 0, inside: undefined });
    return { text, commands: collector.commands, statements: script.commands, errors: collector.errors };
  } catch (error) {
    // The parser is bounded in depth, but a text is never worth losing every other finding of the file.
    return { text, commands: [], statements: [], errors: [{ message: String(error), pos: 0 }] };
  }
}

const nestingLimit = 64;

/**
 * Whether substitutions are nested deeper than anybody writes them. Each level is scanned again from its beginning, so
 * the time would grow with depth times length.
 */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let open = 0;
  for (const [mark] of text.matchAll(/[$<>][({]|[)}]/g)) {
    if (mark === ')' || mark === '}') open = Math.max(0, open - 1);
    else open++;
    depth = Math.max(depth, open);
  }
  return depth > nestingLimit;
}

const heredocLimit = 500;

/** Whether a line opens more here-documents than anybody writes: for each the parser looks at all that are open. */
function hasTooManyHeredocs(text: string): boolean {
  let count = 0;
  for (const [mark] of text.matchAll(/<<|\n/g)) {
    count = mark === '\n' ? 0 : count + 1;
    if (count > heredocLimit) return true;
  }
  return false;
}

const outermost: ShellPlace = {
  depth: 0,
  substituted: false,
  inHeredoc: false,
  before: '',
  after: '',
  negated: false,
  statement: 0,
};

/** How offsets of a nested script become offsets of the text: shifted, or all of them the place that holds it. */
interface Origin {
  readonly shift: number;
  readonly inside: Range | undefined;
}

class CommandCollector {
  readonly commands: ShellCommand[] = [];
  readonly errors: ParseError[] = [];

  constructor(private readonly text: string) {}

  script(script: ParsedScript, place: ShellPlace, origin: Origin): void {
    for (const { message, pos } of script.errors ?? []) {
      this.errors.push({ message, pos: origin.inside?.start ?? pos + origin.shift });
    }
    this.statements(script.commands, place, origin);
  }

  private statements(statements: readonly Statement[], place: ShellPlace, origin: Origin): void {
    statements.forEach((statement, index) => {
      const previous = statements[index - 1];
      const before = index === 0 ? '' : previous?.background === true ? '&' : ';';
      const after = statement.background === true ? '&' : index < statements.length - 1 ? ';' : '';
      const number = place === outermost ? index : place.statement;
      this.visit(statement.command, { ...place, before, after, negated: false, statement: number }, origin);
    });
  }

  private visit(node: SyntaxNode, place: ShellPlace, origin: Origin): void {
    switch (node.type) {
      case 'Command':
        this.command(node, place, origin);
        return;
      case 'AndOr':
        this.chain(node.commands, node.operators, place, origin);
        return;
      case 'Pipeline': {
        const negated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
        this.chain(node.commands, node.operators, { ...place, negated }, origin);
        return;
      }
      case 'Script':
        this.script(node, { ...place, depth: place.depth + 1, substituted: true }, origin);
        return;
      case 'CompoundList':
        this.statements(node.commands, { ...place, depth: place.depth + 1 }, origin);
        return;
      case 'Word':
        this.expansions(node, place, origin);
        return;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        this.substitution(node, place, origin);
        return;
      default:
        forEachChild(node, (child) => {
          this.visit(child, place, origin);
        });
    }
  }

  private chain(commands: readonly SyntaxNode[], operators: readonly ShellOperator[], place: ShellPlace, origin: Origin): void {
    commands.forEach((command, index) => {
      const before = index === 0 ? place.before : (operators[index - 1] ?? '');
      const after = operators[index] ?? place.after;
      this.visit(command, { ...place, before, after }, origin);
    });
  }

  private command(node: Command, place: ShellPlace, origin: Origin): void {
    const words: ShellWord[] = [];
    const assignments: ShellAssignment[] = [];
    const redirects: ShellRedirect[] = [];
    const at = this.commands.length;
    for (const part of node.prefix) {
      if (part.type === 'Assignment') assignments.push({ name: part.name, text: part.text, ...locate(part, origin) });
    }
    for (const part of node.suffix) {
      if (part.type === 'Word') words.push(wordOf(part, origin));
      else if (part.type === 'Assignment') words.push(assignmentWord(part.text, part, origin));
    }
    for (const redirect of node.redirects) redirects.push(redirectOf(redirect, origin));
    const name = node.name === undefined ? undefined : wordOf(node.name, origin);
    const { start, end } = locate(node, origin);
    const command = new ShellCommand(start, end, name, words, assignments, redirects, place, node);
    this.commands.push(command);
    forEachChild(node, (child) => {
      if (child.type === 'HereDoc') this.heredoc(child, command, place, origin);
      this.visit(child, place, origin);
    });
    if (this.commands.length - at > 1) sortFrom(this.commands, at);
  }

  private expansions(word: Word, place: ShellPlace, origin: Origin): void {
    if (!/[$`]|[<>]\(/.test(word.text)) return;
    for (const part of word.parts ?? []) this.visit(part, place, origin);
  }

  private substitution(
    node: Extract<WordPart, { type: 'CommandExpansion' | 'ProcessSubstitution' }>,
    place: ShellPlace,
    origin: Origin,
  ): void {
    const { script } = node;
    if (script === undefined) return;
    // A script between escaped backticks was decoded first; its offsets mean nothing in this text.
    const inner = script.source === undefined ? origin : { shift: 0, inside: locate(node, origin) };
    this.script(script, { ...place, depth: place.depth + 1, substituted: true }, inner);
  }

  private heredoc(node: HereDoc, command: ShellCommand, place: ShellPlace, origin: Origin): void {
    if (!isPosixShell(command.name) || origin.inside !== undefined || place.depth > 20) return;
    const shift = node.body.pos + origin.shift;
    const nested = parse(this.text.slice(shift, node.body.end + origin.shift));
    this.script(nested, { ...place, depth: place.depth + 1, inHeredoc: true }, { shift, inside: undefined });
  }
}

function sortFrom(commands: ShellCommand[], from: number): void {
  const tail = commands.splice(from).sort((a, b) => a.start - b.start || b.end - a.end);
  commands.push(...tail);
}

function locate(node: { readonly pos: number; readonly end: number }, origin: Origin): Range {
  return origin.inside ?? { start: node.pos + origin.shift, end: node.end + origin.shift };
}

function wordOf(word: Word, origin: Origin): ShellWord {
  const { text, value } = word;
  return { text, value, isStatic: !/[$`]/.test(text) || isStatic(word.parts), ...locate(word, origin) };
}

function assignmentWord(text: string, node: { pos: number; end: number }, origin: Origin): ShellWord {
  return { text, value: text, isStatic: !/[$`]/.test(text), ...locate(node, origin) };
}

function isStatic(parts: readonly WordPart[] | undefined): boolean {
  return (parts ?? []).every(
    (part) =>
      part.type === 'Literal' ||
      part.type === 'SingleQuoted' ||
      part.type === 'AnsiCQuoted' ||
      part.type === 'Glob' ||
      (part.type === 'DoubleQuoted' && isStatic(part.parts)),
  );
}

function redirectOf(redirect: Redirection, origin: Origin): ShellRedirect {
  const target = redirect.type === 'HereDoc' || redirect.target === undefined ? undefined : wordOf(redirect.target, origin);
  return { operator: redirect.operator, target, ...locate(redirect, origin) };
}
