import '@vscode-elements/elements/dist/vscode-button/index.js';
import { element } from './elements';

/** A button with VS Code's look. */
export type Button = HTMLElementTagNameMap['vscode-button'];

/** Makes a button that does something at once. */
export function button(text: string, onClick: () => void, weight: 'primary' | 'secondary' = 'secondary'): Button {
  const made = element('vscode-button', { className: weight, secondary: weight === 'secondary' }, text);
  made.addEventListener('click', onClick);
  // The component does what the key says and lets the page scroll by it, too.
  made.addEventListener('keydown', (event) => {
    if (event.key === ' ') event.preventDefault();
  });
  return made;
}

/** Lets a button be pressed or not, and says so: the component tells it to nobody but the eye. */
export function allow(pressed: Button, allowed: boolean): void {
  pressed.disabled = !allowed;
  pressed.ariaDisabled = allowed ? null : 'true';
}

/** Words that lead somewhere or do something small, in the text around them; VS Code's components have nothing of the kind. */
export function link(text: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', className: 'link' }, text);
  made.addEventListener('click', onClick);
  return made;
}
