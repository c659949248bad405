import * as vscode from 'vscode';
import { limits } from '../../core/limits';
import type { TextEdit } from '../../dockerfile/edits';
import type { Range } from '../../dockerfile/text';

/** Documents that are Dockerfiles, whatever holds them: files, untitled ones, git's, virtual ones. */
export const dockerfileSelector: vscode.DocumentSelector = { language: 'dockerfile' };

/** True for an open Dockerfile. */
export function isDockerfile(document: vscode.TextDocument): boolean {
  return document.languageId === 'dockerfile';
}

/** Whether the document is too long to be read again after each key. */
export function isTooLong(document: vscode.TextDocument): boolean {
  return document.getText().length > limits.openDockerfile.most;
}

/** The text of a Dockerfile for what looks at it while it is open; nothing where it {@link isTooLong}. */
export function textToRead(document: vscode.TextDocument): string {
  return isTooLong(document) ? '' : document.getText();
}

/** A range of offsets in a document. */
export function documentRange(document: vscode.TextDocument, { start, end }: Range): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** The edits of one document as VS Code takes them. */
export function workspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) result.replace(document.uri, documentRange(document, range), text);
  return result;
}
