import * as vscode from 'vscode';
import { t } from '../../core/localize';
import type { Finding } from '../../dockerfile/finding';
import { fixAll } from '../../dockerfile/fix-all';
import { refusalText } from '../../dockerfile/merge/merge-refusal';
import { mergeCandidates, mergeRefusal } from '../../dockerfile/merge-candidates';
import type { Fix } from '../../dockerfile/rule';
import { documentRange, workspaceEdit } from './documents';
import type { LintSession } from './lint-session';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('slipway');

/** Quick fixes of findings, and all safe fixes at once. */
export class DockerfileCodeActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite, fixAllKind];

  constructor(private readonly session: LintSession) {}

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const wants = (kind: vscode.CodeActionKind): boolean => !context.only || context.only.contains(kind);
    const actions: vscode.CodeAction[] = [];
    if (wants(vscode.CodeActionKind.QuickFix)) actions.push(...this.quickFixes(document, range, context));
    if (wants(vscode.CodeActionKind.RefactorRewrite)) actions.push(...this.merges(document, range));
    // Asked for by name only: on save, or from "Source Action…".
    if (context.only && wants(fixAllKind)) actions.push(...fixAllAction(document));
    return actions;
  }

  /** Merges of the RUN instructions that the selection or the cursor touches; a selection without any says why. */
  private merges(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const { file } = this.session.check(document);
    const touched = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const plans = mergeCandidates(file, touched);
    const refusal = plans.length === 0 && !range.isEmpty ? mergeRefusal(file, touched) : undefined;
    if (refusal && refusal.kind !== 'tooFew') {
      const action = new vscode.CodeAction(t('Merge RUN instructions'), vscode.CodeActionKind.RefactorRewrite);
      action.disabled = { reason: refusalText(refusal) };
      return [action];
    }
    return plans.map(({ title, edits }) => {
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
      action.edit = workspaceEdit(document, edits);
      return action;
    });
  }

  private quickFixes(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const actions: vscode.CodeAction[] = [];
    for (const { finding, names } of this.session.check(document).findings) {
      if (!documentRange(document, finding.range).intersection(range)) continue;
      const diagnostics = context.diagnostics.filter(({ source, code }) => source === 'slipway' && code === names.join(' '));
      for (const fix of fixesOf(finding)) actions.push(fixAction(document, fix, diagnostics));
    }
    return actions;
  }
}

function fixesOf(finding: Finding): readonly Fix[] {
  return [...(finding.fix ? [finding.fix] : []), ...finding.alternatives];
}

function fixAction(document: vscode.TextDocument, fix: Fix, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = workspaceEdit(document, fix.edits);
  action.diagnostics = [...diagnostics];
  action.isPreferred = fix.kind === 'safe';
  return action;
}

function fixAllAction(document: vscode.TextDocument): vscode.CodeAction[] {
  const fixed = fixAll(document.getText());
  if (fixed.count === 0) return [];
  const action = new vscode.CodeAction(t('Make all safe fixes of Slipway'), fixAllKind);
  action.edit = workspaceEdit(document, fixed.edits);
  return [action];
}
