import * as vscode from 'vscode';
import { Emitter } from '../../core/emitter';
import { pageHtml, pageRoots } from './page-html';
import type { PageLanguage, PagePanel, Panels } from './panel';

/** Pages as VS Code's webviews. */
export function createPanels(extension: vscode.Uri): Panels {
  const options = { enableScripts: true, enableForms: false, localResourceRoots: pageRoots(extension) };
  return {
    open: ({ page, title }) =>
      fill(vscode.window.createWebviewPanel(viewType(page), title, vscode.ViewColumn.Active, options), extension, page),
    onReopen: (page, reopen) =>
      vscode.window.registerWebviewPanelSerializer(viewType(page), {
        deserializeWebviewPanel(panel, kept: unknown) {
          panel.webview.options = options;
          return reopen(fill(panel, extension, page), kept);
        },
      }),
    language,
  };
}

/** VS Code's name for pages of a kind; those that are there again after a reload activate the extension by it. */
const viewType = (page: string): string => `slipway.${page}`;

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
    reveal: () => panel.reveal(),
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
