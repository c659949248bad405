import type { Disposable } from '../../core/disposable';
import type { Event } from '../../core/emitter';

/** The editor in which a page is shown. */
export interface PagePanel extends Disposable {
  /** What the page sends: anything, as a page is never trusted. */
  readonly onMessage: Event<unknown>;
  readonly onClose: Event<void>;
  /** Sends a message to the page. One that is hidden or closed does not listen; it asks when it is back. */
  post(message: object): void;
  /** Brings the page to the front. */
  reveal(): void;
}

/** What each message to a page holds besides its own. */
export interface PageLanguage {
  /** VS Code's own bundle for the language, from which the page translates; empty in English. */
  readonly translations: Readonly<Record<string, string>>;
  readonly language: string;
}

/** Opens pages. */
export interface Panels {
  /** `page` is the name of the page's script and style sheet, `viewType` VS Code's name for it. */
  open(options: { readonly page: string; readonly viewType: string; readonly title: string }): PagePanel;
  language(): PageLanguage;
}
