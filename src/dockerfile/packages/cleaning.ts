import { t } from '../../core/localize';
import { globTest } from '../glob';
import type { Instruction } from '../instruction';
import type { Fix, RuleContext } from '../rule';
import { appendCommand } from '../shell/append-command';
import { isOnTheLine, isStraightLine } from '../shell/straight-line';
import type { ShellCommand, ShellWord } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';
import { cacheMountFix, keepingTargets, keepsOut } from './mounts';

/** A package manager that leaves a cache behind, and what takes it away. */
export interface Cleaning {
  /** Its cache: folders of which a mount keeps everything out of the image, or whether a mounted folder is or holds it. */
  readonly mountedOn: readonly string[] | ((target: string) => boolean);
  /** The word behind which the cache fills; `undefined` where the command fills none. */
  readonly fills: (command: ShellCommand) => ShellWord | undefined;
  readonly cleans: (command: ShellCommand) => boolean;
  /** What to append. */
  readonly command: (filling: ShellCommand) => string;
  readonly message: string;
  /** The folders to mount a cache on instead. */
  readonly folders: readonly string[];
  readonly locked?: boolean;
}

/** Whether the command deletes something at or below one of the folders, or with a pattern a folder itself. */
export function removes(command: ShellCommand, ...folders: readonly string[]): boolean {
  if (command.name !== 'rm') return false;
  return command.words.some(({ value }) => {
    const test = /[*?[]/.test(value) ? globTest(value) : undefined;
    return folders.some((folder) => value === folder || value.startsWith(`${folder}/`) || test?.(folder) === true);
  });
}

/** Reports the instruction where a command fills the cache and none behind it cleans. */
export function reportUncleaned(run: Instruction, script: ShellScript, context: RuleContext, cleaning: Cleaning): void {
  let filling: { readonly command: ShellCommand; readonly word: ShellWord } | undefined;
  for (const command of script.commands) {
    const word = cleaning.fills(command);
    if (word !== undefined) filling = { command, word };
    else if (filling !== undefined && cleaning.cleans(command)) filling = undefined;
  }
  if (filling === undefined || isMounted(run, context, cleaning.mountedOn)) return;
  const { command, word } = filling;
  context.report(run, {
    message: cleaning.message,
    range: script.rangeOf(word),
    fix: () => suggestedWhere(worksOffline(run, context), appendFix(run, script, command, cleaning.command(command))),
    alternatives: () => cacheMountFix(run, cleaning.folders, cleaning.locked),
  });
}

/** Whether a RUN behind it may work from the cache alone; it is looked for in the whole file, other stages included. */
function worksOffline(run: Instruction, { file }: RuleContext): boolean {
  return file.instructions.some(({ index, range }) => index > run.index && /--(?:prefer-)?offline\b|--cacheonly\b|\s-C\s|--no-network\b|--no-refresh\b/.test(file.text.slice(range.start, range.end)));
}

function isMounted(run: Instruction, context: RuleContext, folders: Cleaning['mountedOn']): boolean {
  return typeof folders === 'function' ? keepingTargets(run, context).some(folders) : keepsOut(run, context, ...folders);
}

/**
 * Appends the command. Safe where all of the script runs in a row, and then behind its last command, which may still need
 * what is cleaned; else a suggestion behind `after`, and nothing where `after` stands in a branch or is not come back from.
 */
export function appendFix(run: Instruction, script: ShellScript, after: ShellCommand, text: string): Fix | undefined {
  const title = t('Append {0}', text);
  if (!isOnTheLine(after)) return undefined;
  if (isStraightLine(script)) {
    const last = script.commands.findLast(isOnTheLine) ?? after;
    const edit = appendCommand(run, script, last, text);
    return edit === undefined ? undefined : { kind: 'safe', title, edits: [edit] };
  }
  if (script.commands.some(({ name }) => name === 'exec' || name === 'exit' || name === 'return')) return undefined;
  const edit = appendCommand(run, script, after, text);
  return edit === undefined ? undefined : { kind: 'suggested', title, edits: [edit] };
}

/** A safe fix that something outside of its script may mind. */
export function suggestedWhere(unsure: boolean, fix: Fix | undefined): Fix | undefined {
  return fix === undefined || !unsure ? fix : { ...fix, kind: 'suggested' };
}
