import { type Disposable, DisposableStore, toDisposable } from '../../core/disposable';
import { wishFields } from '../../core/wish-fields';
import type { PagePanel } from './panel';

/** A person wishes for no more than this: so many things at once, and then one each so many milliseconds. */
const wishesAtOnce = 20;
const wishMilliseconds = 100;
/** A page is told what there is at most so often. */
const showMilliseconds = 50;

/** What a page has asked is looked at, and it is told what is new, at most so often, in milliseconds: fast enough for the eye. */
const feedMilliseconds = 25;

/** What a {@link PageChannel} joins. */
export interface PageChannelOptions {
  readonly panel: PagePanel;
  /** How the wish that a message is gets fulfilled; undefined for anything that the page does not offer. */
  readonly read: (message: unknown) => (() => void) | undefined;
  /** What the page is to show. */
  readonly message: () => object;
  /** Takes what the page asks its feed for. */
  readonly ask: (message: unknown) => void;
  /** What is new of that; undefined for nothing. */
  readonly news: () => object | undefined;
}

/**
 * The way between a page and its host. A page is not trusted: what it does not offer is not heard, more than a person can
 * wish for neither, and however often it asks what there is, it is told in good order.
 */
export class PageChannel implements Disposable {
  private readonly owned = new DisposableStore();
  private allowed = wishesAtOnce;
  private countedAt = performance.now();
  private shownAt = -Infinity;
  private showing: NodeJS.Timeout | undefined;

  /** What the page has asked its feed for, and nobody has looked at. */
  private asked: unknown;
  private hasNews = false;
  /** What the page was told by its feed and has not shown yet: no more is sent until it has. */
  private unshown = false;
  private fedAt = -Infinity;
  private feeding: NodeJS.Timeout | undefined;

  constructor(private readonly options: PageChannelOptions) {
    this.owned.add(options.panel.onMessage((message) => this.take(message)));
    this.owned.add(options.panel.onVisible((visible) => visible && this.feed()));
    this.owned.add(toDisposable(() => clearTimeout(this.feeding)));
    this.owned.add(toDisposable(() => clearTimeout(this.showing)));
  }

  /** Tells the page what there is, now or as soon as it may be told again. */
  show(): void {
    if (this.showing) return;
    const wait = this.shownAt + showMilliseconds - performance.now();
    if (wait <= 0) this.tell();
    else this.showing = setTimeout(() => this.tell(), wait);
  }

  /** There is something new of what the page has asked its feed for: it is told when it is seen and has shown what came before. */
  news(): void {
    this.hasNews = true;
    this.feed();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private feed(): void {
    if (this.feeding || !this.options.panel.visible || (this.asked === undefined && (!this.hasNews || this.unshown))) return;
    const wait = this.fedAt + feedMilliseconds - performance.now();
    if (wait > 0) {
      this.feeding = setTimeout(() => {
        this.feeding = undefined;
        this.feed();
      }, wait);
      return;
    }
    this.fedAt = performance.now();
    const { asked } = this;
    this.asked = undefined;
    if (asked !== undefined) {
      this.options.ask(asked);
      this.hasNews = true;
    }
    if (this.unshown) return;
    this.hasNews = false;
    const part = this.options.news();
    if (part === undefined) return;
    this.unshown = true;
    this.options.panel.post({ kind: 'feed', part });
  }

  private tell(): void {
    this.showing = undefined;
    this.shownAt = performance.now();
    this.options.panel.post(this.options.message());
  }

  private take(message: unknown): void {
    switch (wishFields(message).get('kind')) {
      case 'ready':
        // It begins anew: what it was told before is gone.
        this.unshown = false;
        this.show();
        return;
      case 'feed':
        this.asked = message;
        this.feed();
        return;
      case 'fed':
        this.unshown = false;
        this.feed();
        return;
    }
    const fulfil = this.options.read(message);
    if (fulfil && this.mayWish()) fulfil();
  }

  private mayWish(): boolean {
    const now = performance.now();
    this.allowed = Math.min(wishesAtOnce, this.allowed + (now - this.countedAt) / wishMilliseconds);
    this.countedAt = now;
    if (this.allowed < 1) return false;
    this.allowed -= 1;
    return true;
  }
}
