import { t } from '../../../core/localize';
import type { RunRemedy, RunRemedyAction } from '../../../core/run/run-form-page';
import { oneLine } from '../../../core/untrusted';
import { button } from './button';
import { element } from './elements';

/** What is taken, and a button for each thing that can be done about it. */
export function remedyParts({ reason, actions }: RunRemedy, take: (action: number) => void): readonly HTMLElement[] {
  return [element('span', {}, oneLine(reason)), ...actions.map((action, index) => button(titleOf(action), () => take(index)))];
}

function titleOf(action: RunRemedyAction): string {
  switch (action.kind) {
    case 'port':
      return t('Use Port {0}', oneLine(action.port));
    case 'name':
      return t('Use {0}', oneLine(action.name));
    case 'replace':
      return t('Replace the Container and Run…');
  }
}
