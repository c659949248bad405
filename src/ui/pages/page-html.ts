import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { escapeHtml } from '../../core/untrusted';
import { pagePolicy } from './page-policy';

/** Folders that a page may read: its bundles and the pictures. */
export function pageRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist', 'webview'), vscode.Uri.joinPath(extension, 'media')];
}

/** The document of a page: its style sheet and its one script, under {@link pagePolicy}. */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, page: string): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (file: string): string =>
    escapeHtml(webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', file)).toString());
  const policy = pagePolicy(webview.cspSource, nonce);
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri(`${page}.css`)}">
</head>
<body>
<script nonce="${nonce}" src="${uri(`${page}.js`)}"></script>
</body>
</html>`;
}
