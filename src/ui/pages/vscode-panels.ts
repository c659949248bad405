import * as vscode from 'vscode';
import { toDisposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { pageHtml, pageRoots } from './page-html';
import type { PageLanguage, PagePanel, Panels } from './panel';
import { viewType } from './view-type';

/** {@link Panels}, and the way in for those that VS Code hands back after a reload of the window. */
export interface VsCodePanels extends Panels {
  /** `kept` is what the page has left with VS Code: anything. */
  reopen(page: string, panel: vscode.WebviewPanel, kept: unknown): Promise<void>;
}

/** Pages as VS Code's webviews. */
export function createPanels(extension: vscode.Uri): VsCodePanels {
  const options = { enableScripts: true, enableForms: false, localResourceRoots: pageRoots(extension) };
  const reopening = new Map<string, (panel: PagePanel, kept: unknown) => Promise<void>>();
  return {
    open({ page, title, beside = false, keepsFocus = false }) {
      const { Active, Beside } = vscode.ViewColumn;
      const viewColumn = beside && vscode.window.activeTextEditor ? Beside : Active;
      const place = { viewColumn, preserveFocus: keepsFocus };
      return fill(vscode.window.createWebviewPanel(viewType(page), title, place, options), extension, page);
    },
    onReopen(page, reopen) {
      reopening.set(page, reopen);
      return toDisposable(() => reopening.delete(page));
    },
    async reopen(page, panel, kept) {
      panel.webview.options = options;
      await reopening.get(page)?.(fill(panel, extension, page), kept);
    },
    language,
  };
}

function fill(panel: vscode.WebviewPanel, extension: vscode.Uri, page: string): PagePanel {
  const { webview } = panel;
  const received = new Emitter<unknown>();
  const closed = new Emitter<void>();
  const seen = new Emitter<boolean>();
  let { visible } = panel;
  webview.onDidReceiveMessage((message: unknown) => received.fire(message));
  panel.onDidChangeViewState(() => {
    if (panel.visible === visible) return;
    ({ visible } = panel);
    seen.fire(visible);
  });
  panel.onDidDispose(() => {
    received.dispose();
    seen.dispose();
    closed.fire();
    closed.dispose();
  });
  webview.html = pageHtml(webview, extension, page);
  return {
    onMessage: received.event,
    onClose: closed.event,
    onVisible: seen.event,
    get visible() {
      return visible;
    },
    post: (message) => void webview.postMessage(message).then(undefined, () => undefined),
    reveal: (keepsFocus = false) => panel.reveal(undefined, keepsFocus),
    rename(title) {
      if (panel.title !== title) panel.title = title;
    },
    dispose: () => void panel.dispose(),
  };
}

function language(): PageLanguage {
  const bundle = Object.entries((vscode.l10n.bundle ?? {}) as Readonly<Record<string, unknown>>);
  return {
    translations: Object.fromEntries(bundle.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    language: vscode.env.language,
  };
}
