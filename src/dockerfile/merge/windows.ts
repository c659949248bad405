import type { Instruction } from '../instruction';
import type { LaidOutSide } from './layout';
import type { MergeRefusal } from './merge-refusal';

/** Sides in cmd or PowerShell and how they go together. */
export interface WindowsSides {
  readonly sides: readonly LaidOutSide[];
  readonly behaviour: 'same' | 'changes';
  readonly changedBy?: string;
}

/** Words with which a cmd line changes the shell, goes on to the end of the line, or stands in no list. */
const cmdState = /(?:^|[&\s@(])(cd|chdir|pushd|popd|set|setx|setlocal|path|prompt)(?=\s|$|\/|\.)/i;
const cmdRefused = /(?:^|[&\s@(])(?:if|for|rem|exit|goto|call)(?=\s|$)|::|[()^]/i;

/**
 * The sides where the joiner is known: `&&` for single commands or `&&` chains in cmd and for single pipelines in
 * PowerShell 6 and later. Windows PowerShell 5 knows only `;`, which goes on after the error of a program.
 */
export function windowsSides(runs: readonly Instruction[]): WindowsSides | { readonly refusal: MergeRefusal } {
  const shell = runs[0]?.shell;
  const sides: LaidOutSide[] = [];
  let changedBy: string | undefined;
  for (const run of runs) {
    const text = run.script?.text ?? '';
    const bare = text.replace(/"[^"]*"/g, '""').replace(shell?.kind === 'powershell' ? /'[^']*'/g : /$^/, "''");
    const refuse = (kind: MergeRefusal['kind']): { readonly refusal: MergeRefusal } => ({
      refusal: { kind, instruction: run },
    });
    if (bare.replaceAll('""', '').includes('"')) return refuse('syntax');
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
  return changedBy === undefined ? { sides, behaviour: 'same' } : { sides, behaviour: 'changes', changedBy };
}
