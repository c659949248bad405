import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Fix, RuleContext } from '../rule';
import { commandsNamed } from '../shell/programs';
import type { ShellCommand, ShellWord } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';
import { isUnanswered } from '../shell/straight-line';
import { insertBehind, reportWords } from './reports';

/** A program that asks before it does what one of the verbs says, unless one of the flags is given. */
export interface Asking {
  readonly programs: readonly string[];
  readonly verbs: readonly string[];
  readonly saysYes: (command: ShellCommand) => boolean;
  readonly message: string;
}

/** Reports the verbs of commands that wait for an answer; the fix puts `-y` behind them. */
export function reportAsking(run: Instruction, script: ShellScript, context: RuleContext, asking: Asking): void {
  const asked = commandsNamed(script, ...asking.programs).flatMap((command) => {
    const verb = command.words.find(({ value }) => asking.verbs.includes(value));
    return verb === undefined || asking.saysYes(command) ? [] : [{ command, verb }];
  });
  const verbs = asked.map(({ verb }) => verb);
  reportWords(
    run,
    context,
    script,
    verbs,
    () => asking.message,
    () => yesFix(run, script, asked),
  );
}

/** A command that asks, and the word behind which `-y` goes. */
export interface AskingCommand {
  readonly command: ShellCommand;
  readonly verb: ShellWord;
}

/**
 * Inserts `-y`. Safe where a build that is asked fails, since nobody answers; where it goes on after that failure, or
 * something answers, other packages would be there than before.
 */
export function yesFix(run: Instruction, script: ShellScript, asked: readonly AskingCommand[]): Fix | undefined {
  // Who only looks what would be done, or says no, wants nothing done; zypper has no -y for sources.
  if (
    asked.some(({ command, verb }) => command.words.some(({ value }) => saysNo.test(value)) || /^(?:source-install|si)$/.test(verb.value))
  )
    return undefined;
  const isSafe = asked.every(({ command }) => isUnanswered(script, command));
  return insertBehind(
    run,
    script,
    asked.map(({ verb }) => verb),
    ' -y',
    { kind: isSafe ? 'safe' : 'suggested', title: t('Insert {0}', '-y') },
  );
}

const saysNo = /^--?(?:assume-?no|s|simulate|dry-run|just-print|no-act|recon|D|print-uris|trivial-only)$|Assume-(?:Yes|No)|assumeyes/i;
