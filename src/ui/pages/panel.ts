import type { Disposable } from '../../core/disposable';
import type { Event } from '../../core/emitter';
import type { PagePlace } from '../../pages';

/** The editor in which a page is shown. */
export interface PagePanel extends Disposable {
  /** What the page sends: anything, as a page is never trusted. */
  readonly onMessage: Event<unknown>;
  readonly onClose: Event<void>;
  /** False while another editor lies before it. VS Code throws away what is in a hidden page; it begins anew when it is back. */
  readonly visible: boolean;
  /** Fires with `visible`. */
  readonly onVisible: Event<boolean>;
  /** Sends a message to the page. One that is hidden or closed does not listen; it asks when it is back. */
  post(message: object): void;
  /** Brings the page to the front; `keepsFocus` leaves the focus where it is. */
  reveal(keepsFocus?: boolean): void;
  /** Names its tab. */
  rename(title: string): void;
}

/** What each message to a page holds besides its own. */
export interface PageLanguage {
  /** VS Code's own bundle for the language, from which the page translates; empty in English. */
  readonly translations: Readonly<Record<string, string>>;
  readonly language: string;
}

/** Opens pages. */
export interface Panels {
  /** `page` is the name of the page's script and style sheet. */
  open(options: { readonly page: string; readonly title: string } & PagePlace): PagePanel;
  /** Hands on pages of this kind that were open when the window was loaded anew, with what the page itself has kept. */
  onReopen(page: string, reopen: (panel: PagePanel, kept: unknown) => Promise<void>): Disposable;
  language(): PageLanguage;
}
