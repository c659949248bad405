import * as vscode from 'vscode';
import { Emitter } from '../../core/emitter';
import { pageHtml, pageRoots } from './page-html';
import type { PageLanguage, Panels } from './panel';

/** Pages as VS Code's webviews. */
export function createPanels(extension: vscode.Uri): Panels {
  return {
    open({ page, viewType, title }) {
      const panel = vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, {
        enableScripts: true,
        enableForms: false,
        localResourceRoots: pageRoots(extension),
      });
      const { webview } = panel;
      const received = new Emitter<unknown>();
      const closed = new Emitter<void>();
      webview.onDidReceiveMessage((message: unknown) => received.fire(message));
      panel.onDidDispose(() => {
        received.dispose();
        closed.fire();
        closed.dispose();
      });
      webview.html = pageHtml(webview, extension, page);
      return {
        onMessage: received.event,
        onClose: closed.event,
        post: (message) => void webview.postMessage(message).then(undefined, () => undefined),
        reveal: () => panel.reveal(),
        dispose: () => void panel.dispose(),
      };
    },
    language,
  };
}

function language(): PageLanguage {
  const bundle = Object.entries((vscode.l10n.bundle ?? {}) as Readonly<Record<string, unknown>>);
  return {
    translations: Object.fromEntries(bundle.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    language: vscode.env.language,
  };
}
