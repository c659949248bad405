import type { Disposable } from './core/disposable';
import type { Event } from './core/emitter';
import type { ReportProgress } from './core/progress';
import type { EngineEvent } from './engine/system/system';

/** One page that is open, or about to be, as its definition sees it. `Context` is the `App` of the page's engine. */
export interface OpenPage<Context, Argument, Model> {
  readonly app: Context;
  readonly argument: Argument;
  /** What it shows now; nothing before the first reading. */
  readonly model: Model | undefined;
  /** Says that what is shown may not be true any more: it is read anew soon, or when the page is seen again. */
  stale(): void;
  /** Shows a model in the midst of a wish, which may still fail. */
  show(model: Model): void;
  /** Closes the page, as somebody does who is done with it. */
  close(): void;
}

/** An open page that shows a model. */
export interface ShownPage<Context, Argument, Model> extends OpenPage<Context, Argument, Model> {
  readonly model: Model;
}

/**
 * What a page is told besides its model: as often as it can take it, and at once after it has asked. For what is too much for a
 * model, such as the lines of a log, of which a page asks for those that are on the screen.
 */
export interface PageFeed<Ask, Model> extends Disposable {
  /** Takes what the page wants to know from now on; what was asked before counts no more. */
  ask(ask: Ask): void;
  /** The page shows another model. */
  shown(model: Model): void;
  /** Fires when there may be something to tell. */
  readonly onNews: Event<void>;
  /** What the page does not know yet, as plain data; undefined for nothing. Only called while the page is seen and waits for it. */
  news(): object | undefined;
}

/** Why and how a model is read. */
export interface PageReading {
  /**
   * `open`: a command, or a reload of the window, opens the page, which may be there already. `refresh`: the page asks for
   * it. `stale`: an event, or what a page said of itself, has made it stale. `rest`: what is shown is not finished.
   */
  readonly reason: 'open' | 'refresh' | 'stale' | 'rest';
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
}

/** Does what a page wishes for, and gives a new model where there is one. */
export type FulfilWish<Context, Argument, Model> = (page: ShownPage<Context, Argument, Model>) => Promise<Model | undefined>;

/** What a page has sent to its feed, with the model that it showed: to be checked. */
export interface FeedAsk<Model> {
  readonly message: unknown;
  readonly model: Model;
}

/** What all kinds of pages have in common, whatever they show. */
export interface AnyPage<Context> {
  /** Name of its files in `webview/pages`. */
  readonly id: string;
  /** Hands this page with what it was opened for to `open`; false when `saved`, which comes from a page, is nothing of the kind. */
  reopen(saved: unknown, open: <Argument, Model>(page: Page<Context, Argument, Model>, argument: Argument) => void): boolean;
}

/** A kind of page, as `definePage` makes it. */
export interface Page<Context, Argument, Model> extends AnyPage<Context> {
  readonly title: (argument: Argument, model: Model) => string;
  /** Tells pages of this kind and of one engine from each other: a page with the same key is shown instead of opening another. */
  readonly key: (argument: Argument) => string;
  /** What a page is for that shows this model, where wishes change it. */
  readonly argumentOf?: (model: Model) => Argument;
  /** What is said while somebody waits for the model. */
  readonly waiting: (argument: Argument) => string;
  /** Reads what is to be shown. Throws `SlipwayError`. */
  readonly read: (page: OpenPage<Context, Argument, Model>, reading: PageReading) => Promise<Model>;
  /** True for events that make the shown model stale. A page without this hears of no event. */
  readonly staleBy?: (event: EngineEvent, page: ShownPage<Context, Argument, Model>) => boolean;
  /** True for a model that can be shown, but of which something is missing: the rest is read behind it. */
  readonly unfinished?: (model: Model) => boolean;
  /** Begins what a page is told besides its models; the page's host ends it. */
  readonly feed?: (page: ShownPage<Context, Argument, Model>) => PageFeed<FeedAsk<Model>, Model>;
  /** How the wish that a message is gets fulfilled; undefined for everything that a page of this model does not offer. */
  readonly wish: (message: unknown, model: Model) => FulfilWish<Context, Argument, Model> | undefined;
}

/** A page that was opened. */
export interface OpenedPage<Model> {
  /** What it shows at first. */
  readonly model: Model;
  /** Fires with each model after that, until it is closed. */
  readonly onModel: Event<Model>;
  /** Resolves with the last model when it is closed. */
  readonly closed: Promise<Model>;
}

/** Where a page is opened that is not open yet, and whether the focus goes there. */
export interface PagePlace {
  /** Beside a text that is worked on, instead of before it. */
  readonly beside?: boolean;
  readonly keepsFocus?: boolean;
}

/** Editor pages of one engine. */
export interface Pages<Context> {
  /**
   * Reads the model and shows the page, or the one with the same key that is open already. Resolves as soon as it is
   * there. Throws what reading throws; then nothing is opened.
   */
  open<Argument, Model>(page: Page<Context, Argument, Model>, argument: Argument, how?: PagePlace): Promise<OpenedPage<Model>>;
}
