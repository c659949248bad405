import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './slipway';

const text = 'FROM alpine:3.20\nRUN mkdir -p /srv\nRUN make\n';
const merged = 'FROM alpine:3.20\nRUN mkdir -p /srv && \\\n    make\n';

async function open(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content });
  await vscode.window.showTextDocument(document);
  return document;
}

const findings = (document: vscode.TextDocument, code: string): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === 'slipway' && codeOf(diagnostic).split(' ').includes(code));

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function actions(document: vscode.TextDocument, range: vscode.Range, kind?: vscode.CodeActionKind): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, kind?.value);
}

describe('Dockerfile editor', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('checks an untitled file as it is typed', async () => {
    const document = await open('FROM alpine:3.20\nRUN ./configure\n');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(findings(document, 'DL3059').length, 0);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(2, 0), 'RUN make\n');
    await vscode.workspace.applyEdit(edit);
    await until('the finding', () => findings(document, 'DL3059').length === 1);
    assert.equal(findings(document, 'DL3059')[0]?.range.start.line, 2);
  });

  it('merges by quick fix', async () => {
    const document = await open(text);
    await until('the finding', () => findings(document, 'DL3059').length === 1);
    const [finding] = findings(document, 'DL3059');
    assert.ok(finding);
    const fixes = await actions(document, finding.range, vscode.CodeActionKind.QuickFix);
    const merge = fixes.find(({ edit, title }) => edit && /merge/i.test(title));
    assert.ok(merge?.edit, `no merge among: ${fixes.map(({ title }) => title).join(', ')}`);
    await vscode.workspace.applyEdit(merge.edit);
    assert.equal(document.getText(), merged);
    await until('the finding to go', () => findings(document, 'DL3059').length === 0);
  });

  it('merges a selection by refactoring', async () => {
    const document = await open(text);
    await until('the finding', () => findings(document, 'DL3059').length === 1);
    const refactorings = await actions(document, new vscode.Range(1, 0, 2, 8), vscode.CodeActionKind.RefactorRewrite);
    const merge = refactorings.find(({ edit }) => edit);
    assert.ok(merge?.edit);
    await vscode.workspace.applyEdit(merge.edit);
    assert.equal(document.getText(), merged);
  });

  it('makes all safe fixes at once', async () => {
    const document = await open(text);
    await until('the finding', () => findings(document, 'DL3059').length === 1);
    const [all] = await actions(document, new vscode.Range(0, 0, 0, 0), vscode.CodeActionKind.SourceFixAll.append('slipway'));
    assert.ok(all?.edit);
    await vscode.workspace.applyEdit(all.edit);
    assert.equal(document.getText(), merged);
  });
});
