import { withDefaults } from './facts/global-arguments';
import { readImageName } from './image-name';
import { systemOfCommands, systemOfImage, type ImageSystem } from './image-system';
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

/** cmd in images for Windows: by platform, base image or, in a file whose escape character says so, commands. */
function usualShell(file: Dockerfile, stage: Stage): ShellInForce {
  const { image, platform } = stage.from.from;
  if (image === undefined) return defaultShell;
  const text = withDefaults(file, image.text) ?? image.text;
  const known = systemOfImage(readImageName({ text, range: image.range }), withDefaults(file, platform?.flagValue ?? ''));
  return (known ?? systemOfBacktick(file, stage)) === 'windows' ? windowsShell : defaultShell;
}

/** The backtick is there for paths of Windows; where the base image tells nothing, what the stage runs may tell better. */
function systemOfBacktick(file: Dockerfile, stage: Stage): ImageSystem | undefined {
  if (file.escape !== '`') return undefined;
  for (let at = stage.from.index + 1; at < file.instructions.length; at++) {
    const instruction = file.instructions[at];
    if (instruction === undefined || instruction.name === 'FROM') break;
    const system = instruction.name === 'RUN' ? systemOfCommands(instruction.joined.text) : undefined;
    if (system !== undefined) return system;
  }
  return 'windows';
}
