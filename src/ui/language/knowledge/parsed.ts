import type * as vscode from 'vscode';
import type { Dockerfile } from '../../../dockerfile/model';
import { parseDockerfile } from '../../../dockerfile/parse';
import { textToRead } from '../documents';

const known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly file: Dockerfile }>();

/** The document as it is now, read once for each version. */
export function parsed(document: vscode.TextDocument): Dockerfile {
  const before = known.get(document);
  if (before?.version === document.version) return before.file;
  const file = parseDockerfile(textToRead(document));
  known.set(document, { version: document.version, file });
  return file;
}
