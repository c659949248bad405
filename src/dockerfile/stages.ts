import type { Instruction } from './instruction';
import type { Dockerfile, Stage } from './model';
import { defaultShell, shellOf, windowsShell, type ShellInForce } from './shell/shell-kind';

/** Sorts the instructions into stages and tells each what reads its shell form. */
export function placeInStages(file: Dockerfile): void {
  const shells = file.pragmas.flatMap((pragma) => (pragma.kind === 'shell' ? [pragma] : []));
  const atEnd = new Map<Stage, ShellInForce>();
  let stage: Stage | undefined;
  let outside: ShellInForce | undefined;
  let shell = defaultShell;
  let next = 0;
  for (const instruction of file.instructions) {
    if (instruction.name === 'FROM') {
      if (stage !== undefined) atEnd.set(stage, shell);
      stage = file.addStage(instruction);
      shell = (stage.parent === undefined ? undefined : atEnd.get(stage.parent)) ?? outside ?? usualShell(file, stage);
    }
    for (let pragma = shells[next]; pragma !== undefined; pragma = shells[++next]) {
      if (pragma.comment.line > instruction.firstLine) break;
      shell = shellOf([pragma.shell], 'comment');
      if (pragma.comment.line < (file.stages[0]?.from.firstLine ?? Infinity)) outside = shell;
    }
    instruction.shell = shell;
    shell = shellSetBy(instruction) ?? shell;
    (stage?.instructions ?? file.preamble).push(instruction);
  }
}

function shellSetBy(instruction: Instruction): ShellInForce | undefined {
  if (instruction.name !== 'SHELL') return undefined;
  const words = instruction.json?.map(({ value }) => value);
  return words === undefined || words.length === 0 ? undefined : shellOf(words, 'instruction');
}

/** Images for Windows have cmd, and a file whose escape character is the backtick is written for them. */
function usualShell(file: Dockerfile, stage: Stage): ShellInForce {
  return file.escape === '`' || /(?:^|\/)(?:windows\/|nanoserver|windowsservercore)/i.test(stage.base)
    ? windowsShell
    : defaultShell;
}
