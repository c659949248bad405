import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { failure, type SlipwayError } from '../../core/errors';
import { exceeded } from '../../core/limit-exceeded';
import { limits } from '../../core/limits';
import { t } from '../../core/localize';
import type { LintConfiguration } from '../../dockerfile/configuration';
import type { EngineConnection } from '../../engine/connection/connection';
import type { HostEnvironment } from '../../engine/contexts/host-environment';
import { isAtOrIn, localPathOf } from '../../files/local-paths';
import type { Dockerfiles, DockerfileText, Log, SettingValues } from '../../ports';
import { BuildMarks } from './build-marks';
import { documentRange, isDockerfile } from './documents';
import type { LintConfigurations } from './lint-configurations';
import { ruleScheme, ruleUri } from './rule-uri';
import { watchFiles } from './watched-files';

/** Names under which VS Code takes a file for a Dockerfile. */
const pattern = '{**/[dD]ockerfile,**/[dD]ockerfile.*,**/*.[dD]ockerfile,**/[cC]ontainerfile,**/[cC]ontainerfile.*,**/*.[cC]ontainerfile}';
const leftOut = '**/{node_modules,.git}/**';
const otherKind = /\.(?:dockerignore|containerignore|md|j2|jinja2?|tmpl|tpl|erb|bak|orig|swp)$|~$/i;

/** The Dockerfiles of the editor and of the workspace. What needs parsers is loaded on first use. */
export class EditorDockerfiles implements Dockerfiles, Disposable {
  private readonly owned = new DisposableStore();
  private marks: BuildMarks | undefined;
  private loading: Promise<LintConfigurations> | undefined;

  constructor(
    private readonly settings: SettingValues,
    private readonly connection: EngineConnection,
    private readonly log: Log,
    private readonly host: HostEnvironment,
  ) {
    this.owned.add(
      vscode.workspace.registerTextDocumentContentProvider(ruleScheme, {
        provideTextDocumentContent: async (uri) => (await import('./rule-document')).ruleDocument(uri),
      }),
    );
  }

  async read(uri?: string): Promise<DockerfileText> {
    if (uri === undefined) {
      const editor = vscode.window.activeTextEditor;
      if (editor && isDockerfile(editor.document)) return textOf(editor.document);
      throw failure('invalidInput', { field: 'uri', value: '', reason: t('No Dockerfile is open in the editor.') });
    }
    const at = vscode.Uri.parse(uri, true);
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === at.toString());
    if (open) return textOf(open);
    try {
      const { size } = await vscode.workspace.fs.stat(at);
      if (size > limits.dockerfile.most) throw exceeded('dockerfile', vscode.workspace.asRelativePath(at));
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(at));
      // VS Code gives all lines of a document the same end.
      if (/\r(?!\n)/.test(text) || (text.includes('\r\n') && /(?<!\r)\n/.test(text)))
        return textOf(await vscode.workspace.openTextDocument(at));
      return { uri: at.toString(), path: vscode.workspace.asRelativePath(at), text, selection: undefined };
    } catch (error) {
      throw notReadable(at, error);
    }
  }

  watch(files: readonly string[], changed: () => void): Disposable {
    return watchFiles(files, changed);
  }

  async find(): Promise<readonly string[]> {
    const found = await vscode.workspace.findFiles(pattern, leftOut);
    return found
      .filter(({ path }) => !otherKind.test(path))
      .map((uri) => uri.toString())
      .sort();
  }

  async configuration(uri: string): Promise<LintConfiguration> {
    return (await this.configurations()).load(vscode.Uri.parse(uri, true));
  }

  async edit(changes: Parameters<Dockerfiles['edit']>[0]): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    for (const { file, edits } of changes) {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(file.uri, true));
      if (document.getText() !== file.text) throw changed(file);
      for (const { range, text } of edits) edit.replace(document.uri, documentRange(document, range), text);
    }
    // Files that were not open are saved, as after a renaming.
    const [first] = changes;
    if (first && !(await vscode.workspace.applyEdit(edit, { isRefactoring: changes.length > 1 }))) throw changed(first.file);
  }

  async save(paths: readonly string[]): Promise<void> {
    const unsaved = await unsavedIn(paths, this.host.platform);
    for (const document of unsaved) {
      if (await document.save()) continue;
      throw failure('fileFailed', { file: document.uri.fsPath, code: 'EIO', detail: t('The editor could not save it.') });
    }
  }

  markBuild(found: Parameters<Dockerfiles['markBuild']>[0]): void {
    this.marks ??= this.owned.add(new BuildMarks(this.host.platform));
    this.marks.mark(found);
  }

  async showRule(name: string): Promise<void> {
    const { ruleNamed } = await import('./rule-document');
    if (ruleNamed(name) === undefined) throw failure('invalidInput', { field: 'rule', value: name, reason: t('There is no such rule.') });
    await vscode.commands.executeCommand('vscode.open', ruleUri(name));
  }

  /** What is known for linting, shared by everything that lints. */
  configurations(): Promise<LintConfigurations> {
    return (this.loading ??= import('./lint-configurations').then((loaded) =>
      this.owned.add(new loaded.LintConfigurations(this.settings, this.connection, this.log, this.host)),
    ));
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** Unsaved documents that are one of these files or in one of these folders, however they and their folders are written. */
async function unsavedIn(places: readonly string[], platform: NodeJS.Platform): Promise<readonly vscode.TextDocument[]> {
  const unsaved = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && localPathOf(uri, platform) !== undefined);
  if (unsaved.length === 0) return [];
  const all = (await Promise.all(places.map(withRealPath))).flat();
  const found: vscode.TextDocument[] = [];
  for (const document of unsaved) {
    const files = await withRealPath(document.uri.fsPath);
    if (files.some((file) => all.some((place) => isAtOrIn(file, place, platform)))) found.push(document);
  }
  return found;
}

/** A path and the one behind its links. */
async function withRealPath(file: string): Promise<readonly string[]> {
  return [file, await realpath(file).catch(() => file)];
}

function textOf(document: vscode.TextDocument): DockerfileText {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const selection = editors.find((editor) => editor?.document === document)?.selection;
  return {
    uri: document.uri.toString(),
    path: vscode.workspace.asRelativePath(document.uri),
    text: document.getText(),
    selection: selection && { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) },
  };
}

function notReadable(uri: vscode.Uri, error: unknown): SlipwayError {
  if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound')
    return failure('notFound', { what: 'file', name: uri.fsPath }, error);
  const detail = error instanceof Error ? error.message : String(error);
  return failure('fileFailed', { file: uri.fsPath, code: error instanceof vscode.FileSystemError ? error.code : 'EIO', detail }, error);
}

function changed({ path }: DockerfileText): SlipwayError {
  return failure('conflict', { name: path, usedBy: [], detail: t('The file has changed in the meantime.') });
}
