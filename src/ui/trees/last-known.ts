import * as vscode from 'vscode';

/** Scheme of rows that were known last of an engine that does not answer, by which VS Code asks for their colour; nothing can be read there. */
const lastKnownScheme = 'slipway-last-known';

/** The address of such a row, by its key. */
export function lastKnownUri(key: string): vscode.Uri {
  return vscode.Uri.from({ scheme: lastKnownScheme, path: `/${key}` });
}

/** The colour of rows that were known last. */
export function registerLastKnown(): vscode.Disposable {
  const dim = new vscode.FileDecoration(undefined, undefined, new vscode.ThemeColor('disabledForeground'));
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme }) => (scheme === lastKnownScheme ? dim : undefined),
  });
}
