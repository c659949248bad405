import { t } from '../../../core/localize';
import type { RunTextField } from '../../../core/run/run-form-fields';
import { oneLine } from '../../../core/untrusted';
import { element } from './elements';
import { choiceControl, type FormControl, lineControl, linesControl } from './form-field';

/** The control of a field with one text. One line of several, as in a script of a command, has a box for several. */
export function runControl(name: RunTextField, value: string, placeholder: string): FormControl {
  if (name === 'restart' || name === 'pull') return choiceControl(choicesOf(name, value), value);
  const isLong = name === 'more' || value.includes('\n');
  return isLong ? linesControl(value, placeholder) : lineControl(value, placeholder);
}

function choicesOf(name: 'restart' | 'pull', value: string): readonly (readonly [string, string])[] {
  const known: readonly (readonly [string, string])[] =
    name === 'pull'
      ? [
          ['', t('Where it is missing')],
          ['always', t('Always')],
          ['never', t('Never')],
        ]
      : [
          ['', t('Never')],
          ['on-failure', t('After a failure')],
          ['unless-stopped', t('Always, unless it was stopped')],
          ['always', t('Always')],
        ];
  return known.some(([each]) => each === value) ? known : [...known, [value, oneLine(value)]];
}

/** No name of an image, a volume or a network is longer. */
const longestName = 300;

/** Names for completion; only what is another one than before is drawn. */
export function fillList(list: HTMLElement | undefined, names: readonly string[]): void {
  const offered = names.filter((name) => name.length <= longestName);
  const told = offered.join('\n');
  if (!list || list.dataset['told'] === told) return;
  list.dataset['told'] = told;
  list.replaceChildren(...offered.map((name) => element('option', { value: name })));
}
