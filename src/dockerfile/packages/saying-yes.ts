import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { RuleContext } from '../rule';
import { commandsNamed } from '../shell/programs';
import type { ShellCommand } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';
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
  const verbs = commandsNamed(script, ...asking.programs).flatMap((command) => {
    const verb = command.words.find(({ value }) => asking.verbs.includes(value));
    return verb === undefined || asking.saysYes(command) ? [] : [verb];
  });
  reportWords(
    run,
    context,
    script,
    verbs,
    () => asking.message,
    () => insertBehind(run, script, verbs, ' -y', { kind: 'safe', title: t('Insert {0}', '-y') }),
  );
}
