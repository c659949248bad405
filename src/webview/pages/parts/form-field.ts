import { element, setText } from './elements';
import { longestFieldText } from '../../../core/build/build-form-fields';
import { harmless } from './page-elements';

/** A control of a form. Native ones: what describes a control, and what is wrong with it, does not reach into a component. */
export type FormControl = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A control with its name, what it takes, and what is wrong with it. */
export class FormField<Control extends FormControl = FormControl> {
  readonly root: HTMLElement;
  private readonly note: HTMLElement;
  private readonly problem: HTMLElement;

  constructor(
    id: string,
    label: string,
    readonly control: Control,
    private readonly help = '',
    ...beside: readonly HTMLElement[]
  ) {
    control.id = id;
    this.note = element('p', { id: `${id}-help`, className: 'help', hidden: help === '' }, help);
    this.problem = element('p', { id: `${id}-problem`, className: 'problem', role: 'alert', hidden: true });
    const name = element('label', { htmlFor: id }, label);
    const isBox = control instanceof HTMLInputElement && control.type === 'checkbox';
    const line = element('div', { className: 'line' }, ...(isBox ? [control, name] : [control]), ...beside);
    this.root = element('div', { className: 'field' }, ...(isBox ? [] : [name]), line, this.note, this.problem);
    control.setAttribute('aria-describedby', `${id}-help ${id}-problem`);
  }

  /** `lacks`: why the field has no use here; one that is empty cannot be filled then. */
  tell({ problem, lacks }: { readonly problem?: string | undefined; readonly lacks?: string | undefined }): void {
    const { control } = this;
    const isEmpty = control instanceof HTMLInputElement && control.type === 'checkbox' ? !control.checked : control.value === '';
    control.disabled = lacks !== undefined && isEmpty;
    const wrong = problem ?? (lacks !== undefined && !isEmpty ? lacks : undefined);
    const help = lacks !== undefined && isEmpty ? harmless(lacks) : this.help;
    setText(this.note, help);
    this.note.hidden = help === '';
    // It may quote what was pasted.
    setText(this.problem, harmless(wrong ?? ''));
    this.problem.hidden = wrong === undefined;
    control.ariaInvalid = wrong === undefined ? null : 'true';
  }
}

/** A box for one line. */
export function lineControl(value: string, placeholder = ''): HTMLInputElement {
  return element('input', { type: 'text', value: value.slice(0, longestFieldText), placeholder, autocomplete: 'off', spellcheck: false });
}

/** A box for several lines, as high as what is in it. */
export function linesControl(value: string, placeholder = ''): HTMLTextAreaElement {
  const made = element('textarea', {
    value: value.slice(0, longestFieldText),
    placeholder,
    rows: 2,
    autocomplete: 'off',
    spellcheck: false,
  });
  const fit = (): void => void (made.rows = Math.min(12, Math.max(2, made.value.split('\n').length)));
  made.addEventListener('input', fit);
  fit();
  return made;
}

/** A box that is on or off. */
export function switchControl(checked: boolean): HTMLInputElement {
  return element('input', { type: 'checkbox', checked });
}

/** One of several. */
export function choiceControl(choices: readonly (readonly [value: string, text: string])[], value: string): HTMLSelectElement {
  const options = choices.map(([each, text]) => element('option', { value: each, selected: each === value }, text));
  return element('select', {}, ...options);
}
