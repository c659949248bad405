import { t } from '../../core/localize';
import { globTest } from '../../core/ignore/glob';
import type { Instruction } from '../instruction';
import type { Fix, RuleContext } from '../rule';
import type { TextEdit } from '../edits';
import { appendCommand } from '../shell/append-command';
import { isEditable } from '../shell/run-script';
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
  /** False where what is cleaned may be more than a cache. */
  readonly isCertain?: boolean;
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
    fix: () =>
      suggestedWhere(
        cleaning.isCertain === false || worksOffline(run, context) || isOtherAtEnd(script, command),
        appendFix(run, script, command, cleaning.command(command)),
      ),
    alternatives: () => cacheMountFix(run, cleaning.folders, cleaning.locked),
  });
}

/** Whether a RUN behind it, or a trigger anywhere, may work from the cache alone; it is looked for in the whole file, other stages included. */
function worksOffline(run: Instruction, { file }: RuleContext): boolean {
  return file.instructions.some(
    ({ index, name, range }) =>
      (index > run.index || name === 'ONBUILD') &&
      /--(?:prefer-)?offline\b|--cacheonly\b|\s-C\s|--no-network\b|--no-refresh\b/.test(file.text.slice(range.start, range.end)),
  );
}

function isMounted(run: Instruction, context: RuleContext, folders: Cleaning['mountedOn']): boolean {
  return typeof folders === 'function' ? keepingTargets(run, context).some(folders) : keepsOut(run, context, ...folders);
}

/**
 * Appends the command. Safe where all of the script runs in a row, and then behind its last command, which may still need
 * what is cleaned; else a suggestion: behind the statement of `after`, or in the branch where it stands. Nothing where it is
 * not come back from.
 */
export function appendFix(run: Instruction, script: ShellScript, after: ShellCommand, text: string): Fix | undefined {
  const title = t('Append {0}', text);
  if (isOnTheLine(after) && isStraightLine(script)) {
    const last = script.commands.findLast(isOnTheLine) ?? after;
    const edit = appendCommand(run, script, last, text);
    return edit === undefined ? undefined : { kind: 'safe', title, edits: [edit] };
  }
  if (script.commands.some(({ name }) => name === 'exec' || name === 'exit' || name === 'return')) return undefined;
  const edit = isOnTheLine(after) ? appendCommand(run, script, after, text) : behindCommand(run, script, after, text);
  return edit === undefined ? undefined : { kind: 'suggested', title, edits: [edit] };
}

/** In the branch or group where the command stands; a function may be called again. */
function behindCommand(run: Instruction, script: ShellScript, after: ShellCommand, text: string): TextEdit | undefined {
  const { place, end } = after;
  if (/\(\s*\)|\bfunction\s/.test(script.text)) return undefined;
  const isPiped = place.before.startsWith('|') || place.after.startsWith('|') || place.after === '&';
  if (isPiped || place.negated || place.substituted || place.inHeredoc || !isEditable(run, script, after)) return undefined;
  if (after.redirects.some(({ operator }) => operator.startsWith('<<'))) return undefined;
  const at = script.rangeOf({ start: after.start, end }).end;
  return { range: { start: at, end: at }, text: ` && ${text}` };
}

/**
 * Whether it is not known that the package manager is there, and cleans the same cache, when the script has come to its end:
 * the command says that its cache lies elsewhere or is what is wanted, or a later one takes the program away.
 */
function isOtherAtEnd(script: ShellScript, filling: ShellCommand): boolean {
  const elsewhere =
    /^--(?:installroot|root|releasever-root|cachedir|cache-dir|config|setopt|downloadonly|download-only|downloaddir|destdir|pkg-cache-dir|use-host-config)|^-[cRdC]$|cachedir|keepcache/;
  if (filling.words.some(({ value, isStatic }) => elsewhere.test(value) && isStatic) || filling.assignments.length > 0) return true;
  return script.commands.some(
    ({ start, words }) =>
      start > filling.start &&
      words.some(({ value }) => /^(?:remove|erase|autoremove|-e|rm)$/.test(value)) &&
      words.some(({ value }) => /^(?:micro)?dnf|^yum|^zypper|^lib(?:dnf|zypp)|^rpm|^python/.test(value)),
  );
}

/** A safe fix that something outside of its script may mind. */
export function suggestedWhere(unsure: boolean, fix: Fix | undefined): Fix | undefined {
  return fix === undefined || !unsure ? fix : { ...fix, kind: 'suggested' };
}
