import type { Instruction } from '../instruction';
import { JoinedText } from '../joined-text';
import { defaultShell } from './shell-kind';
import { ShellScript } from './shell-script';
import type { ShellCommand, ShellWord } from './shell-command';

const known = new WeakMap<Instruction, ShellScript | null>();

/**
 * The commands of a RUN in either form: the script of the shell form, or the words of the exec form read as one command
 * line. `undefined` where there are none to read.
 */
export function runScript(run: Instruction): ShellScript | undefined {
  if (run.json === undefined) return run.script;
  let script = known.get(run);
  if (script === undefined) {
    script = execScript(run) ?? null;
    known.set(run, script);
  }
  return script ?? undefined;
}

/** The strings of the exec form, joined by blanks; `undefined` where one of them holds an escape. */
function execScript(run: Instruction): ShellScript | undefined {
  const starts: number[] = [];
  const origins: number[] = [];
  let text = '';
  for (const { value, range } of run.json ?? []) {
    if (range.end - range.start !== value.length + 2) return undefined;
    starts.push(text.length);
    origins.push(range.start + 1);
    text += `${value} `;
  }
  return text === '' ? undefined : new ShellScript(new JoinedText(text.trimEnd(), starts, origins), defaultShell);
}

/** Whether text can be put before or behind the word: its place is known to the character and the shell reads it. */
export function isEditable(run: Instruction, script: ShellScript, word: ShellWord | ShellCommand): boolean {
  if (run.json !== undefined) return false;
  return !('text' in word) || script.text.slice(word.start, word.end) === word.text;
}
