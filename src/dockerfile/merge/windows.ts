import type { Instruction } from '../instruction';
import type { LaidOutSide } from './layout';
import type { MergeDoubt } from './merge-doubt';
import type { MergeRefusal } from './merge-refusal';

/** Sides in cmd or PowerShell and how they go together. */
export interface WindowsSides {
  readonly sides: readonly LaidOutSide[];
  readonly behaviour: 'same' | 'changes';
  readonly changedBy?: string;
  /** Why it is not known that the behaviour is the same. */
  readonly doubt?: MergeDoubt;
}

/** Words with which a cmd line changes the shell, goes on to the end of the line, or stands in no list. */
const cmdState = /(?:^|[&\s@(])(cd|chdir|pushd|popd|set|setx|setlocal|path|prompt)(?=\s|$|\/|\.)/i;
const cmdRefused = /(?:^|[&\s@(])(?:if|for|rem|exit|goto|call)(?=\s|$)|::|[()^]/i;

/** Commands of cmd and PowerShell that change files and nothing of how the next one is found or run. */
const keepsToItself = new Set([
  ...[
    'echo',
    'mkdir',
    'md',
    'rmdir',
    'rd',
    'del',
    'erase',
    'copy',
    'xcopy',
    'robocopy',
    'move',
    'ren',
    'rename',
    'type',
    'attrib',
    'icacls',
    'ver',
    'dir',
    'cd',
    'chdir',
    'pushd',
    'popd',
    'sl',
  ],
  ...[
    'write-host',
    'write-output',
    'new-item',
    'copy-item',
    'move-item',
    'rename-item',
    'remove-item',
    'get-item',
    'get-childitem',
    'get-content',
    'set-content',
    'add-content',
  ],
  ...[
    'test-path',
    'expand-archive',
    'compress-archive',
    'invoke-webrequest',
    'get-filehash',
    'set-location',
    'push-location',
    'pop-location',
  ],
]);

/** The first words of what is joined by `&&` or by pipes. */
function commandsOf(text: string): readonly string[] {
  return text
    .split(/&&|\|/)
    .map((part) => /[^\s@(]+/.exec(part)?.[0] ?? '')
    .filter((name) => name !== '');
}

/**
 * The sides where the joiner is known: `&&` for single commands or `&&` chains in cmd and for single pipelines in
 * PowerShell 6 and later. Windows PowerShell 5 knows only `;`, which goes on after the error of a program.
 */
export function windowsSides(runs: readonly Instruction[]): WindowsSides | { readonly refusal: MergeRefusal } {
  const shell = runs[0]?.shell;
  const sides: LaidOutSide[] = [];
  let changedBy: string | undefined;
  let unknown: string | undefined;
  for (const run of runs) {
    const text = run.script?.text ?? '';
    const bare = text.replace(/"[^"]*"/g, '""').replace(shell?.kind === 'powershell' ? /'[^']*'/g : /$^/, "''");
    const refuse = (kind: MergeRefusal['kind']): { readonly refusal: MergeRefusal } => ({
      refusal: { kind, instruction: run },
    });
    if (bare.replaceAll('""', '').includes('"')) return refuse('syntax');
    // Only the next process sees a new PATH, and a batch file without `call` ends the line: what is not known may do either.
    if (run !== runs.at(-1))
      unknown ??= /profile|autorun/i.test(text)
        ? text.slice(0, 60)
        : commandsOf(bare).find((name) => !keepsToItself.has(name.toLowerCase()));
    if (shell?.kind === 'cmd') {
      if (cmdRefused.test(bare) || /[&|]/.test(bare.replaceAll('&&', ''))) return refuse('unknownJoiner');
      if (run !== runs.at(-1)) changedBy ??= cmdState.exec(bare)?.[1];
    } else if (shell?.kind === 'powershell') {
      if (/[;{}#&`@]|\|\||^\s*\$|=/.test(bare)) return refuse('unknownJoiner');
      if (run !== runs.at(-1)) changedBy ??= /\b(cd|sl|chdir|set-location|push-location|pop-location)\b/i.exec(bare)?.[1];
      if (shell.name === 'powershell') changedBy ??= ';';
    } else return refuse('unknownJoiner');
    const joiner = run === runs[0] ? '' : shell.name === 'powershell' ? ';' : '&&';
    const range = run.joined.rangeInFile(run.commandSpan);
    sides.push({ run, range, joiner, openAt: range.start, opening: '', closing: '', comment: undefined });
  }
  if (changedBy !== undefined) return { sides, behaviour: 'changes', changedBy };
  return { sides, behaviour: 'same', ...(unknown !== undefined && { doubt: { kind: 'windows', by: unknown } }) };
}
