import * as vscode from 'vscode';
import { t } from '../../core/localize';
import { fixAll } from '../../dockerfile/fix-all';
import type { Finding } from '../../dockerfile/finding';
import { readImageName } from '../../dockerfile/image-name';
import { ignoreScopes, type IgnoreScope } from '../../dockerfile/ignore-comment';
import { refusalText } from '../../dockerfile/merge/merge-refusal';
import { mergeCandidates, mergeRefusal } from '../../dockerfile/merge-candidates';
import type { Fix } from '../../dockerfile/rule';
import { versionSource } from '../../dockerfile/versions';
import { askTheRest } from '../../core/ask-the-rest';
import { isDiagnosticOf, type ShownFinding } from './diagnostics';
import { documentRange, textToRead, workspaceEdit } from './documents';
import type { Checked, CheckedDocuments } from './checked';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('slipway');

/** Quick fixes of findings, all safe fixes at once, comments that silence, and merging of RUN instructions. */
export class DockerfileCodeActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite, fixAllKind];

  constructor(private readonly session: CheckedDocuments) {}

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const wants = (kind: vscode.CodeActionKind): boolean => !context.only || context.only.contains(kind);
    const actions: vscode.CodeAction[] = [];
    if (wants(vscode.CodeActionKind.QuickFix)) actions.push(...this.quickFixes(document, range, context));
    if (wants(vscode.CodeActionKind.RefactorRewrite)) {
      // A merge that is a quick fix already is not offered a second time.
      const offered = new Set(actions.map(({ title }) => title));
      actions.push(...[...this.merges(document, range), ...this.versions(document, range)].filter(({ title }) => !offered.has(title)));
    }
    // Asked for by name only: on save, or from 'Source Action…'.
    if (context.only && wants(fixAllKind)) actions.push(...this.fixAll(document));
    return actions;
  }

  resolveCodeAction(action: vscode.CodeAction): vscode.CodeAction {
    if (action instanceof LazyAction) action.edit = action.makeEdit();
    return action;
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

  /** Another tag or the digest for the image of the FROM under the cursor. */
  private versions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const { file } = this.session.check(document);
    const stage = file.stages.find(({ from }) => documentRange(document, from.range).intersection(range));
    const image = stage?.from.from.image;
    if (!stage || !image || stage.parent || stage.base === 'scratch' || readImageName(image).hasVariable) return [];
    const answers = { uri: document.uri.toString(), line: stage.from.firstLine + 1 };
    const title = t('Choose the version of {0}…', readImageName(image).repository);
    return [commandAction(title, 'slipway.dockerfile.pinImage', answers, [], vscode.CodeActionKind.RefactorRewrite)];
  }

  private fixAll(document: vscode.TextDocument): vscode.CodeAction[] {
    const { configuration } = this.session.check(document);
    const fixed = fixAll(textToRead(document), configuration);
    if (fixed.count === 0) return [];
    const action = new vscode.CodeAction(t('Apply all safe fixes of Slipway'), fixAllKind);
    action.edit = workspaceEdit(document, fixed.edits);
    return [action];
  }

  private quickFixes(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const checked = this.session.check(document);
    const all = [...checked.findings, ...this.session.slowFindings(document)];
    const here = all.filter(({ finding }) => documentRange(document, finding.range).intersection(range));
    const own = (shown: ShownFinding): vscode.Diagnostic[] =>
      context.diagnostics.filter((diagnostic) => isDiagnosticOf(document, diagnostic, shown));
    return [
      ...here.flatMap((shown) => fixesOf(shown.finding).map((fix) => fixAction(document, fix, own(shown)))),
      ...here.flatMap((shown) => versionActions(document, shown, own(shown))),
      ...ofEachRule(here).flatMap((shown) => fixRuleAction(document, checked, shown, own(shown))),
      ...here.flatMap((shown) => ignoreActions(document, checked, shown, own(shown))),
    ];
  }
}

function fixesOf(finding: Finding): readonly Fix[] {
  return [...(finding.fix ? [finding.fix] : []), ...finding.alternatives];
}

function fixAction(document: vscode.TextDocument, fix: Fix, diagnostics: vscode.Diagnostic[]): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = workspaceEdit(document, fix.edits);
  action.diagnostics = diagnostics;
  action.isPreferred = fix.kind === 'safe';
  return action;
}

/** What a registry or an image can tell; asked only when the action is chosen. */
function versionActions(document: vscode.TextDocument, { finding }: ShownFinding, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] {
  const { code } = finding;
  const answers = { uri: document.uri.toString(), line: document.positionAt(finding.range.start).line + 1 };
  if (code === 'DL3006' || code === 'DL3007')
    return [commandAction(t('Choose a tag of the registry…'), 'slipway.dockerfile.pinImage', answers, diagnostics)];
  if (versionSource(code) === undefined) return [];
  return [commandAction(t('Pin to the versions in an image…'), 'slipway.dockerfile.pinPackages', answers, diagnostics)];
}

function commandAction(
  title: string,
  command: string,
  answers: object,
  diagnostics: vscode.Diagnostic[],
  kind: vscode.CodeActionKind = vscode.CodeActionKind.QuickFix,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  action.command = { command, title, arguments: [answers, askTheRest] };
  action.diagnostics = diagnostics;
  return action;
}

function ofEachRule(findings: readonly ShownFinding[]): ShownFinding[] {
  return findings.filter((shown, index) => findings.findIndex(({ finding }) => finding.rule === shown.finding.rule) === index);
}

/** All safe fixes of the finding's rule, where there are several; worked out when the action is chosen. */
function fixRuleAction(
  document: vscode.TextDocument,
  checked: Checked,
  shown: ShownFinding,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction[] {
  const { rule, code } = shown.finding;
  const isSafe = ({ finding }: ShownFinding): boolean => finding.rule === rule && finding.fix?.kind === 'safe';
  if (rule.fixes !== 'safe' || !isSafe(shown) || !checked.findings.some((other) => other !== shown && isSafe(other))) return [];
  const action = new LazyAction(t('Apply all safe fixes of {0} in this file', code), () =>
    workspaceEdit(document, fixAll(textToRead(document), checked.configuration, [rule]).edits),
  );
  action.diagnostics = diagnostics;
  return [action];
}

/** A quick fix whose edit takes time. */
class LazyAction extends vscode.CodeAction {
  constructor(
    title: string,
    readonly makeEdit: () => vscode.WorkspaceEdit,
  ) {
    super(title, vscode.CodeActionKind.QuickFix);
  }
}

function ignoreActions(
  document: vscode.TextDocument,
  checked: Checked,
  { finding, names }: ShownFinding,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction[] {
  const { file, configuration } = checked;
  const { line } = finding;
  const titles: Readonly<Record<IgnoreScope, string>> = {
    instruction: t('Ignore {0} for this instruction…', finding.code),
    stage: t('Ignore {0} in this stage…', finding.code),
    file: t('Ignore {0} in this file…', finding.code),
  };
  return ignoreScopes(file, { names, line }, configuration).map((scope) => {
    const answers = { uri: document.uri.toString(), line: line + 1, names, scope };
    return commandAction(titles[scope], 'slipway.dockerfile.ignore', answers, diagnostics);
  });
}
