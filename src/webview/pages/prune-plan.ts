import { setTranslator, t } from '../../core/localize';
import type { PrunePageMessage, PrunePageModel, PrunePageWish } from '../../core/prune-page';
import { pruneOutcome, type PruneOutcome as PlanOutcome } from '../../core/prune-plan';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { element, setText } from './parts/elements';
import { resultPanel } from './parts/prune-result';
import { PruneRow, type SortKey, sortKeys } from './parts/prune-rows';
import { PruneTable, showCount, type Sort } from './parts/prune-table';
import { PruneToolbar } from './parts/prune-toolbar';
import { vsCodeApi } from './parts/vscode-api';

/** What outlives the hiding of the page. */
interface SavedState {
  readonly unticked: readonly string[];
  readonly sort: Sort;
  readonly query: string;
  readonly scrollTop: number;
}

const api = vsCodeApi();

/** The page of a prune plan. */
class PrunePage {
  private readonly saved = savedState();
  /** Kept from one plan to the next: what was unticked once must not come back ticked. */
  private readonly unticked = new Set(this.saved.unticked);
  private sort = this.saved.sort;
  private readonly toolbar = new PruneToolbar(
    (request) => send({ kind: 'plan', request }),
    (query) => this.filter(query),
  );
  private readonly scroller = element('div', { className: 'scroller' });
  private readonly table = new PruneTable(
    this.scroller,
    this.sort,
    (ids, ticked) => this.tick(ids, ticked),
    (sort) => {
      this.sort = sort;
      this.save();
    },
  );
  private readonly engine = element('span', { className: 'engine' });
  private readonly error = element('div', { className: 'error', role: 'alert', hidden: true });
  private readonly result = element('div', { role: 'status' });
  private readonly empty = element('p', { className: 'empty', hidden: true });
  private readonly total = element('strong', { className: 'total' });
  private readonly explanation = element('span', { className: 'explanation' });
  private readonly button = element('button', { type: 'button', className: 'primary' });
  private model: PrunePageModel | undefined;
  private planNumber = -1;
  private outcomeShown: unknown;
  private busy = false;

  constructor() {
    const title = element('h1', {}, t('Prune Images'), this.engine);
    const bar = element('div', { className: 'progress', ariaHidden: 'true' });
    const live = element('div', { className: 'sum', role: 'status', ariaLive: 'polite', ariaAtomic: 'true' }, this.total, this.explanation);
    this.scroller.append(this.result, this.table.root, this.empty);
    document.body.append(
      bar,
      element('header', {}, title, this.toolbar.root, this.error),
      this.scroller,
      element('footer', {}, live, this.button),
    );
    this.toolbar.query.value = this.saved.query;
    this.button.addEventListener('click', () => send({ kind: 'remove', items: this.selected() }));
    this.scroller.addEventListener('scrollend', () => this.save());
    document.addEventListener('keydown', (event) => this.key(event));
  }

  show(message: PrunePageMessage): void {
    const { model, planNumber, busy, outcome, error } = message;
    this.busy = busy !== undefined;
    document.body.classList.toggle('busy', this.busy);
    document.body.ariaBusy = String(this.busy);
    this.toolbar.disabled = this.busy;
    this.error.hidden = error === undefined;
    setText(this.error, error ?? '');
    if (JSON.stringify(outcome) !== this.outcomeShown) {
      this.outcomeShown = JSON.stringify(outcome);
      this.result.replaceChildren(...(outcome ? [resultPanel(outcome)] : []));
      if (outcome) this.scroller.scrollTop = 0;
    }
    if (planNumber !== this.planNumber) this.setPlan(model, planNumber);
    this.update();
  }

  private setPlan(model: PrunePageModel, planNumber: number): void {
    const first = this.planNumber < 0;
    this.model = model;
    this.planNumber = planNumber;
    setText(this.engine, model.engine === '' ? '' : oneLine(model.engine));
    this.toolbar.show(model.request);
    const now = Date.now();
    this.table.setRows(
      model.plan.items.map((item) => new PruneRow(item, now, model.upperBound)),
      pruneOutcome(model.plan, this.selected()),
    );
    this.table.setQuery(this.toolbar.query.value);
    if (first) this.scroller.scrollTop = this.saved.scrollTop;
  }

