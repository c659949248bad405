import { t } from '../../core/localize';
import type { Instruction } from '../instruction';

/** Why RUN instructions cannot be merged. */
export interface MergeRefusal {
  readonly kind:
    | 'tooFew'
    | 'notAdjacent'
    | 'otherStage'
    | 'onbuild'
    | 'execForm'
    | 'empty'
    | 'heredoc'
    | 'otherFlags'
    | 'ownMounts'
    | 'otherShell'
    | 'unknownJoiner'
    | 'syntax'
    | 'comment'
    | 'background'
    | 'leavesShell'
    | 'state';
  /** The instruction that stands against it. */
  readonly instruction: Instruction | undefined;
  /** What in it: a command, a flag. */
  readonly by?: string;
}

/** The refusal in a sentence. */
export function refusalText({ kind, by = '' }: MergeRefusal): string {
  switch (kind) {
    case 'tooFew':
      return t('Merging needs two RUN instructions that follow each other.');
    case 'notAdjacent':
      return t('There is another instruction between the RUN instructions.');
    case 'otherStage':
      return t('The RUN instructions are in different stages.');
    case 'onbuild':
      return t('ONBUILD triggers are not merged.');
    case 'execForm':
      return t('A RUN in exec form runs without a shell and cannot be joined to another.');
    case 'empty':
      return t('A RUN without a command cannot be joined to another.');
    case 'heredoc':
      return t('A RUN with a here-document cannot be joined to another.');
    case 'otherFlags':
      return t('The RUN instructions have different flags.');
    case 'ownMounts':
      return t('Each RUN gets a fresh {0}; in one RUN, the second would see the files of the first.', by);
    case 'otherShell':
      return t('The RUN instructions use different shells.');
    case 'unknownJoiner':
      return t('Slipway does not know how to join commands in this shell so that an error ends the build.');
    case 'syntax':
      return t('The shell script of a RUN cannot be parsed.');
    case 'comment':
      return t('A shell comment hides the lines after it.');
    case 'background':
      return t('A command starts in the background and would keep running alongside the next one.');
    case 'leavesShell':
      return t('"{0}" ends the shell, so the next commands would not run.', by);
    case 'state':
      return t('"{0}" changes the shell that the next commands would run in.', by);
  }
}
