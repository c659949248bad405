import * as vscode from 'vscode';
import { semanticTokens } from '../../../dockerfile/features/semantic-tokens';
import { tokenModifiers, tokenTypes } from '../../../dockerfile/features/token';
import type { Range } from '../../../dockerfile/text';
import { parsed } from './parsed';

export const semanticTokensLegend = new vscode.SemanticTokensLegend([...tokenTypes], [...tokenModifiers]);

/** Colours of whole documents and of the part that is visible. */
export class KnowledgeSemanticTokens implements vscode.DocumentSemanticTokensProvider, vscode.DocumentRangeSemanticTokensProvider {
  provideDocumentSemanticTokens(document: vscode.TextDocument): vscode.SemanticTokens {
    return build(document);
  }

  provideDocumentRangeSemanticTokens(document: vscode.TextDocument, range: vscode.Range): vscode.SemanticTokens {
    return build(document, { start: document.offsetAt(range.start), end: document.offsetAt(range.end) });
  }
}

function build(document: vscode.TextDocument, within?: Range): vscode.SemanticTokens {
  const file = parsed(document);
  const builder = new vscode.SemanticTokensBuilder(semanticTokensLegend);
  for (const { start, end, type, modifier } of semanticTokens(file, within)) {
    const { line, character } = file.source.positionAt(start);
    builder.push(
      line,
      character,
      end - start,
      tokenTypes.indexOf(type),
      modifier === undefined ? 0 : 1 << tokenModifiers.indexOf(modifier),
    );
  }
  return builder.build();
}
