import { forEachChild, type Statement, type SyntaxNode } from 'unbash';
import type { Instruction } from '../instruction';
import type { ShellScript } from '../shell/shell-script';
import type { Range } from '../text';
import { setOptions, shellChanges, type ShellChange } from './shell-state';
import { withoutTrailing } from '../../core/trailing';

/** One RUN of a merge, as far as its shell text is concerned. Offsets are in the script's text. */
export interface RunSide {
  readonly run: Instruction;
  readonly script: ShellScript;
  readonly statements: readonly Statement[];
  readonly changes: readonly ShellChange[];
  /** From the first statement to the end of the last, without a `;` or comment behind. */
  readonly span: Range;
  /** A shell comment behind the last statement; in the script's text it reaches to the end. */
  readonly comment: Range | undefined;
  /** What it turns on by `set` before anything else. */
  readonly leadingOptions: readonly string[];
}

/** Reads a RUN in POSIX shell form; `undefined` where the text is no valid shell or holds no command. */
export function readSide(run: Instruction): RunSide | undefined {
  const { script } = run;
  if (script === undefined || script.errors.length > 0) return undefined;
  const { statements, text } = script;
  const first = statements[0];
  const last = statements.at(-1);
  if (first === undefined || last === undefined || text.slice(0, first.pos).trim() !== '') return undefined;
  const rest = /^[\s;]*(#.*)?$/s.exec(text.slice(last.end));
  if (rest === null || endsInBackslash(text.slice(0, last.end))) return undefined;
  const commentStart = rest[1] === undefined ? undefined : text.length - rest[1].length;
  return {
    run,
    script,
    statements,
    changes: shellChanges(statements),
    span: { start: first.pos, end: last.end },
    comment: commentStart === undefined ? undefined : { start: commentStart, end: text.length },
    leadingOptions: leadingOptions(first),
  };
}

function endsInBackslash(text: string): boolean {
  const slashes = text.length - withoutTrailing(text, '\\').length;
  return slashes % 2 === 1;
}

function leadingOptions(statement: Statement): readonly string[] {
  const { command } = statement;
  const first = command.type === 'AndOr' ? command.commands[0] : command;
  if (first?.type !== 'Command' || first.name?.value !== 'set' || first.prefix.length > 0) return [];
  return setOptions(first.args.map(({ text }) => text)) ?? [];
}

/** Whether it must be grouped to stand behind `&&`. */
export function needsGroup(statements: readonly Statement[]): boolean {
  return statements.length > 1 || hasOr(statements);
}

/** Whether `||` stands in an outermost list. */
export function hasOr(statements: readonly Statement[]): boolean {
  return statements.some(({ command }) => command.type === 'AndOr' && command.operators.includes('||'));
}

/** Whether what follows goes on otherwise after those options were turned on than it would have without. */
export function minds(side: RunSide, options: readonly string[]): boolean {
  return options.some((option) => {
    if (side.leadingOptions.includes(option)) return false;
    if (option === 'x' || option === 'v') return false;
    if (option === 'e') return mindsErrors(side.statements);
    if (option === 'u') return side.script.text.includes('$');
    if (option === 'pipefail') return side.script.commands.some(({ place }) => place.before === '|' || place.before === '|&');
    return true;
  });
}

/** Whether it makes a difference to these statements that the shell ends at the first error. */
export function mindsErrors(statements: readonly Statement[]): boolean {
  return statements.length > 1 || statements.some(({ command }) => isCompound(command));
}

/** Whether an error in the middle of it could pass unnoticed: compound commands, or lists inside substitutions. */
function isCompound(node: SyntaxNode): boolean {
  if (node.type === 'Command' || node.type === 'AndOr' || node.type === 'Pipeline' || node.type === 'Word') {
    let found = false;
    forEachChild(node, (child) => {
      found ||= isCompound(child);
    });
    return found;
  }
  if (node.type === 'CommandExpansion' || node.type === 'ProcessSubstitution') return true;
  if (node.type === 'DoubleQuoted') return node.parts.some(isCompound);
  return compound.has(node.type);
}

const compound = new Set([
  'If',
  'For',
  'ArithmeticFor',
  'Select',
  'While',
  'Case',
  'Subshell',
  'BraceGroup',
  'Function',
  'Coproc',
  'Redirected',
]);

/** Whether it goes to a folder of its own first, so that the folder it starts in does not matter to it. */
export function startsInOwnFolder(side: RunSide): boolean {
  const [command] = side.script.commands;
  const [folder] = command?.words ?? [];
  const first = side.statements[0]?.command;
  return (
    first?.type === 'AndOr' &&
    first.operators.every((operator) => operator === '&&') &&
    command?.name === 'cd' &&
    command.words.length === 1 &&
    folder?.isStatic === true &&
    folder.value.startsWith('/')
  );
}
