import type { ShellCommand } from './shell-command';
import type { ShellScript } from './shell-script';

/** By the list of commands, which equal texts share. */
const known = new WeakMap<readonly ShellCommand[], ReadonlyMap<string, readonly ShellCommand[]>>();
const nothing: readonly ShellCommand[] = [];

/** The script's commands by the names of their programs, sorted once: dozens of rules ask for a few names each. */
export function programsOf(script: ShellScript): ReadonlyMap<string, readonly ShellCommand[]> {
  const { commands } = script;
  let programs = known.get(commands);
  if (programs === undefined) {
    const sorted = new Map<string, ShellCommand[]>();
    for (const command of commands) {
      const { name } = command;
      const same = sorted.get(name);
      if (same === undefined) sorted.set(name, [command]);
      else same.push(command);
    }
    programs = sorted;
    known.set(commands, programs);
  }
  return programs;
}

/** The commands of that name or names, in the order of the text. */
export function commandsNamed(script: ShellScript | undefined, ...names: readonly string[]): readonly ShellCommand[] {
  if (script === undefined) return nothing;
  const programs = programsOf(script);
  let found = nothing;
  for (const name of names) {
    const commands = programs.get(name);
    if (commands === undefined) continue;
    found = found === nothing ? commands : [...found, ...commands].sort((a, b) => a.start - b.start);
  }
  return found;
}

/** The function with its results kept for each shell text; it may look at nothing else of the script. */
export function onceForEachText<Result>(find: (script: ShellScript) => Result): (script: ShellScript) => Result {
  const found = new WeakMap<readonly ShellCommand[], { readonly result: Result }>();
  return (script) => {
    const { commands } = script;
    let known = found.get(commands);
    if (known === undefined) {
      known = { result: find(script) };
      found.set(commands, known);
    }
    return known.result;
  };
}
