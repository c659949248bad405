import { t } from '../../core/localize';
import type { PruneOutcome, PrunePageModel, PrunePageWish } from '../../core/prune/page';
import { pruneTitle } from '../../core/prune/reasons';
import { pruneKinds } from '../../core/prune/request';
import { select, type Selection } from '../../core/prune/selection';
import { oneLine } from '../../core/untrusted';
import { allow, button } from './parts/button';
import { element, setText } from './parts/elements';
import { Page, type ShownMessage } from './parts/page';
import { type SortKey, sortKeys } from './parts/prune-columns';
import { resultPanel } from './parts/prune-result';
import { PruneSection } from './parts/prune-section';
import { buttonText, emptyText, explanation, totalText } from './parts/prune-sentences';
import { showCount, type Sort } from './parts/prune-table';
import { PruneToolbar } from './parts/prune-toolbar';
import { selectText } from './parts/text-field';

/** What outlives the hiding of the page. */
interface SavedState {
  /** What the user has ticked and unticked, by key. */
  readonly ticks: readonly (readonly [string, boolean])[];
  readonly sort: Sort;
  readonly query: string;
  readonly scrollTop: number;
}

const page = new Page<{ model: PrunePageModel; wish: PrunePageWish }>();

/** What the page of a prune plan shows, of one kind or of everything. */
class PrunePlanView {
  private readonly saved = savedState();
  /** Kept from one plan to the next: what was unticked once must not come back ticked. */
  private readonly ticks = new Map(this.saved.ticks);
  private sort = this.saved.sort;
  private readonly toolbar: PruneToolbar;
  private readonly scroller = element('div', { className: 'scroller' });
  private readonly sections: readonly PruneSection[];
  private readonly engine = element('span', { className: 'engine' });
  private readonly notes = element('div', { className: 'notes' });
  private readonly error = element('div', { className: 'error', role: 'alert', hidden: true });
  private readonly result = element('div', { role: 'status' });
  private readonly empty = element('p', { className: 'empty', hidden: true });
  private readonly total = element('strong', { className: 'total' });
  private readonly explanation = element('span', { className: 'explanation' });
  private readonly button = button('', () => page.send({ kind: 'remove', items: this.wanted() }), 'primary');
  private modelNumber = -1;
  private outcomeShown: PruneOutcome | undefined;
  private busy = false;

  constructor(private model: PrunePageModel) {
    const { subject } = model.request;
    this.toolbar = new PruneToolbar(
      subject,
      (request) => page.send({ kind: 'plan', request }),
      (query) => this.filter(query),
    );
    const kinds = subject === 'everything' ? pruneKinds : [subject];
    this.sections = kinds.map((kind) => this.section(kind, kinds.length === 1));
    const title = element('h1', {}, pruneTitle(subject), this.engine);
    const live = element('div', { className: 'sum', role: 'status', ariaLive: 'polite', ariaAtomic: 'true' }, this.total, this.explanation);
    this.scroller.append(this.result, ...this.sections.map(({ root }) => root), this.empty);
    document.body.classList.toggle('sections', kinds.length > 1);
    const header = element('header', {}, title, this.toolbar.root, this.notes, this.error);
    document.body.append(this.scroller, element('footer', {}, this.button, live));
    this.place(header);
    this.toolbar.query.value = this.saved.query;
    this.scroller.addEventListener('scrollend', () => this.save());
    document.addEventListener('keydown', (event) => this.key(event));
  }

  show({ model, modelNumber, busy, error }: ShownMessage<PrunePageModel>): void {
    const { outcome } = model;
    this.busy = busy;
    this.toolbar.disabled = this.busy;
    this.error.hidden = error === undefined;
    setText(this.error, error ?? '');
    if (JSON.stringify(outcome) !== JSON.stringify(this.outcomeShown)) {
      this.outcomeShown = outcome;
      this.result.replaceChildren(...(outcome ? [resultPanel(outcome, model.request.subject)] : []));
      if (outcome) this.scroller.scrollTop = 0;
    }
    if (modelNumber !== this.modelNumber) this.setPlan(model, modelNumber);
    this.update();
  }

  /** Above the rows; among them where it would leave them no room, so that it scrolls away. */
  private place(header: HTMLElement): void {
    const tight = matchMedia('(max-width: 600px), (max-height: 480px)');
    const put = (): void => {
      const focused = header.contains(document.activeElement) ? document.activeElement : null;
      if (tight.matches) this.scroller.prepend(header);
      else this.scroller.before(header);
      if (focused instanceof HTMLElement) focused.focus();
    };
    tight.addEventListener('change', put);
    put();
  }

