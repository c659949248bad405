import * as vscode from 'vscode';
import type { DockerIgnore } from '../../../core/ignore/dockerignore';
import type { PathContext } from '../../../dockerfile/features/path-completion';
import { hasFolder, ignoreOf, textAt } from '../build-contexts';
import type { Candidate } from './image-items';

const { File, Folder } = vscode.CompletionItemKind;

/** The folder that is given to a build of the document: its own, or that of the workspace for a document without one. */
function contextFolder(uri: vscode.Uri): vscode.Uri | undefined {
  return hasFolder(uri) ? vscode.Uri.joinPath(uri, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
}

/** Files and folders that a COPY may name there, folders first and with a slash; without those that `.dockerignore` keeps out. */
export async function contextPaths(
  document: vscode.TextDocument,
  context: PathContext,
  platform: NodeJS.Platform,
): Promise<readonly Candidate[]> {
  const folder = contextFolder(document.uri);
  if (!folder) return [];
  const [entries, ignore] = await Promise.all([
    listed(vscode.Uri.joinPath(folder, context.directory)),
    ignoreFor(document.uri, folder, platform),
  ]);
  const candidates: Candidate[] = [];
  for (const [name, type] of entries) {
    const isFolder = (type & vscode.FileType.Directory) !== 0;
    const path = context.directory === '' ? name : `${context.directory}/${name}`;
    // With exceptions a folder that is kept out may hold files that are not.
    if (ignore?.isIgnored(path) === true && !(isFolder && ignore.hasExceptions)) continue;
    const written = context.form === 'json' ? JSON.stringify(name).slice(1, -1) : name;
    if (context.form === 'words' && /[\s"'$\\`]|^<</.test(name)) continue;
    candidates.push({ text: isFolder ? `${written}/` : written, kind: isFolder ? Folder : File });
  }
  return candidates.sort((a, b) => (a.kind - b.kind === 0 ? a.text.localeCompare(b.text) : b.kind - a.kind));
}

async function listed(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    // A folder that is not there has nothing to offer.
    return [];
  }
}

async function ignoreFor(uri: vscode.Uri, folder: vscode.Uri, platform: NodeJS.Platform): Promise<DockerIgnore | undefined> {
  const own = hasFolder(uri) ? await textAt(uri.with({ path: `${uri.path}.dockerignore` }), 'ignoreFile') : undefined;
  const text = own ?? (await textAt(vscode.Uri.joinPath(folder, '.dockerignore'), 'ignoreFile'));
  return text === undefined ? undefined : ignoreOf(uri, text, platform);
}
