import type { Instruction } from '../instruction';
import type { Fix, RuleContext } from '../rule';
import { isEditable } from '../shell/run-script';
import type { ShellCommand, ShellWord } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';
import { defined } from '../../core/records';

/** One finding for the instruction: on the first of the words, and also at the others. */
export function reportWords(
  run: Instruction,
  context: RuleContext,
  script: ShellScript,
  words: readonly (ShellWord | ShellCommand)[],
  message: (first: ShellWord | ShellCommand) => string,
  fix?: () => Fix | undefined,
  alternatives?: () => readonly Fix[],
): void {
  const [first, ...others] = words;
  if (first === undefined) return;
  context.report(run, {
    message: message(first),
    range: script.rangeOf(first),
    alsoAt: others.map((word) => script.rangeOf(word)),
    ...defined({ fix, alternatives }),
  });
}

/** Puts the text behind each of the words; nothing where one of them cannot be edited. */
export function insertBehind(
  run: Instruction,
  script: ShellScript,
  words: readonly ShellWord[],
  text: string,
  { kind, title }: Pick<Fix, 'kind' | 'title'>,
): Fix | undefined {
  if (!words.every((word) => isEditable(run, script, word))) return undefined;
  const edits = words.map((word) => {
    const { end } = script.rangeOf(word);
    return { range: { start: end, end }, text };
  });
  return { kind, title, edits };
}
