import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { isLinterComment } from '../pragma';
import { effectsOf } from '../safety/known-commands';
import { startReader, whereabouts } from '../safety/surroundings';
import type { Effects, Whereabouts } from '../safety/effects';
import { commentsIn } from './layout';
import type { ShellCommand } from '../shell/shell-command';
import { withoutTrailingSlashes } from '../../core/trailing';

/** Why it is not known that merged RUN instructions build what they did. */
export interface MergeDoubt {
  readonly kind: 'pragma' | 'base' | 'start' | 'command' | 'program' | 'variable' | 'length' | 'windows';
  /** The comment, image, word or command. */
  readonly by: string;
}

/** The doubt in a few words that can stand in brackets. */
export function doubtText({ kind, by }: MergeDoubt): string {
  switch (kind) {
    case 'pragma':
      return t('a comment for a linter refers to one of them: {0}', by);
    case 'base':
      return t('it is not known how a RUN starts in the image {0}', by);
    case 'start':
      return t('{0} makes each RUN start afresh', by);
    case 'command':
      return t('"{0}" may change how the next RUN starts', by);
    case 'program':
      return t('the shell remembers where it found {0}, and there may be a newer one', by);
    case 'variable':
      return t('{0} has another meaning in one shell', by);
    case 'length':
      return t('the command would be too long');
    case 'windows':
      return t('only the next process may see what "{0}" changes', by);
  }
}

/** What Linux takes as one argument (MAX_ARG_STRLEN, execve(2)), with room for what joins the commands. */
const longest = 120_000;

/**
 * Each RUN has a shell of its own: it is looked up, reads what it reads at its start, knows no program's place yet, begins
 * in WORKDIR, and gets the hosts and the memory file systems of the builder anew. Joined, all but the first lose that. So
 * a merge is only known to build the same where everything about the shell is known, and every command but those of the
 * last RUN is one whose doing is known to reach none of this.
 *
 * @returns the first thing that is not known; `undefined` where all is
 */
export function mergeDoubt(file: Dockerfile, runs: readonly Instruction[]): MergeDoubt | undefined {
  const [first] = runs;
  if (first === undefined) return undefined;
  return pragmaOn(file, runs) ?? lengthOf(runs) ?? (first.shell.kind === 'posix' ? posixDoubt(file, runs, first) : undefined);
}

function lengthOf(runs: readonly Instruction[]): MergeDoubt | undefined {
  const length = runs.reduce((sum, { joined }) => sum + Buffer.byteLength(joined.text) + 20, 0);
  return length > longest ? { kind: 'length', by: String(length) } : undefined;
}

/**
 * A comment that speaks to a linter about one of them: about all of them it would say something else. One inside of an
 * instruction, or behind its last line, speaks of the one below.
 */
function pragmaOn(file: Dockerfile, runs: readonly Instruction[]): MergeDoubt | undefined {
  const first = runs[0]?.index ?? 0;
  const start = first === 0 ? 0 : (file.instructions[first - 1]?.range.end ?? 0);
  const end = runs.at(-1)?.range.end ?? start;
  const comment = commentsIn(file, { start, end }).find((one) => isLinterComment(one) && !isOfMerging(one.range.end, one.text, runs));
  return comment === undefined ? undefined : { kind: 'pragma', by: comment.text };
}

/** Above the first, that it is not to be joined to what stands before it. */
function isOfMerging(end: number, text: string, runs: readonly Instruction[]): boolean {
  return /^hadolint\s+ignore\s*=\s*DL3059\s*(?:#.*)?$/i.test(text) && end < (runs[0]?.range.start ?? 0);
}

function posixDoubt(file: Dockerfile, runs: readonly Instruction[], first: Instruction): MergeDoubt | undefined {
  const start = startReader(file, first);
  if (start !== undefined) return { kind: 'start', by: start };
  const at = whereabouts(file, first);
  if (at === undefined) return { kind: 'base', by: file.stageOf(first)?.from.argumentsText.trim() ?? '' };
  const used = new Set<string>();
  let changed: Set<string> | 'any' = new Set();
  for (const [index, run] of runs.entries()) {
    const commands = run.script?.commands ?? [];
    if (index > 0) {
      const variable = ownVariable(run);
      if (variable !== undefined) return { kind: 'variable', by: variable };
      const again = commands.find(
        ({ name }) => used.has(name) && (changed === 'any' || changed.has(name)) && !builtins.has(name) && !isInPlace(name, at),
      );
      if (again !== undefined) return { kind: 'program', by: again.name };
    }
    if (index === runs.length - 1) return undefined;
    const left = effectsOfRun(run, at);
    if ('command' in left) return { kind: 'command', by: shown(left.command) };
    for (const { name } of commands) used.add(name);
    if (changed !== 'any') changed = left.programs === 'any' ? 'any' : new Set([...changed, ...left.programs]);
  }
  return undefined;
}

/** What the shell does itself needs no place. */
const builtins = new Set(
  ': . [ break cd command continue echo eval exec exit export false hash printf pwd read return set shift test times trap true type ulimit umask unset wait'.split(
    ' ',
  ),
);

/** Package managers that are replaced where they are: those of the distribution, and those that the image came with. */
function isInPlace(name: string, { base }: Whereabouts): boolean {
  if (['apt-get', 'apt', 'apk', 'dnf', 'microdnf', 'yum', 'zypper'].includes(name)) return true;
  return (
    (base.name === 'python' && /^pip\d?$/.test(name)) ||
    (base.name === 'node' && name === 'npm') ||
    (base.name === 'ruby' && name === 'gem') ||
    (base.name === 'golang' && name === 'go')
  );
}

/** What is not the same at the beginning of a shell and later: its last word, process, time, line. */
function ownVariable({ script }: Instruction): string | undefined {
  return /\$\{?(?:_(?!\w)|!|-|(?:SECONDS|LINENO|RANDOM|PIPESTATUS|EPOCH\w*|BASH\w*|HISTCMD|SHLVL|FUNCNAME|OLDPWD)\b)/.exec(
    script?.text ?? '',
  )?.[0];
}

function effectsOfRun(run: Instruction, at: Whereabouts): Effects | { readonly command: ShellCommand } {
  let { cwd } = at;
  let programs: Effects['programs'] = [];
  for (const command of run.script?.commands ?? []) {
    const effects = effectsOf(command, { ...at, cwd });
    if (effects === undefined) return { command };
    if (command.name === 'cd') cwd = folderOf(command);
    if (programs !== 'any') programs = effects.programs === 'any' ? 'any' : [...programs, ...effects.programs];
  }
  return { programs };
}

function folderOf({ words: [folder, ...others], place }: ShellCommand): string | undefined {
  const isSure = folder?.isStatic === true && folder.value.startsWith('/') && others.length === 0 && place.depth === 0;
  return isSure ? withoutTrailingSlashes(folder.value) : undefined;
}

function shown({ nameWord, words }: ShellCommand): string {
  const text = [nameWord, ...words].flatMap((word) => word?.text ?? []).join(' ');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
