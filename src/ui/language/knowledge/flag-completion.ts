import * as vscode from 'vscode';
import { flagsAt, type FlagCandidate } from '../../../dockerfile/features/flag-completion';
import { isWanted } from '../standard/wanted';
import { documentRange } from '../documents';
import type { LanguageApp } from '../language-app';
import { parsed } from './parsed';

/** Characters after which a flag, a key or a value can stand. */
export const flagTriggers = ['-', '=', ',', ' '] as const;

/** Completion of the flags of instructions, of their values and of the keys of mounts. */
export class FlagCompletion implements vscode.CompletionItemProvider {
  constructor(private readonly app: LanguageApp) {}

  provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    _token: vscode.CancellationToken,
    { triggerKind }: vscode.CompletionContext,
  ): vscode.CompletionItem[] | undefined {
    if (!isWanted(this.app, 'language.completion')) return undefined;
    const context = flagsAt(parsed(document), document.offsetAt(position));
    if (context === undefined) return undefined;
    // Most commands have no flag in front of them.
    if (
      context.prefix === '' &&
      context.instruction === 'RUN' &&
      context.candidates[0]?.kind === 'flag' &&
      triggerKind !== vscode.CompletionTriggerKind.Invoke
    )
      return undefined;
    const replacing = documentRange(document, context.range);
    return context.candidates.map((candidate, index) =>
      itemOf(candidate, index, { inserting: new vscode.Range(replacing.start, position), replacing }),
    );
  }
}

const { Field, Property, EnumMember } = vscode.CompletionItemKind;
const kinds = { flag: Field, key: Property, value: EnumMember } as const;

function itemOf(
  { kind, text, example, goesOn, summary }: FlagCandidate,
  index: number,
  range: vscode.CompletionItem['range'],
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(text, kinds[kind]);
  if (range !== undefined) item.range = range;
  item.insertText = example === undefined ? text : new vscode.SnippetString().appendText(text).appendPlaceholder(example);
  item.filterText = text;
  // Behind images, stages and paths where those can stand too.
  item.sortText = `~${String(index).padStart(3, '0')}`;
  if (summary !== undefined) item.detail = summary();
  if (goesOn) item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}
