import * as vscode from 'vscode';
import type { Severity } from '../../dockerfile/configuration';
import type { Finding } from '../../dockerfile/finding';
import { documentRange } from './documents';
import { ruleUri } from './rule-uri';

/** A finding with all names under which the editor shows it. */
export interface ShownFinding {
  readonly finding: Finding;
  readonly names: readonly string[];
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  style: vscode.DiagnosticSeverity.Hint,
};

/** The finding as VS Code shows it, with a link to the page of its rule. */
export function diagnosticOf(document: vscode.TextDocument, { finding, names }: ShownFinding): vscode.Diagnostic {
  const result = new vscode.Diagnostic(documentRange(document, finding.range), finding.message, severities[finding.severity]);
  result.source = 'slipway';
  const value = names.join(' ');
  const target = pageOf(finding);
  result.code = target ? { value, target } : value;
  if (finding.alsoAt.length > 0)
    result.relatedInformation = finding.alsoAt.map(
      (range) =>
        new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, documentRange(document, range)), finding.message),
    );
  return result;
}

function pageOf({ rule }: Finding): vscode.Uri | undefined {
  if (rule.origin === 'shellcheck') return vscode.Uri.parse(`https://www.shellcheck.net/wiki/${rule.code}`);
  return rule.docs !== '' ? ruleUri(rule.code) : undefined;
}

/** Whether VS Code's diagnostic is that of the finding. */
export function isDiagnosticOf(document: vscode.TextDocument, diagnostic: vscode.Diagnostic, { finding, names }: ShownFinding): boolean {
  const { source, code, range } = diagnostic;
  const value = typeof code === 'object' ? code.value : code;
  return source === 'slipway' && value === names.join(' ') && range.isEqual(documentRange(document, finding.range));
}
