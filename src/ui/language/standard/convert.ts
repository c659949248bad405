import * as vscode from 'vscode';
import type * as lsp from 'vscode-languageserver-types';
import { escapeMarkdown } from '../../../core/untrusted';

/** A protocol range as VS Code's. */
export function range({ start, end }: lsp.Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Markdown or plain text of the protocol. The service's own documentation: no names of images in it. */
export function documentation(content: string | lsp.MarkupContent): vscode.MarkdownString | string {
  return typeof content === 'string' ? content : content.kind === 'markdown' ? new vscode.MarkdownString(content.value) : content.value;
}

/** Contents of a hover in any of the protocol's forms. */
export function hoverContents(contents: lsp.Hover['contents']): vscode.MarkdownString[] {
  return [contents].flat().map((part) => {
    // A bare text is the value of a variable, as the file has it.
    if (typeof part === 'string') return new vscode.MarkdownString(escapeMarkdown(part));
    if ('kind' in part) return new vscode.MarkdownString(part.value);
    return new vscode.MarkdownString().appendCodeblock(part.value, part.language);
  });
}

export function textEdits(edits: readonly lsp.TextEdit[]): vscode.TextEdit[] {
  return edits.map((edit) => new vscode.TextEdit(range(edit.range), edit.newText));
}

export function completion(item: lsp.CompletionItem): vscode.CompletionItem {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the protocol counts the same kinds from 1, VS Code from 0
  const result = new vscode.CompletionItem(item.label, item.kind === undefined ? undefined : item.kind - 1);
  if (item.detail !== undefined) result.detail = item.detail;
  if (item.documentation !== undefined) result.documentation = documentation(item.documentation);
  if (item.sortText !== undefined) result.sortText = item.sortText;
  if (item.filterText !== undefined) result.filterText = item.filterText;
  if (item.textEdit && 'range' in item.textEdit) {
    result.insertText = item.insertTextFormat === 2 ? new vscode.SnippetString(item.textEdit.newText) : item.textEdit.newText;
    result.range = range(item.textEdit.range);
  } else if (item.insertText !== undefined) {
    result.insertText = item.insertTextFormat === 2 ? new vscode.SnippetString(item.insertText) : item.insertText;
  }
  if (item.tags?.includes(1)) result.tags = [vscode.CompletionItemTag.Deprecated];
  return result;
}

export function signatureHelp(help: lsp.SignatureHelp): vscode.SignatureHelp {
  const result = new vscode.SignatureHelp();
  result.activeSignature = help.activeSignature ?? 0;
  result.activeParameter = help.activeParameter ?? 0;
  result.signatures = help.signatures.map((signature) => {
    const information = new vscode.SignatureInformation(
      signature.label,
      signature.documentation === undefined ? undefined : documentation(signature.documentation),
    );
    information.parameters = (signature.parameters ?? []).map(
      (parameter) =>
        new vscode.ParameterInformation(
          parameter.label,
          parameter.documentation === undefined ? undefined : documentation(parameter.documentation),
        ),
    );
    return information;
  });
  return result;
}
