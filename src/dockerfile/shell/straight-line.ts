import type { PipelineNode, Statement } from 'unbash';
import type { ShellCommand } from './shell-command';
import type { ShellScript } from './shell-script';

/** Words after which nothing of the script runs, or of which it is not known what they leave. */
const leaving = new Set([
  'exec',
  'exit',
  'return',
  'logout',
  'kill',
  'trap',
  'break',
  'continue',
  'eval',
  '.',
  'source',
  'alias',
  'set',
  'command',
  'builtin',
  'unset',
]);

/**
 * Whether a script is a list of commands that all run, one after the other, or end it with an error: no branch, no loop, no
 * function, no group, nothing in the background, and no word that leaves it. Then what is put behind the last command
 * runs exactly when all before it did, and after everything that they need.
 */
export function isStraightLine(script: ShellScript): boolean {
  return (
    script.isPosix &&
    script.errors.length === 0 &&
    script.statements.every(({ command, background }) => background !== true && isPlain(command)) &&
    script.commands.every(
      (command) => !leaves(command) && !command.redirects.some(({ operator }) => operator.startsWith('<<') && operator !== '<<<'),
    )
  );
}

/**
 * Whether the command runs in every build and its failure ends the build, and nothing answers what it asks: then a flag by
 * which it asks nothing changes only builds that failed.
 */
export function isUnanswered(script: ShellScript, command: ShellCommand): boolean {
  const { place, redirects } = command;
  if (!isStraightLine(script) || !isOnTheLine(command) || place.before.startsWith('|') || place.after.startsWith('|')) return false;
  if (redirects.some(({ operator }) => operator.startsWith('<'))) return false;
  // Behind `;` the build goes on after an error.
  return place.after !== ';' || script.shell.words.some((word) => /^-\w*e/.test(word)) || setsErrexit(script, command);
}

function setsErrexit(script: ShellScript, command: ShellCommand): boolean {
  return script.commands.some(
    ({ name, start, words }) => name === 'set' && start < command.start && words.some(({ value }) => /^-\w*e|^errexit$/.test(value)),
  );
}

/** Whether the command stands in the list itself, and not in something that may not run. */
export function isOnTheLine({ place }: ShellCommand): boolean {
  return place.depth === 0 && !place.substituted && !place.inHeredoc && !place.negated;
}

function isPlain(node: Statement['command'] | PipelineNode): boolean {
  switch (node.type) {
    case 'Command':
      return true;
    case 'Pipeline':
      return node.prefixes.length === 0 && node.commands.every((command) => command.type === 'Command');
    case 'AndOr':
      return node.operators.every((operator) => operator === '&&') && node.commands.every(isPlain);
    default:
      return false;
  }
}

/** `set` with plain options is the usual way to have errors end a script. */
function leaves({ name, words, nameWord, assignments }: ShellCommand): boolean {
  // Without PATH nothing is found, and what a variable names may be any of these.
  if (name === '' && (nameWord !== undefined || assignments.some((assignment) => assignment.name === 'PATH'))) return true;
  if (name === 'export' && words.some(({ value }) => /^PATH(?:=|$)/.test(value))) return true;
  if (name === 'set') return !words.every(({ value }) => /^-[euxo]+$|^pipefail$/.test(value));
  return leaving.has(name);
}
