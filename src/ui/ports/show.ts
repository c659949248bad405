import * as vscode from 'vscode';
import type { Disposable } from '../../core/disposable';
import { failure, isCancelled } from '../../core/errors';
import { iconFree, linkFree, oneLine } from '../../core/untrusted';
import type { Log, Show } from '../../ports';
import { ErrorMessages } from '../error-messages';
import { describeError, type ErrorPlace } from '../present';
import type { SlipwayTreeView } from '../trees/tree-view';
import { Offers } from './offers';
import { openTerminal } from './terminal';

const scheme = 'slipway-document';
const statusMilliseconds = 5_000;

/** Read-only documents made in memory; each is forgotten when its editor closes. */
class Documents implements vscode.TextDocumentContentProvider, Disposable {
  private readonly contents = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  private readonly closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === scheme) this.contents.delete(uri.toString());
  });
  private count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.contents.get(uri.toString()) ?? '';
  }

  async open(title: string, language: string, content: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${oneLine(title).replace(/[\\/]/g, '∕')}`, query: String(++this.count) });
    this.contents.set(uri.toString(), content);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, language);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  async compare(title: string, left: string, right: string): Promise<void> {
    const [before, after] = [left, right].map((content) => {
      const uri = vscode.Uri.from({ scheme, path: `/${oneLine(title).replace(/[\\/]/g, '∕')}`, query: String(++this.count) });
      this.contents.set(uri.toString(), content);
      return uri;
    });
    await vscode.commands.executeCommand('vscode.diff', before, after, oneLine(title), { preview: true });
  }

  dispose(): void {
    this.registration.dispose();
    this.closing.dispose();
  }
}

async function openLine({ file, line }: ErrorPlace): Promise<void> {
  const at = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(at, at) });
}

/** Messages, documents and terminals in VS Code. `views` is asked late: the views are made after the ports. */
export function createShow(log: Log, views: () => readonly SlipwayTreeView[]): Show & Disposable {
  const documents = new Documents();
  const offers = new Offers();
  const messages = new ErrorMessages({
    ask: (message, buttons) => vscode.window.showErrorMessage(linkFree(message), ...buttons),
    details: () => log.show(),
    openPlace: openLine,
    command: (id, parameters) => vscode.commands.executeCommand(id, ...parameters),
    now: () => performance.now(),
  });
  return {
    async error(error, again) {
      if (isCancelled(error)) return;
      log.error(describeError(error).message, error);
      await messages.show(error, again);
    },
    offer: (message, ...actions) => offers.show(message, actions),
    async information(message, ...actions) {
      const answer = await vscode.window.showInformationMessage(linkFree(message), ...actions.map(({ title }) => title));
      await actions.find(({ title }) => title === answer)?.run();
    },
    status: (message) => void vscode.window.setStatusBarMessage(iconFree(message), statusMilliseconds),
    document: ({ title, language, content }) => documents.open(title, language, content),
    async draft({ language, content }) {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
    },
    difference: ({ title, left, right }) => documents.compare(title, left, right),
    requireTerminal(name) {
      if (!vscode.workspace.isTrusted) throw failure('restrictedMode', { name });
    },
    terminal(options) {
      openTerminal(options);
      return Promise.resolve();
    },
    async reveal(nodeId, opened) {
      if (opened !== undefined) await vscode.commands.executeCommand(`slipway.${opened}.focus`);
      for (const view of views()) if (view.visible && (await view.reveal(nodeId, opened !== undefined))) return true;
      return false;
    },
    async external(url) {
      await vscode.env.openExternal(vscode.Uri.parse(url, true));
    },
    dispose() {
      documents.dispose();
      offers.dispose();
    },
  };
}