  private section(kind: (typeof pruneKinds)[number], alone: boolean): PruneSection {
    return new PruneSection(
      kind,
      alone,
      this.scroller,
      this.sort,
      (keys, ticked) => this.tick(keys, ticked),
      (sort) => {
        this.sort = sort;
        this.save();
      },
    );
  }

  private setPlan(model: PrunePageModel, modelNumber: number): void {
    const first = this.modelNumber < 0;
    this.model = model;
    this.modelNumber = modelNumber;
    setText(this.engine, model.engine === '' ? '' : oneLine(model.engine));
    this.toolbar.show(model.request);
    const notes = [
      ...(model.changed ? [t('The engine has changed since this page was opened; the plan was updated.')] : []),
      ...(model.counting ? [t('Sizes are still being calculated; until then, they are an upper limit.')] : []),
      ...model.plan.notes,
    ];
    this.notes.replaceChildren(...notes.map((note) => element('p', {}, note)));
    const surroundings = { now: Date.now(), items: new Map(model.plan.items.map((item) => [item.key, item])) };
    const selection = this.selection();
    for (const section of this.sections) {
      section.setPlan(model.plan, selection, surroundings);
      section.setQuery(this.toolbar.query.value);
    }
    if (first) this.scroller.scrollTop = this.saved.scrollTop;
  }

  private selection(): Selection {
    const { plan } = this.model;
    return select(plan, new Set(plan.items.filter(({ key, ticked }) => this.ticks.get(key) ?? ticked).map(({ key }) => key)));
  }

  /** Keys of what can go and is ticked. */
  private wanted(): readonly string[] {
    return this.selection().items.flatMap(({ key, selected }) => (selected ? [key] : []));
  }

  private tick(keys: readonly string[], ticked: boolean): void {
    for (const key of keys) this.ticks.set(key, ticked);
    this.update();
    this.save();
  }

  private filter(query: string): void {
    for (const section of this.sections) section.setQuery(query);
    this.update();
    this.save();
  }

  private update(): void {
    const { plan, request } = this.model;
    const selection = this.selection();
    for (const section of this.sections) section.update(plan, selection);
    const shown = this.sections.reduce((sum, section) => sum + section.shownCount, 0);
    showCount(this.toolbar.count, shown, plan.items.length);
    setText(this.total, totalText(selection, request.subject));
    setText(this.explanation, explanation(selection));
    setText(this.button, buttonText(selection, request.subject));
    allow(this.button, !this.busy && selection.selected > 0);
    this.empty.hidden = shown > 0;
    setText(this.empty, plan.items.length > 0 ? t('Nothing in the list matches the filter.') : emptyText(request));
  }

  private key(event: KeyboardEvent): void {
    const typing = event.target instanceof Element && event.target.localName === 'vscode-textfield';
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === 'a' && !typing) {
      event.preventDefault();
      const ticked = this.wanted().length < this.model.plan.items.length;
      for (const section of this.sections) section.tickAll(ticked);
    } else if ((command && event.key === 'f') || (event.key === '/' && !typing)) {
      event.preventDefault();
      selectText(this.toolbar.query);
    } else if (event.target === this.toolbar.query && (event.key === 'ArrowDown' || event.key === 'Enter')) {
      event.preventDefault();
      this.sections.find(({ shownCount }) => shownCount > 0)?.focus();
    } else if (event.target === this.toolbar.query && event.key === 'Escape') {
      this.toolbar.query.value = '';
      this.filter('');
    }
  }

  private save(): void {
    const state: SavedState = {
      ticks: [...this.ticks],
      sort: this.sort,
      query: this.toolbar.query.value,
      scrollTop: this.scroller.scrollTop,
    };
    page.save(state);
  }
}

function savedState(): SavedState {
  const state = (page.saved ?? {}) as Partial<SavedState>;
  const key: SortKey = sortKeys.find((known) => known === state.sort?.key) ?? 'frees';
  return {
    ticks: state.ticks ?? [],
    sort: { key, descending: state.sort?.descending ?? true },
    query: state.query ?? '',
    scrollTop: state.scrollTop ?? 0,
  };
}

let view: PrunePlanView | undefined;

page.start((message) => {
  view ??= new PrunePlanView(message.model);
  view.show(message);
});
