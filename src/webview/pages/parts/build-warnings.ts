import type { BuildPageModel, BuildPageWish } from '../../../core/build/build-page';
import type { BuildWarning } from '../../../core/build/build-progress';
import { t } from '../../../core/localize';
import { link } from './button';
import { element } from './elements';
import { harmless } from './page-elements';

/** What the builder thinks of the Dockerfile. */
export class BuildWarnings {
  readonly root = element('section', { className: 'warnings' });
  private drawn = '';

  constructor(private readonly send: (wish: BuildPageWish) => void) {}

  show({ warnings, file }: BuildPageModel): void {
    this.root.hidden = warnings.length === 0;
    const now = JSON.stringify([warnings, file]);
    if (now === this.drawn) return;
    this.drawn = now;
    const rows = warnings.map((warning, index) => this.row(warning, index, file !== undefined));
    this.root.replaceChildren(element('h2', {}, t('Warnings')), element('ul', {}, ...rows));
  }

  private row({ message, detail, firstLine, url }: BuildWarning, index: number, hasFile: boolean): HTMLElement {
    const line = hasFile && firstLine !== undefined ? [link(t('Line {0}', firstLine), () => this.send({ kind: 'warning', index }))] : [];
    const about = url.startsWith('https://') ? [link(t('About this warning'), () => this.send({ kind: 'about', index }))] : [];
    return element(
      'li',
      {},
      harmless(message),
      ...detail.map((text) => element('div', { className: 'dim' }, harmless(text))),
      element('div', { className: 'actions' }, ...line, ...about),
    );
  }
}
