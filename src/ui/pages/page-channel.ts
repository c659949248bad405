import { type Disposable, DisposableStore, toDisposable } from '../../core/disposable';
import { wishFields } from '../../core/wish-fields';
import type { PagePanel } from './panel';

/** A person wishes for no more than this: so many things at once, and then one each so many milliseconds. */
const wishesAtOnce = 20;
const wishMilliseconds = 100;
/** A page is told what there is at most so often. */
const showMilliseconds = 50;

/** What a {@link PageChannel} joins. */
export interface PageChannelOptions {
  readonly panel: PagePanel;
  /** How the wish that a message is gets fulfilled; undefined for anything that the page does not offer. */
  readonly read: (message: unknown) => (() => void) | undefined;
  /** What the page is to show. */
  readonly message: () => object;
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

  constructor(private readonly options: PageChannelOptions) {
    this.owned.add(options.panel.onMessage((message) => this.take(message)));
    this.owned.add(toDisposable(() => clearTimeout(this.showing)));
  }

  /** Tells the page what there is, now or as soon as it may be told again. */
  show(): void {
    if (this.showing) return;
    const wait = this.shownAt + showMilliseconds - performance.now();
    if (wait <= 0) this.tell();
    else this.showing = setTimeout(() => this.tell(), wait);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private tell(): void {
    this.showing = undefined;
    this.shownAt = performance.now();
    this.options.panel.post(this.options.message());
  }

  private take(message: unknown): void {
    if (wishFields(message).get('kind') === 'ready') {
      this.show();
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
