import * as vscode from 'vscode';
import type { Disposable } from '../../core/disposable';
import { failure } from '../../core/errors';
import { defined } from '../../core/records';
import { iconFree, linkFree, oneLine } from '../../core/untrusted';
import type { App } from '../../app';
import type { ViewId } from '../../nodes/view-ids';
import type { Log, Show, TerminalOptions } from '../../ports';
import { loadErrorMessages, loadTerminals } from '../parts';
import type { ErrorPlace } from '../present';
import { ShownErrors } from '../shown-errors';
import type { SlipwayTreeView } from '../trees/tree-view';
import { Offers } from './offers';

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

async function openLine({ file, line, column = 1 }: ErrorPlace & { readonly column?: number }): Promise<void> {
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(at, at) });
}

async function terminal(options: TerminalOptions): Promise<void> {
  try {
    (await loadTerminals()).openTerminal(options);
  } catch (error) {
    // What it was to show may have begun.
    options.open(AbortSignal.abort()).then(
      (stream) => stream.dispose(),
      () => undefined,
    );
    throw error;
  }
}

function shownErrors(log: Log): ShownErrors {
  const tell = (message: string, ...buttons: readonly string[]): Thenable<string | undefined> =>
    vscode.window.showErrorMessage(linkFree(message), ...buttons);
  const logError = (message: string, error: unknown): void => log.error(message, error);
  return new ShownErrors({
    async load() {
      const { ErrorMessages } = await loadErrorMessages();
      return new ErrorMessages({
        log: logError,
        ask: (message, buttons) => tell(message, ...buttons),
        details: () => log.show(),
        openPlace: openLine,
        command: (id, parameters) => vscode.commands.executeCommand(id, ...parameters),
        now: () => performance.now(),
      });
    },
    log: logError,
    tell,
  });
}

async function openFile({ file, line, column }: Parameters<Show['file']>[0]): Promise<void> {
  try {
    if (line === undefined) await vscode.window.showTextDocument(vscode.Uri.file(file));
    else await openLine({ file, line, ...defined({ column }) });
  } catch (error) {
    throw failure('fileFailed', { file, code: 'ENOENT', detail: error instanceof Error ? error.message : String(error) }, error);
  }
}

/** Selects a row of one engine, of the one in use without `app`, in a view that is visible or is opened for that. */
export async function reveal(
  views: readonly SlipwayTreeView[],
  app: App | undefined,
  nodeId: string,
  opened: ViewId | undefined,
): Promise<boolean> {
  if (opened !== undefined) await vscode.commands.executeCommand(`slipway.${opened}.focus`);
  for (const view of views) if (view.visible && (await view.reveal(nodeId, opened !== undefined, app))) return true;
  return false;
}

/** Messages, documents and terminals in VS Code. `views` is asked late: the views are made after the ports. */
export function createShow(log: Log, views: () => readonly SlipwayTreeView[]): Show & Disposable {
  const documents = new Documents();
  const offers = new Offers();
  const errors = shownErrors(log);
  return {
    error: (error, again) => errors.show(error, again),
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
    file: openFile,
    difference: ({ title, left, right }) => documents.compare(title, left, right),
    requireTerminal(name) {
      if (!vscode.workspace.isTrusted) throw failure('restrictedMode', { name });
    },
    terminal,
    reveal: (nodeId, opened) => reveal(views(), undefined, nodeId, opened),
    async external(url) {
      await vscode.env.openExternal(vscode.Uri.parse(url, true));
    },
    dispose() {
      errors.dispose();
      documents.dispose();
      offers.dispose();
    },
  };
}