  private selected(): readonly string[] {
    return (this.model?.plan.items ?? []).map(({ id }) => id).filter((id) => !this.unticked.has(id));
  }

  private tick(ids: readonly string[], ticked: boolean): void {
    for (const id of ids) {
      if (ticked) this.unticked.delete(id);
      else this.unticked.add(id);
    }
    this.update();
    this.save();
  }

  private filter(query: string): void {
    this.table.setQuery(query);
    this.update();
    this.save();
  }

  private update(): void {
    if (!this.model) return;
    const { plan, upperBound, request } = this.model;
    const selected = this.selected();
    const outcome = pruneOutcome(plan, selected);
    this.table.update(outcome);
    const shown = this.table.shownCount;
    showCount(this.toolbar.count, shown, plan.items.length);
    const bytes = formatBytes(outcome.bytes);
    setText(this.total, upperBound ? t('Up to {0} come free', bytes) : t('{0} come free', bytes));
    setText(this.explanation, explain(outcome, selected.length, plan.items.length));
    setText(this.button, buttonText(selected.length, bytes, upperBound));
    this.button.disabled = this.busy || selected.length === 0;
    this.table.root.hidden = shown === 0;
    this.empty.hidden = shown > 0;
    setText(this.empty, plan.items.length > 0 ? t('No image matches the filter.') : emptyText(request.scope, Object.keys(request.filters).length > 0));
  }

  private key(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox' && event.target.type !== 'radio';
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === 'a' && !typing) {
      event.preventDefault();
      this.table.tickAll(!this.allTicked());
    } else if ((command && event.key === 'f') || (event.key === '/' && !typing)) {
      event.preventDefault();
      this.toolbar.query.select();
    } else if (event.target === this.toolbar.query && (event.key === 'ArrowDown' || event.key === 'Enter')) {
      event.preventDefault();
      this.table.focus();
    } else if (event.target === this.toolbar.query && event.key === 'Escape') {
      this.toolbar.query.value = '';
      this.filter('');
    }
  }

  private allTicked(): boolean {
    return this.selected().length === this.model?.plan.items.length;
  }

  private save(): void {
    const state: SavedState = { unticked: [...this.unticked], sort: this.sort, query: this.toolbar.query.value, scrollTop: this.scroller.scrollTop };
    api.setState(state);
  }
}

function explain({ items, bytes, cascaded }: PlanOutcome, selected: number, all: number): string {
  const parts = [t('{0} of {1} images ticked', selected, all)];
  const each = items.reduce((sum, item) => sum + (item.selected ? item.bytes : 0), 0);
  if (each > bytes) parts.push(t('shared layers counted once'));
  if (cascaded.length > 0) parts.push(cascaded.length === 1 ? t('1 untagged parent goes with them') : t('{0} untagged parents go with them', cascaded.length));
  return parts.join(' · ');
}

function buttonText(count: number, bytes: string, upperBound: boolean): string {
  if (count === 0) return t('Remove');
  if (upperBound) return count === 1 ? t('Remove 1 image, free up to {0}', bytes) : t('Remove {0} images, free up to {1}', count, bytes);
  return count === 1 ? t('Remove 1 image, free {0}', bytes) : t('Remove {0} images, free {1}', count, bytes);
}

function emptyText(scope: PrunePageModel['request']['scope'], filtered: boolean): string {
  if (filtered) return t('No image matches these filters.');
  return scope === 'dangling' ? t('There are no dangling images. “All unused” lists tagged images that no container uses.') : t('Every image is used by a container.');
}

function savedState(): SavedState {
  const state = (api.getState() ?? {}) as Partial<SavedState>;
  const key: SortKey = sortKeys.find((known) => known === state.sort?.key) ?? 'frees';
  return {
    unticked: state.unticked ?? [],
    sort: { key, descending: state.sort?.descending ?? true },
    query: state.query ?? '',
    scrollTop: state.scrollTop ?? 0,
  };
}

function send(wish: PrunePageWish): void {
  api.postMessage(wish);
}

let page: PrunePage | undefined;

window.addEventListener('message', ({ data }: MessageEvent<PrunePageMessage>) => {
  if (!page) {
    const { translations, language } = data;
    document.documentElement.lang = language;
    setTranslator((message, ...values) =>
      (translations[message] ?? message).replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole)),
    );
    page = new PrunePage();
  }
  page.show(data);
});
send({ kind: 'ready' });
