import { t } from '../../core/localize';
import type { TextEdit } from '../edits';
import type { Instruction } from '../instruction';
import type { Fix } from '../rule';
import type { ShellCommand, ShellWord } from '../shell/shell-command';

/** Commands that only a shell knows; there is no program of that name to start, or it would do something else. */
const builtins = new Set(
  (
    '. : [[ alias bg break builtin cd command continue declare dirs disown eval exec exit export fc fg getopts hash ' +
    'history jobs let local logout mapfile popd pushd read readonly return set shift shopt source suspend times trap ' +
    'type typeset ulimit umask unalias unset until wait'
  ).split(' '),
);

/**
 * Writes the command of CMD, ENTRYPOINT or HEALTHCHECK in JSON notation: word by word where no shell is needed, else
 * with the shell in force as the program. `undefined` where neither can be done.
 *
 * @param isAlone whether CMD and ENTRYPOINT do not both stand in the stage: in shell form the one hides the other, in
 *   JSON notation they are joined
 */
export function execFormFix(instruction: Instruction, isAlone: boolean): Fix | undefined {
  const { script } = instruction;
  if (script === undefined || instruction.heredocs.length > 0) return undefined;
  const [command, ...others] = script.commands;
  if (script.isPosix && others.length === 0 && command !== undefined && needsNoShell(command, script.text)) {
    const edits = wordEdits(instruction, command);
    if (edits !== undefined) {
      const kind = instruction.shell.setBy === 'instruction' || !isAlone ? 'suggested' : 'safe';
      return { kind, title: t('Write it in JSON notation'), edits };
    }
  }
  return withShell(instruction);
}

function needsNoShell(command: ShellCommand, text: string): boolean {
  if (command.assignments.length > 0 || command.redirects.length > 0) return false;
  const words = allWords(command);
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return false;
  if (builtins.has(command.name) || command.place.depth > 0 || command.place.negated) return false;
  if (text.slice(0, first.start).trim() !== '' || text.slice(last.end).trim() !== '') return false;
  return words.every((word) => word.isStatic && !/[*?[\]{}~`$<>|&;()!\\]/.test(word.text));
}

function allWords(command: ShellCommand): readonly ShellWord[] {
  return command.nameWord === undefined ? command.words : [command.nameWord, ...command.words];
}

function wordEdits(instruction: Instruction, command: ShellCommand): TextEdit[] | undefined {
  const { script, file } = instruction;
  if (script === undefined) return undefined;
  const edits: TextEdit[] = [];
  const words = allWords(command);
  for (const [index, word] of words.entries()) {
    const range = script.rangeOf(word);
    const written = file.source.text.slice(range.start, range.end);
    if (written !== word.text) return undefined;
    const string = JSON.stringify(word.value);
    const before = index === 0 ? '[' : '';
    const after = index === words.length - 1 ? ']' : ',';
    if (string === `"${written}"`) {
      edits.push({ range: { start: range.start, end: range.start }, text: `${before}"` });
      edits.push({ range: { start: range.end, end: range.end }, text: `"${after}` });
    } else edits.push({ range, text: before + string + after });
  }
  return edits;
}

function withShell(instruction: Instruction): Fix | undefined {
  const range = instruction.joined.rangeInFile(instruction.commandSpan);
  const written = instruction.file.source.text.slice(range.start, range.end);
  const words = instruction.shell.words;
  if (written.includes('\n') || words.length === 0) return undefined;
  return {
    kind: 'suggested',
    title: t('Write the shell in JSON notation'),
    edits: [{ range, text: `[${[...words, written].map((word) => JSON.stringify(word)).join(', ')}]` }],
  };
}
