import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { ShellWord } from '../shell/shell-command';
import type { Install } from './installs';

/**
 * The packages of yum or dnf that say no version. Pinned are `name-1.2`, a module's `name:stream`, a file, and a name
 * with a variable that an ARG or ENV above the instruction defines; what the script itself sets, as a part of the name,
 * is no version.
 */
export function unpinnedRpms(installs: readonly Install[], run: Instruction, file: Dockerfile): ShellWord[] {
  return installs
    .flatMap(({ packages }) => packages)
    .filter(({ value }) => !isPinned(value) && !variablesOf(value).some((name) => isDefinedAbove(name, run, file)));
}

function isPinned(name: string): boolean {
  return /-\d|:[\w$]|\.rpm$/.test(name);
}

function variablesOf(text: string): string[] {
  return [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
}

function isDefinedAbove(name: string, run: Instruction, file: Dockerfile): boolean {
  return file.instructions.some(
    (instruction) =>
      instruction.index < run.index &&
      (instruction.name === 'ARG' || instruction.name === 'ENV') &&
      instruction.keyValues.pairs.some(({ key }) => key === name),
  );
}
