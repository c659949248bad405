import { type Disposable, DisposableStore } from '../../core/disposable';
import { isCancelled } from '../../core/errors';
import type { PageMessage } from '../../core/image-page';
import { describeError } from '../present';
import { PageChannel } from './page-channel';
import type { PagePanel, Panels } from './panel';

/** What a page that is read, rather than worked with, is made of. */
export interface ReadingPageOptions<Model, Wish> {
  readonly panels: Panels;
  /** Name of its script and style sheet. */
  readonly page: string;
  readonly title: string;
  readonly model: Model;
  /** The wish that a message of the page is; undefined for anything that a page of this model does not offer. */
  readonly read: (message: unknown, model: Model) => Wish | undefined;
  /** Does what the page wishes; gives a new model where there is one. */
  readonly fulfil: (wish: Wish, model: Model) => Promise<Model | undefined>;
  readonly onClose: () => void;
}

/** Host of a page that shows a model; it keeps the model, because a hidden page is thrown away. */
export class ReadingPage<Model, Wish extends { readonly kind: string }> implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly panel: PagePanel;
  private readonly channel: PageChannel<Wish>;
  private model: Model;
  private error: string | undefined;
  private busy = false;

  constructor(private readonly options: ReadingPageOptions<Model, Wish>) {
    const { panels, page, title, read } = options;
    this.model = options.model;
    this.panel = panels.open({ page, viewType: `slipway.${page}`, title });
    this.channel = this.owned.add(
      new PageChannel<Wish>({ panel: this.panel, read: (message) => read(message, this.model), receive: (wish) => void this.perform(wish), message: () => this.message() }),
    );
    this.owned.add(
      this.panel.onClose(() => {
        this.owned.dispose();
        options.onClose();
      }),
    );
  }

  /** Brings the page to the front with a new model. */
  reopen(model: Model): void {
    this.model = model;
    this.error = undefined;
    this.panel.reveal();
    this.channel.show();
  }

  /** Does what the page wishes for, or could; one wish at a time. */
  async perform(wish: Wish): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = undefined;
    this.channel.show();
    try {
      this.model = (await this.options.fulfil(wish, this.model)) ?? this.model;
    } catch (error) {
      if (!isCancelled(error)) this.error = describeError(error).message;
    } finally {
      this.busy = false;
      this.channel.show();
    }
  }

  dispose(): void {
    this.panel.dispose();
  }

  private message(): PageMessage<Model> {
    return { kind: 'show', model: this.model, ...(this.error === undefined ? {} : { error: this.error }), busy: this.busy, ...this.options.panels.language() };
  }
}
