import type { TextEdit } from '../edits';
import type { Instruction } from '../instruction';
import { endsShellOnError } from '../merge/shell-state';
import type { ShellCommand } from './shell-command';
import type { ShellScript } from './shell-script';
import { commandsNamed } from './programs';

/**
 * Adds a command behind the outermost statement that holds `after`, so that it runs when that succeeded. It is joined
 * as the script joins its commands: with `&&` or `;`, on the same line or on one of its own with the indentation of the
 * others.
 *
 * @returns `undefined` where that cannot be done without changing what is there
 */
export function appendCommand(run: Instruction, script: ShellScript, after: ShellCommand, text: string): TextEdit | undefined {
  if (run.json !== undefined || !script.isPosix || script.errors.length > 0 || after.place.inHeredoc) return undefined;
  const { statements } = script;
  const statement = statements[after.place.statement];
  if (statement === undefined || statement.background === true) return undefined;
  if (script.text.slice(statement.pos, statement.end).includes('<<')) return undefined;
  const at = script.rangeOf({ start: statement.pos, end: statement.end }).end;
  const isLast = after.place.statement === statements.length - 1;
  const stopsAtErrors = setsErrexit(script);
  // Behind `a && b` errexit minds the failure of `b` alone.
  const joiner = isLast && !(stopsAtErrors && statements.length > 1 && endsShellOnError(statement.command)) ? '&&' : ';';
  if (run.heredocs.length > 0) return inScript(run, script, at, joiner, text);
  return { range: { start: at, end: at }, text: joined(run, script, at, joiner, text) };
}

/** In a here-document that is the whole script its lines are the shell's own. */
function inScript(run: Instruction, script: ShellScript, at: number, joiner: '&&' | ';', text: string): TextEdit | undefined {
  const [heredoc] = run.heredocs;
  if (heredoc === undefined || script.rangeOf({ start: 0, end: 1 }).start < heredoc.bodyRange.start) return undefined;
  const { source } = run.file;
  if (joiner === '&&') return { range: { start: at, end: at }, text: ` && ${text}` };
  const indent = indentOf(run, source.lineAt(at));
  return { range: { start: at, end: at }, text: `${source.lineEnd}${indent}${text}` };
}

function joined(run: Instruction, script: ShellScript, at: number, joiner: '&&' | ';', text: string): string {
  const { source, escape } = run.file;
  const plain = joiner === '&&' ? ` && ${text}` : `; ${text}`;
  const line = source.lineAt(at);
  if (run.firstLine === run.lastLine) return plain;
  const leading = lineStarting(run, joiner, line);
  if (leading !== undefined) return ` ${escape}${source.lineEnd}${leading}${joiner} ${text}`;
  if (!hasLineEnding(run, joiner, escape)) return plain;
  const indent = line === run.firstLine ? indentOf(run, line + 1) : indentOf(run, lineOfLastPart(run, script, at));
  const end = joiner === '&&' ? ' &&' : ';';
  return `${end} ${escape}${source.lineEnd}${indent}${text}`;
}

/** The indentation of the nearest line, above first, that begins with the joiner. */
function lineStarting(run: Instruction, joiner: string, from: number): string | undefined {
  const pattern = joiner === '&&' ? /^([ \t]*)&&/ : /^([ \t]*);[ \t]*[^\s\\`]/;
  const lines: number[] = [];
  for (let line = from; line > run.firstLine; line--) lines.push(line);
  for (let line = from + 1; line <= run.lastLine; line++) lines.push(line);
  for (const line of lines) {
    const match = pattern.exec(lineText(run, line));
    if (match !== null) return match[1] ?? '';
  }
  return undefined;
}

function hasLineEnding(run: Instruction, joiner: string, escape: string): boolean {
  for (let line = run.firstLine; line <= run.lastLine; line++) {
    const text = lineText(run, line).trimEnd();
    if (text.endsWith(escape) && text.slice(0, -1).trimEnd().endsWith(joiner)) return true;
  }
  return false;
}

/** The line on which the last command of the outermost list that ends at `at` begins. */
function lineOfLastPart(run: Instruction, script: ShellScript, at: number): number {
  const { source } = run.file;
  let last = source.lineAt(at);
  let from = -1;
  for (const command of script.commands) {
    if (command.place.depth > 0) continue;
    const { start, end } = script.rangeOf(command);
    if (end > at || start <= from) continue;
    from = start;
    last = source.lineAt(start);
  }
  return last === run.firstLine ? Math.min(last + 1, run.lastLine) : last;
}

function indentOf(run: Instruction, line: number): string {
  return /^[ \t]*/.exec(lineText(run, line))?.[0] ?? '';
}

function lineText(run: Instruction, line: number): string {
  const { source } = run.file;
  const { start, end } = source.lineRange(line);
  return source.text.slice(start, end);
}

/** Whether `set -e` is in force for the script's statements. */
function setsErrexit(script: ShellScript): boolean {
  const inShell = script.shell.words.some((word) => /^-\w*e/.test(word) || word === 'errexit');
  return (
    inShell ||
    commandsNamed(script, 'set').some(({ words }) => words.some(({ value }) => /^-[a-zA-Z]*e/.test(value) || value === 'errexit'))
  );
}
