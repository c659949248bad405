import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/disposable';
import { isCancelled } from '../../core/errors';
import type { PageMessage } from '../../core/image-page';
import { describeError } from '../present';
import { pageHtml, pageRoots } from './page-html';

/** What a page that is read, rather than worked with, is made of. */
export interface ReadingPageOptions<Model, Wish> {
  readonly extension: vscode.Uri;
  /** Name of its script and style sheet. */
  readonly page: string;
  readonly title: string;
  readonly model: Model;
  /** Does what the page wishes; gives a new model where there is one. */
  readonly fulfil: (wish: Wish, model: Model) => Promise<Model | undefined>;
  readonly onClose: () => void;
}

/** Host of a page that shows a model; it keeps the model, because a hidden page is thrown away. */
export class ReadingPage<Model, Wish extends { readonly kind: string }> implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly panel: vscode.WebviewPanel;
  private model: Model;
  private error: string | undefined;
  private busy = false;

  constructor(private readonly options: ReadingPageOptions<Model, Wish>) {
    const { extension, page, title } = options;
    this.model = options.model;
    this.panel = vscode.window.createWebviewPanel(`slipway.${page}`, title, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: pageRoots(extension),
    });
    const { webview } = this.panel;
    this.owned.add(webview.onDidReceiveMessage((wish: Wish) => void this.receive(wish)));
    this.owned.add(
      this.panel.onDidDispose(() => {
        this.owned.dispose();
        options.onClose();
      }),
    );
    webview.html = pageHtml(webview, extension, page);
  }

  /** Brings the page to the front with a new model. */
  reopen(model: Model): void {
    this.model = model;
    this.error = undefined;
    this.panel.reveal();
    this.show();
  }

  /** Does what the page itself could wish for. */
  perform(wish: Wish): Promise<void> {
    return this.receive(wish);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private async receive(wish: Wish): Promise<void> {
    if (wish.kind === 'ready') {
      this.show();
      return;
    }
    if (this.busy) return;
    this.busy = true;
    this.error = undefined;
    this.show();
    try {
      this.model = (await this.options.fulfil(wish, this.model)) ?? this.model;
    } catch (error) {
      if (!isCancelled(error)) this.error = describeError(error).message;
    } finally {
      this.busy = false;
      this.show();
    }
  }

  private show(): void {
    const bundle = Object.entries((vscode.l10n.bundle ?? {}) as Readonly<Record<string, unknown>>);
    const message: PageMessage<Model> = {
      kind: 'show',
      model: this.model,
      ...(this.error === undefined ? {} : { error: this.error }),
      busy: this.busy,
      translations: Object.fromEntries(bundle.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
      language: vscode.env.language,
    };
    // A page that is hidden or closed does not listen; it asks when it is back.
    void this.panel.webview.postMessage(message).then(undefined, () => undefined);
  }
}
