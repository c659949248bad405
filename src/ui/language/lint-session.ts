import * as vscode from 'vscode';
import type { App } from '../../app';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { Severity } from '../../dockerfile/configuration';
import { oneForEachFact, type Finding } from '../../dockerfile/finding';
import { lintDockerfile } from '../../dockerfile/lint';
import type { Dockerfile } from '../../dockerfile/model';
import { parseDockerfile } from '../../dockerfile/parse';
import { DockerfileCodeActions } from './code-actions';
import { dockerfileSelector, documentRange, isDockerfile } from './documents';

/** Pause after a key stroke before the text is checked; checking itself takes a few milliseconds. */
const pauseMilliseconds = 60;

/** What was found in one version of a document. */
export interface Checked {
  readonly version: number;
  readonly file: Dockerfile;
  readonly findings: readonly { readonly finding: Finding; readonly names: readonly string[] }[];
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  style: vscode.DiagnosticSeverity.Hint,
};

/** Checks open Dockerfiles as they change, in this process. */
export class LintSession implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly diagnostics = this.owned.add(vscode.languages.createDiagnosticCollection('slipway'));
  private readonly timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  private readonly results = new WeakMap<vscode.TextDocument, Checked>();

  constructor(private readonly app: App) {
    this.owned.add(
      vscode.languages.registerCodeActionsProvider(dockerfileSelector, new DockerfileCodeActions(this), {
        providedCodeActionKinds: DockerfileCodeActions.kinds,
      }),
    );
    this.owned.add(
      app.settings.onChange((changed) => {
        if (changed('lint.enable')) for (const document of vscode.workspace.textDocuments) if (isDockerfile(document)) this.show(document);
      }),
    );
  }

  /** Checks a document soon; for one that is new at once. */
  changed(document: vscode.TextDocument): void {
    clearTimeout(this.timers.get(document));
    if (!this.results.has(document)) {
      this.show(document);
      return;
    }
    this.timers.set(
      document,
      setTimeout(() => {
        this.timers.delete(document);
        if (!document.isClosed) this.show(document);
      }, pauseMilliseconds),
    );
  }

  closed(document: vscode.TextDocument): void {
    clearTimeout(this.timers.get(document));
    this.timers.delete(document);
    this.results.delete(document);
    this.diagnostics.delete(document.uri);
  }

  /** The findings in the document as it is now. */
  check(document: vscode.TextDocument): Checked {
    const known = this.results.get(document);
    if (known?.version === document.version) return known;
    const file = parseDockerfile(document.getText());
    const checked: Checked = { version: document.version, file, findings: oneForEachFact(lintDockerfile(file)) };
    this.results.set(document, checked);
    return checked;
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.owned.dispose();
  }

  private show(document: vscode.TextDocument): void {
    if (!vscode.workspace.getConfiguration('slipway', document).get<boolean>('lint.enable', true)) {
      this.diagnostics.delete(document.uri);
      return;
    }
    try {
      const { findings } = this.check(document);
      this.diagnostics.set(
        document.uri,
        findings.map(({ finding, names }) => diagnostic(document, finding, names)),
      );
    } catch (error) {
      this.app.log.error(`Checking ${document.uri.toString()} failed`, error);
    }
  }
}

function diagnostic(document: vscode.TextDocument, finding: Finding, names: readonly string[]): vscode.Diagnostic {
  const result = new vscode.Diagnostic(documentRange(document, finding.range), finding.message, severities[finding.severity]);
  result.source = 'slipway';
  result.code = names.join(' ');
  if (finding.alsoAt.length > 0)
    result.relatedInformation = finding.alsoAt.map(
      (range) => new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, documentRange(document, range)), finding.message),
    );
  return result;
}
