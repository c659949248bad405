import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { RuleContext } from '../rule';
import { programsOf } from './programs';
import { runScript } from './run-script';
import type { ShellScript } from './shell-script';

/** A RUN, or one behind ONBUILD, whose commands can be read. */
export interface ReadableRun {
  readonly run: Instruction;
  readonly script: ShellScript;
}

const known = new WeakMap<Dockerfile, ReadonlyMap<string, readonly ReadableRun[]>>();

/** The RUN instructions by the programs that they run, so that a rule costs nothing where its program is not run. */
function runsByProgram(file: Dockerfile): ReadonlyMap<string, readonly ReadableRun[]> {
  let runs = known.get(file);
  if (runs === undefined) {
    const sorted = new Map<string, ReadableRun[]>();
    for (const instruction of file.instructions) {
      const run = instruction.trigger ?? instruction;
      const script = run.name === 'RUN' ? runScript(run) : undefined;
      if (script === undefined) continue;
      for (const name of programsOf(script).keys()) {
        const same = sorted.get(name);
        if (same === undefined) sorted.set(name, [{ run, script }]);
        else same.push({ run, script });
      }
    }
    runs = sorted;
    known.set(file, runs);
  }
  return runs;
}

/** The instructions that run one of the programs, in order. A pattern is held against the program's name. */
export function runsOf(file: Dockerfile, programs: readonly string[] | RegExp): readonly ReadableRun[] {
  const runs = runsByProgram(file);
  const names = programs instanceof RegExp ? [...runs.keys()].filter((name) => programs.test(name)) : programs;
  const found = names.flatMap((name) => {
    const same = runs.get(name);
    return same === undefined ? [] : [same];
  });
  const [first, ...others] = found;
  if (first === undefined || others.length === 0) return first ?? [];
  const byIndex = new Map(found.flat().map((one) => [one.run.index, one]));
  return [...byIndex.values()].sort((a, b) => a.run.index - b.run.index);
}

/** A rule's `checkFile` that looks at the instructions which run one of the programs. */
export function eachRunOf(
  programs: readonly string[] | RegExp,
  check: (run: Instruction, script: ShellScript, context: RuleContext) => void,
): (file: Dockerfile, context: RuleContext) => void {
  return (file, context) => {
    for (const { run, script } of runsOf(file, programs)) check(run, script, context);
  };
}
