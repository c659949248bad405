import * as vscode from 'vscode';
import type { App } from '../../app';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { EditorDockerfiles } from './dockerfiles';
import { isDockerfile } from './documents';
import type { LintSession } from './lint-session';

/** Waits for the first Dockerfile, then loads the linter and keeps diagnostics and code actions. */
export function registerLanguage(app: App, dockerfiles: EditorDockerfiles): Disposable {
  const owned = new DisposableStore();
  let session: Promise<LintSession> | undefined;
  const start = (): Promise<LintSession> => (session ??= load());
  const load = async (): Promise<LintSession> => {
    const [{ LintSession }, { registerStandardFeatures }, { registerKnowledge }, { registerBuildLens }, configurations] = await Promise.all(
      [
        import('./lint-session'),
        import('./standard/register'),
        import('./knowledge/register'),
        import('./build-lens'),
        dockerfiles.configurations(),
      ],
    );
    owned.add(registerStandardFeatures(app));
    owned.add(registerKnowledge(app));
    owned.add(registerBuildLens(app));
    return owned.add(new LintSession(app, configurations));
  };
  const failed = (error: unknown): void => app.log.error('The Dockerfile linter could not be loaded', error);
  const open = (document: vscode.TextDocument): void => {
    if (isDockerfile(document)) start().then((linter) => linter.changed(document), failed);
  };
  owned.add(vscode.workspace.onDidOpenTextDocument(open));
  owned.add(vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => contentChanges.length > 0 && open(document)));
  owned.add(
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (session && isDockerfile(document)) session.then((linter) => linter.closed(document), failed);
    }),
  );
  vscode.workspace.textDocuments.forEach(open);
  return owned;
}
