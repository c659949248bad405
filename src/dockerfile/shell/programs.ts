import type { ShellCommand } from './shell-command';
import type { ShellScript } from './shell-script';

const known = new WeakMap<ShellScript, ReadonlyMap<string, readonly ShellCommand[]>>();
const nothing: readonly ShellCommand[] = [];

/** The script's commands by the names of their programs, sorted once: dozens of rules ask for a few names each. */
export function programsOf(script: ShellScript): ReadonlyMap<string, readonly ShellCommand[]> {
  let programs = known.get(script);
  if (programs === undefined) {
    const sorted = new Map<string, ShellCommand[]>();
    for (const command of script.commands) {
      const { name } = command;
      const same = sorted.get(name);
      if (same === undefined) sorted.set(name, [command]);
      else same.push(command);
    }
    programs = sorted;
    known.set(script, programs);
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
