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

const definitions = new WeakMap<Dockerfile, ReadonlyMap<string, number>>();

/** Whether an ARG or ENV of the file, in whatever stage, stands above. */
function isDefinedAbove(name: string, run: Instruction, file: Dockerfile): boolean {
  let first = definitions.get(file);
  if (first === undefined) {
    const found = new Map<string, number>();
    for (const instruction of file.instructions) {
      if (instruction.name !== 'ARG' && instruction.name !== 'ENV') continue;
      for (const { key } of instruction.keyValues.pairs) if (!found.has(key)) found.set(key, instruction.index);
    }
    first = found;
    definitions.set(file, first);
  }
  return (first.get(name) ?? Infinity) < run.index;
}
