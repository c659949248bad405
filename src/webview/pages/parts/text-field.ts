import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { element } from './elements';

/** A box for one line with VS Code's look. */
export type TextField = HTMLElementTagNameMap['vscode-textfield'];

/** Makes a box for one line. What stands beside it does not reach the input within: its `label` does, and its `title` says more. */
export function textField({
  label,
  placeholder,
  title = '',
  type = 'text',
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly title?: string;
  readonly type?: 'text' | 'search';
}): TextField {
  const made = element('vscode-textfield', { label, placeholder, title, type, autocomplete: 'off', spellcheck: false });
  void made.updateComplete.then(() => {
    made.wrappedElement.title = title;
  });
  return made;
}

/** Moves the focus into it with its text selected. */
export function selectText(field: TextField): void {
  field.focus();
  field.wrappedElement.select();
}
