import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { localPathOf, pathKey } from '../../files/local-paths';
import type { Dockerfiles } from '../../ports';

/** Marks the lines at which builds failed, in open and closed files alike, until they are built again or changed. */
export class BuildMarks implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly problems = this.owned.add(vscode.languages.createDiagnosticCollection('slipway-build'));

  constructor(private readonly platform: NodeJS.Platform) {
    // What is written after a failure may have repaired it, and moves the lines.
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.problems.has(document.uri)) this.problems.delete(document.uri);
      }),
    );
  }

  /** Sets or takes away the mark of a file. */
  mark({ file, problem }: Parameters<Dockerfiles['markBuild']>[0]): void {
    const uri = uriOf(file, this.platform);
    if (!problem) {
      this.problems.delete(uri);
      return;
    }
    // VS Code shortens the range to the line's text.
    const range = new vscode.Range(problem.line - 1, 0, problem.line - 1, Number.MAX_SAFE_INTEGER);
    const diagnostic = new vscode.Diagnostic(
      range,
      t('The build failed here: {0}', oneLine(problem.message, 1_000)),
      vscode.DiagnosticSeverity.Error,
    );
    diagnostic.source = 'slipway build';
    this.problems.set(uri, [diagnostic]);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** Of a document that is open, as it is there: marks are found by the letters of the URI. */
function uriOf(file: string, platform: NodeJS.Platform): vscode.Uri {
  const key = pathKey(file, platform);
  const open = vscode.workspace.textDocuments.find(({ uri }) => {
    const local = localPathOf(uri, platform);
    return local !== undefined && pathKey(local, platform) === key;
  });
  return open?.uri ?? vscode.Uri.file(file);
}
