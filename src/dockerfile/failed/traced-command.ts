import type { ShellCommand } from '../shell/shell-command';

/**
 * The command that `set -x` told last: its words are those of the line, with what is known only at run time left open. Of
 * equal ones it is the one whose turn it was.
 */
export function tracedCommand(commands: readonly ShellCommand[], lines: readonly string[]): ShellCommand | undefined {
  const last = lines.at(-1) ?? '';
  const fitting = commands.filter((command) => fits(command, last));
  const most = Math.max(...fitting.map(knownWords));
  const closest = fitting.filter((command) => knownWords(command) === most);
  const count = bare(last).split(' ').length - 1;
  const asLong = closest.filter(({ words }) => words.length + 1 === count);
  const best = asLong.length > 0 ? asLong : closest;
  const turn = lines.filter((line) => line === last).length;
  // In a loop it is told more often than it stands there.
  return best[turn - 1] ?? (best.length === 1 ? best[0] : undefined);
}

function knownWords({ nameWord, words }: ShellCommand): number {
  return [...(nameWord ? [nameWord] : []), ...words].filter(({ isStatic }) => isStatic).length;
}

function fits({ nameWord, words, assignments }: ShellCommand, line: string): boolean {
  const told = line.replace(/^\++ /, '');
  if (nameWord === undefined) return assignments.some(({ name }) => told.startsWith(`${name}=`));
  // Quotes are told in each shell's own way.
  const plain = ` ${bare(told)} `;
  let at = 0;
  for (const [index, word] of [nameWord, ...words].entries()) {
    if (!word.isStatic) continue;
    const found = plain.indexOf(` ${bare(word.value)} `, at);
    if (found === -1 || (index === 0 && found !== 0)) return false;
    at = found + 1;
  }
  return true;
}

function bare(text: string): string {
  return text
    .replaceAll(/['"\\]/g, '')
    .split(/\s+/)
    .filter((part) => part !== '')
    .join(' ');
}
