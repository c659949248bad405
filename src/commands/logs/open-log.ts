import type { App } from '../../app';
import { DisposableStore, toDisposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import type { LogFilter, LogsPageAsk, LogsPageModel, LogsPagePart } from '../../core/logs/logs-page';
import type { PageFeed } from '../../pages';
import { LogSession } from './log-session';
import { LogView, searchOf } from './log-view';

/** Lines are looked at for so long at once, in milliseconds: the host has other work. */
const slice = 8;

/** The log of an open page: it goes on while the page is hidden, and then filters nothing and tells nothing. */
export class OpenLog implements PageFeed<LogsPageAsk, LogsPageModel> {
  private readonly owned = new DisposableStore();
  private readonly newsEmitter = this.owned.add(new Emitter<void>());
  private sessionOwned: DisposableStore | undefined;
  private asked: LogsPageAsk | undefined;
  private answered: NonNullable<LogsPageAsk['find']>['id'] | undefined;
  private filter = '';
  /** What the filter means is not known yet. */
  private isPending = false;
  /** Tells one view from the next. */
  private viewNumber = 0;
  private told = '';
  private looking: NodeJS.Immediate | undefined;
  private session: LogSession;
  view: LogView;
  readonly onNews = this.newsEmitter.event;

  constructor(
    private readonly app: App,
    private model: LogsPageModel,
    closed: () => void,
  ) {
    this.owned.add(toDisposable(closed));
    this.session = this.begin();
    this.view = this.unfiltered();
    this.owned.add(toDisposable(() => clearImmediate(this.looking)));
    this.owned.add(toDisposable(() => this.sessionOwned?.dispose()));
  }

  get store(): LogSession['store'] {
    return this.session.store;
  }

  shown(model: LogsPageModel): void {
    const isOther = JSON.stringify(model.range) !== JSON.stringify(this.model.range);
    this.model = model;
    if (!isOther) {
      this.session.show(model.containers);
      return;
    }
    this.session = this.begin();
    this.filter = '';
    this.setView(this.unfiltered());
    if (this.asked) this.ask(this.asked);
  }

  ask(ask: LogsPageAsk): void {
    this.asked = ask;
    const { query, caseSensitive, regular, onlyMatching, withoutLevels, withoutStream, withoutSources } = ask;
    const filter = { query, caseSensitive, regular, onlyMatching, withoutLevels, withoutSources, ...(withoutStream && { withoutStream }) };
    const word = JSON.stringify(filter);
    // What is asked has no answer on the page yet, though it may be the same.
    this.told = '';
    if (word === this.filter) return;
    this.filter = word;
    this.isPending = true;
    this.setFilter(filter, word).catch((error: unknown) => this.app.log.error('logs', error));
  }

  news(): LogsPagePart | undefined {
    const { asked, view } = this;
    if (!asked || this.isPending) return undefined;
    view.advance(slice);
    this.look();
    const find = asked.find?.id === this.answered ? undefined : asked.find;
    const found = find && view.find(find);
    if (found) this.answered = found.id;
    const at = found?.line === undefined ? asked.at : { line: found.line };
    const { part, sameness } = view.part({ ...asked, at });
    const same = `${String(this.viewNumber)} ${sameness}`;
    const lines = same === this.told ? undefined : view.lines(part.from, asked.count, new Set(asked.open));
    this.told = same;
    return { ...part, ...(lines && { lines }), ...(found && { found }) };
  }

  dispose(): void {
    this.owned.dispose();
  }

  private begin(): LogSession {
    this.sessionOwned?.dispose();
    const owned = new DisposableStore();
    this.sessionOwned = owned;
    const session = owned.add(new LogSession(this.app, this.model));
    owned.add(session.onChange(() => this.newsEmitter.fire()));
    session.start();
    return session;
  }

  private unfiltered(): LogView {
    const none = { query: '', caseSensitive: false, regular: false, onlyMatching: false, withoutLevels: [], withoutSources: [] };
    return new LogView(this.session.store, none, undefined, undefined);
  }

  private async setFilter(filter: LogFilter, word: string): Promise<void> {
    const search = await searchOf(filter);
    // Another one was asked for meanwhile.
    if (word !== this.filter) return;
    this.isPending = false;
    const isPattern = search !== undefined && 'found' in search;
    this.setView(
      new LogView(
        this.session.store,
        filter,
        isPattern ? search : undefined,
        search === undefined || isPattern ? undefined : search.reason,
      ),
    );
  }

  private setView(view: LogView): void {
    this.view = view;
    this.viewNumber++;
    this.newsEmitter.fire();
  }

  /** What is left is looked at in turns; the page is told of it as it comes. */
  private look(): void {
    if (this.looking || this.view.left === 0) return;
    this.looking = setImmediate(() => {
      this.looking = undefined;
      this.view.advance(slice);
      this.look();
      this.newsEmitter.fire();
    });
  }
}
