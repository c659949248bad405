import { ansiLines, type AnsiSpan } from '../../../core/ansi-spans';
import type { BuildPageModel, BuildPageWish, PageBuildStep, PageLink } from '../../../core/build/build-page';
import { type OutputLink, outputLinks } from '../../../core/build/output-links';
import { t } from '../../../core/localize';
import { formatBytes } from '../../../core/sizes';
import { oneLine } from '../../../core/untrusted';
import { ansiPiece, cutSpans, longestShown } from './ansi-pieces';
import { link } from './button';
import { element, setText } from './elements';
import { bar } from './page-elements';

/** What the selected step prints and moves. */
export class BuildOutput {
  readonly root = element('section', { className: 'printed' });
  private readonly title = element('h2');
  private readonly line = link(t('Show in Dockerfile'), () => this.ask('line'));
  private readonly whole = link(t('Show earlier output'), () => this.send({ kind: 'whole' }));
  private readonly note = element('p', { className: 'note' });
  private readonly error = element('p', { className: 'error' });
  private readonly transfers = element('div', { className: 'transfers' });
  private readonly text = element('div', { className: 'output', role: 'region', tabIndex: 0 });
  private lines: readonly string[] = [];
  private moved = '';
  private step: PageBuildStep | undefined;

  constructor(private readonly send: (wish: BuildPageWish) => void) {
    this.root.append(
      this.title,
      element('div', { className: 'actions' }, this.line, this.whole),
      this.error,
      this.transfers,
      this.note,
      this.text,
    );
    this.text.ariaLabel = t('Output');
    // What goes to a screen reader by itself would never end.
    this.text.ariaLive = 'off';
  }

  show({ steps, selected, output, file, reason }: BuildPageModel, busy: boolean): void {
    const step = steps.find(({ id }) => id === selected);
    const isOther = step?.id !== this.step?.id;
    this.step = step;
    this.root.hidden = step === undefined;
    setText(this.title, step === undefined ? '' : oneLine(step.text, 500));
    this.line.hidden = file === undefined || step?.part !== 'stage';
    this.whole.hidden = output?.before !== 'more';
    for (const made of [this.line, this.whole]) made.ariaDisabled = busy ? 'true' : null;
    setText(this.error, step?.error === undefined ? '' : oneLine(step.error, 1_000));
    // The head of the page says it already.
    this.error.hidden = step?.error === undefined || step.state !== 'failed' || reason.includes(step.error);
    setText(this.note, noteOf(output));
    this.note.hidden = noteOf(output) === '';
    this.showTransfers(step?.transfers ?? []);
    this.showText(output?.text ?? '', output?.links ?? [], isOther);
    this.text.hidden = output === undefined;
  }

  private showTransfers(transfers: PageBuildStep['transfers']): void {
    const now = JSON.stringify(transfers);
    if (now === this.moved) return;
    this.moved = now;
    this.transfers.replaceChildren(
      ...transfers.map(({ id, name, current, total, completed }) =>
        element(
          'div',
          { className: 'transfer' },
          element('span', { className: 'name' }, oneLine([name === id ? '' : name, id].filter(Boolean).join(' '), 120)),
          bar({
            share: total > 0 ? current / total : completed === undefined ? 0 : 1,
            className: completed === undefined ? 'goes' : 'used',
          }),
          element(
            'span',
            { className: 'number' },
            total > current ? t('{0} of {1}', formatBytes(current), formatBytes(total)) : formatBytes(current),
          ),
        ),
      ),
    );
  }

  /** Draws the lines that are others than before; who is at the end stays there. */
  private showText(text: string, links: readonly PageLink[], isOther: boolean): void {
    const spans = ansiLines(text);
    const lines = spans.map((line) => JSON.stringify(line));
    const paths = new Set(links.map(({ path }) => path));
    const { scrollTop, scrollHeight, clientHeight } = this.text;
    const atEnd = isOther || scrollTop + clientHeight >= scrollHeight - 4;
    const same = lines.findIndex((line, index) => line !== this.lines[index]);
    const kept = isOther ? 0 : same < 0 ? lines.length : same;
    while (this.text.childElementCount > kept) this.text.lastElementChild?.remove();
    this.text.append(...spans.slice(kept).map((line) => this.lineOf(line, paths)));
    this.lines = lines;
    if (atEnd && kept < lines.length) this.text.scrollTop = this.text.scrollHeight;
  }

  private lineOf(spans: readonly AnsiSpan[], paths: ReadonlySet<string>): HTMLElement {
    const made = element('div');
    const plain = spans.map(({ text }) => text).join('');
    let rest = plain.length > longestShown ? [{ text: `${plain.slice(0, longestShown)}…`, style: {} }] : spans;
    let at = 0;
    for (const found of outputLinks(plain).filter(({ path, end }) => paths.has(path) && end <= longestShown)) {
      const [before, behind] = cutSpans(rest, found.start - at);
      const [within, after] = cutSpans(behind, found.end - found.start);
      made.append(...before.map(ansiPiece), this.linkOf(found, within));
      rest = after;
      at = found.end;
    }
    made.append(...rest.map(ansiPiece));
    // An empty line has its height.
    if (plain === '') made.append('\n');
    return made;
  }

  private linkOf({ path, line, column }: OutputLink, spans: readonly AnsiSpan[]): HTMLElement {
    const made = link('', () => this.send({ kind: 'file', path, line, ...(column === undefined ? {} : { column }) }));
    made.append(...spans.map(ansiPiece));
    return made;
  }

  private ask(kind: 'line'): void {
    if (this.step) this.send({ kind, step: this.step.id });
  }
}

function noteOf(output: BuildPageModel['output']): string {
  if (output === undefined) return t('This step has printed nothing.');
  return output.before === 'lost' ? t('What it printed before this is not kept.') : '';
}
