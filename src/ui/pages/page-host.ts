import type { App } from '../../app';
import { type Disposable, DisposableStore } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { isCancelled } from '../../core/errors';
import type { PageMessage } from '../../core/page-message';
import { wishFields } from '../../core/wish-fields';
import type { FeedAsk, OpenPage, Page, PageFeed, PagePlace, PageReading } from '../../pages';
import { describeError } from '../present';
import { PageChannel } from './page-channel';
import { PageReader } from './page-reader';
import type { PageLanguage, PagePanel } from './panel';
import { defined } from '../../core/records';

/** What a {@link PageHost} is made of. */
export interface PageHostOptions<Argument, Model> {
  readonly page: Page<App, Argument, Model>;
  readonly app: App;
  readonly panel: PagePanel;
  /** The engine whose objects it shows. */
  readonly engine: string;
  readonly language: () => PageLanguage;
  /** Names the engine in its title, where several are shown. */
  readonly named: (title: string) => string;
  readonly argument: Argument;
  /** What it shows at first; without one it is read. */
  readonly model: Model | undefined;
}

/**
 * The host of one open page of any kind. It keeps the model, because a hidden page is thrown away; fulfils one wish at a
 * time; and reads anew what has become stale while the page is seen.
 */
export class PageHost<Argument, Model> implements Disposable {
  /** Resolves with the last model when the page is closed; undefined where there never was one. */
  readonly closed: Promise<Model | undefined>;
  private readonly owned = new DisposableStore();
  private readonly models = this.owned.add(new Emitter<Model>());
  private readonly channel: PageChannel;
  private readonly reader: PageReader<Model>;
  private argument: Argument;
  private model: Model | undefined;
  private modelNumber = 0;
  private error: string | undefined;
  private busy = false;
  private feed: PageFeed<FeedAsk<Model>, Model> | undefined;

  /** Fires with each new model. */
  readonly onModel = this.models.event;

  constructor(private readonly options: PageHostOptions<Argument, Model>) {
    const { panel, page, app } = options;
    this.argument = options.argument;
    this.channel = this.owned.add(
      new PageChannel({
        panel,
        read: (message) => this.wishOf(message),
        message: () => this.message(),
        ask: (message) => this.model !== undefined && this.feed?.ask({ message, model: this.model }),
        news: () => this.feed?.news(),
      }),
    );
    this.reader = this.owned.add(
      new PageReader<Model>({
        panel,
        connection: app.connection,
        read: (reason, signal) => page.read(this.seen(), { reason, signal, report: () => undefined }),
        isStaleBy:
          page.staleBy && ((event) => this.model !== undefined && (page.staleBy?.(event, { ...this.seen(), model: this.model }) ?? false)),
        take: (model) => this.take(model),
        log: (error) => app.log.error(page.id, error),
      }),
    );
    this.closed = new Promise((resolve) => {
      this.owned.add(
        panel.onClose(() => {
          this.owned.dispose();
          resolve(this.model);
        }),
      );
    });
    if (options.model === undefined) void this.fulfil(() => this.readFor('open', new AbortController().signal));
    else this.setModel(options.model);
    this.reader.start();
  }

  /** What it shows now. */
  get shown(): Model | undefined {
    return this.model;
  }

  /** Brings the page to the front, with a new model where it is not at work. */
  reopen(argument: Argument, model: Model, { keepsFocus = false }: PagePlace = {}): void {
    this.options.panel.reveal(keepsFocus);
    if (this.busy) return;
    this.argument = argument;
    this.error = undefined;
    this.reader.pause();
    this.setModel(model);
    this.reader.resume(true);
    this.channel.show();
  }

  /** Ends its work. The page stays: VS Code closes it, or hands it back after a reload of the window. */
  dispose(): void {
    this.owned.dispose();
  }

  /** The page as its definition sees it at this moment. */
  private seen(): OpenPage<App, Argument, Model> {
    const { app, panel } = this.options;
    const { argument, model } = this;
    return { app, argument, model, stale: () => this.reader.stale(), show: (next) => this.setModel(next), close: () => panel.dispose() };
  }

  private wishOf(message: unknown): (() => void) | undefined {
    if (wishFields(message).get('kind') === 'refresh') return () => void this.fulfil(() => this.refreshed());
    const { model } = this;
    const wish = model === undefined ? undefined : this.options.page.wish(message, model);
    return wish && model !== undefined ? () => void this.fulfil(() => wish({ ...this.seen(), model })) : undefined;
  }

  private refreshed(): Promise<Model> {
    const { app, page } = this.options;
    return app.progress.run(page.waiting(this.argument), (report, signal) => this.readFor('refresh', signal, report));
  }

  private readFor(reason: PageReading['reason'], signal: AbortSignal, report: PageReading['report'] = () => undefined): Promise<Model> {
    return this.options.page.read(this.seen(), { reason, signal, report });
  }

  /** One wish at a time; what goes wrong is said on the page. */
  private async fulfil(work: () => Promise<Model | undefined>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = undefined;
    this.reader.pause();
    this.channel.show();
    let made: Model | undefined;
    try {
      made = await work();
      if (made !== undefined) this.setModel(made);
    } catch (error) {
      if (!isCancelled(error)) this.error = describeError(error).message;
    } finally {
      this.busy = false;
      this.reader.resume(made !== undefined);
      this.channel.show();
    }
  }

  /** What was read behind the page. */
  private take(model: Model): void {
    if (this.model === undefined) this.error = undefined;
    this.setModel(model);
    this.channel.show();
  }

  private setModel(model: Model): void {
    const { page, panel } = this.options;
    this.model = model;
    this.argument = page.argumentOf?.(model) ?? this.argument;
    this.modelNumber++;
    this.showFeed(page, model);
    panel.rename(this.options.named(page.title(this.argument, model)));
    this.reader.isFinished = !(page.unfinished?.(model) ?? false);
    this.models.fire(model);
  }

  /** Begins with the first model what the page is told besides. */
  private showFeed(page: Page<App, Argument, Model>, model: Model): void {
    if (this.feed || !page.feed) {
      this.feed?.shown(model);
      return;
    }
    this.feed = this.owned.add(page.feed({ ...this.seen(), model }));
    this.owned.add(this.feed.onNews(() => this.channel.news()));
  }

  private message(): PageMessage<Model> {
    const { engine, language } = this.options;
    return {
      kind: 'show',
      ...defined({ model: this.model }),
      modelNumber: this.modelNumber,
      ...defined({ error: this.error }),
      busy: this.busy,
      identity: { engine, argument: this.argument },
      ...language(),
    };
  }
}
