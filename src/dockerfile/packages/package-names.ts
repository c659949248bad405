import { stageEnvironments } from '../facts/environment';
import { globalArguments } from '../facts/global-arguments';
import { variablesIn, type VariableReference } from '../facts/variables';
import type { Instruction } from '../instruction';
import type { RuleContext } from '../rule';
import { onceForEachText } from '../shell/programs';
import type { ShellWord } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';

/** What a word of a command line stands for. */
export interface PackageName {
  /** With the values of ARG and ENV; a variable whose value is not known stands in it as written. */
  readonly value: string;
  /** Whether an ARG or ENV sets a variable that still stands in it: the value is there when the image is built. */
  readonly isSetLater: boolean;
}

/** Reads words of commands as the shell does: with what ARG and ENV set, where the script itself sets nothing else. */
export class PackageNames {
  constructor(
    private readonly run: Instruction,
    private readonly script: ShellScript,
    private readonly context: RuleContext,
  ) {}

  /** The names in a word: none, one, or those of a list in a variable. */
  of(word: ShellWord): readonly PackageName[] {
    // In exec form there is no shell that would put a value in.
    if (word.isStatic || !word.value.includes('$') || this.run.json !== undefined) return [{ value: word.value, isSetLater: false }];
    const read = this.read(word.value);
    const names = read.value.split(/\s+/).filter((value) => value !== '');
    return names.map((value) => ({ value, isSetLater: read.isSetLater && value.includes('$') }));
  }

  /** Whether each name in the word passes; a word that is empty when the image is built does not. */
  every(word: ShellWord, isPinned: (name: PackageName) => boolean): boolean {
    const names = this.of(word);
    return names.length > 0 && names.every(isPinned);
  }

  private read(text: string): PackageName {
    let value = '';
    let isSetLater = false;
    let at = 0;
    for (const reference of variablesIn(text, { escape: '\\', quotes: false })) {
      if (reference.start < at) continue;
      const known = this.valueOf(reference);
      isSetLater ||= known === 'set';
      value += text.slice(at, reference.start) + (typeof known === 'object' ? known.value : text.slice(reference.start, reference.end));
      at = reference.end;
    }
    return { value: value + text.slice(at), isSetLater };
  }

  /** The value, or whether an ARG or ENV sets the variable. */
  private valueOf({ name, operator, word }: VariableReference): { readonly value: string } | 'set' | 'unset' {
    if (this.isSetByScript(name)) return 'unset';
    const { file, configuration } = this.context;
    const definition = stageEnvironments(file, configuration.baseImages).variable(name, this.run);
    if (operator === ':-' || operator === '-') {
      if (definition === undefined || (operator === ':-' && definition.value === '')) return word.includes('$') ? 'unset' : { value: word };
    } else if (operator !== '') return definition === undefined ? 'unset' : 'set';
    // hadolint takes one from before the first FROM for a version too, though the stage does not see it.
    if (definition === undefined) return globalArguments(file).values.has(name) ? 'set' : 'unset';
    return definition.value === undefined || definition.value.includes('$') ? 'set' : { value: definition.value };
  }

  private isSetByScript(name: string): boolean {
    return !/^\w+$/.test(name) || namesSetIn(this.script).has(name);
  }
}

/** The variables that a script sets: `NAME=…`, also behind `export` and its kin, `for NAME in` and `read NAME`. */
const namesSetIn = onceForEachText(({ text }): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const [, assigned, looped, read] of text.matchAll(/(?<=^|[\s;&|({])(?:(\w+)\+?=|for\s+(\w+)\s|read\s([^;|&\n]{0,200}))/g)) {
    for (const name of [assigned, looped, ...(read?.split(/\s+/) ?? [])]) if (name !== undefined) names.add(name);
  }
  return names;
});
