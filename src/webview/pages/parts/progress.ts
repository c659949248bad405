import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { element } from './elements';

/** Runs along the upper edge while the page is at work. Screen readers hear of it by `aria-busy` of the page. */
export class ProgressBar {
  private readonly bar = element('vscode-progress-bar', { indeterminate: true, ariaHidden: 'true', ariaLabel: '' });

  set running(value: boolean) {
    if (!value) this.bar.remove();
    else if (!this.bar.isConnected) document.body.prepend(this.bar);
  }
}
