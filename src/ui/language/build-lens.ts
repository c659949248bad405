import * as vscode from 'vscode';
import { onBuildOutcome } from '../../commands/dockerfile/build-problem';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { askTheRest } from '../commands';
import { documentRange, isDockerfile } from './documents';

/** A button above each FROM that builds its stage, and a mark at the line at which the last build failed. */
export function registerBuildLens(): Disposable {
  const owned = new DisposableStore();
  owned.add(vscode.languages.registerCodeLensProvider([{ language: 'dockerfile' }], { provideCodeLenses: buildLenses }));
  const problems = vscode.languages.createDiagnosticCollection('slipway-build');
  owned.add(problems);
  owned.add(
    onBuildOutcome(({ file, problem }) => {
      const uri = vscode.Uri.file(file);
      if (!problem) {
        problems.delete(uri);
        return;
      }
      // VS Code shortens the range to the line's text.
      const range = new vscode.Range(problem.line - 1, 0, problem.line - 1, Number.MAX_SAFE_INTEGER);
      const diagnostic = new vscode.Diagnostic(range, t('The build failed here: {0}', oneLine(problem.message, 1_000)), vscode.DiagnosticSeverity.Error);
      diagnostic.source = 'slipway build';
      problems.set(uri, [diagnostic]);
    }),
  );
  // What is written after a failure may have repaired it, and moves the lines.
  owned.add(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && problems.has(document.uri)) problems.delete(document.uri);
    }),
  );
  return owned;
}

async function buildLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  if (document.uri.scheme !== 'file' || !isDockerfile(document)) return [];
  const { parseDockerfile } = await import('../../dockerfile/parse');
  const { stages } = parseDockerfile(document.getText());
  return stages.map(({ from, name }, index) => {
    const last = index === stages.length - 1;
    const title = last || name === undefined ? t('$(tools) Build') : t('$(tools) Build {0}', oneLine(name, 60));
    const target = last ? undefined : (name ?? String(index));
    const answers = { uri: document.uri.toString(), ...(target === undefined ? {} : { target }) };
    return new vscode.CodeLens(documentRange(document, from.keywordRange), { title, command: 'slipway.dockerfile.build', arguments: [answers, askTheRest] });
  });
}
