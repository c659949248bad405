import * as vscode from 'vscode';
import { t } from '../../../core/localize';
import { oneLine } from '../../../core/untrusted';
import { completionAt, type CompletionContext } from '../../../dockerfile/features/completion';
import type { VariableContext } from '../../../dockerfile/features/variable-completion';
import { isWanted } from '../standard/wanted';
import { documentRange } from '../documents';
import type { LanguageApp } from '../language-app';
import { inTime } from './background';
import { contextPaths } from './context-paths';
import { imageCandidates, tagCandidates, type Candidate, type Candidates } from './image-items';
import type { ImageSources } from './image-sources';
import { parsed } from './parsed';

/** Whoever types waits no longer than this; what comes later is shown when it is there. */
const patienceMilliseconds = 150;

/** Characters after which something of ours can stand. */
export const completionTriggers = [' ', ':', '/', '=', '$', '{', '"'] as const;

/** Completion of images, tags, stages, paths and variables. */
export class KnowledgeCompletion implements vscode.CompletionItemProvider {
  constructor(
    private readonly app: LanguageApp,
    private readonly sources: ImageSources,
  ) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
    { triggerKind }: vscode.CompletionContext,
  ): Promise<vscode.CompletionList | undefined> {
    const context = completionAt(parsed(document), document.offsetAt(position));
    if (!context) return undefined;
    const list = (candidates: readonly Candidate[], isIncomplete = false): vscode.CompletionList =>
      new vscode.CompletionList(
        candidates.map((candidate, index) => itemOf(candidate, index, document, position, context)),
        isIncomplete,
      );
    if (context.kind === 'variable') return isWanted(this.app, 'language.completion') ? list(variables(context)) : undefined;
    if (context.kind === 'path') {
      const isAsked = triggerKind === vscode.CompletionTriggerKind.Invoke || context.prefix !== '' || !context.maybeDestination;
      return isAsked && this.app.settings.get('language.pathCompletion')
        ? list(await contextPaths(document, context, this.app.host.platform))
        : undefined;
    }
    const ask = (): Candidates => this.candidates(context);
    const first = ask();
    const cancelled = token.onCancellationRequested(first.abandon);
    const all = Promise.all(first.more.filter((reading) => reading !== undefined));
    const isComplete = await inTime(all, patienceMilliseconds);
    cancelled.dispose();
    if (!isComplete) void all.then(() => showAgain(document, position));
    // Which names a search finds depends on what is typed.
    return list((first.more.some(Boolean) ? ask() : first).found, !isComplete || context.kind !== 'tag');
  }

  private candidates(context: Exclude<CompletionContext, { kind: 'variable' | 'path' }>): Candidates {
    const withImages = this.app.settings.get('language.imageCompletion');
    if (context.kind !== 'tag')
      return imageCandidates(this.sources, context, context.kind === 'image' || isWanted(this.app, 'language.completion'), withImages);
    return withImages ? tagCandidates(this.sources, context) : { found: [], more: [], abandon: () => undefined };
  }
}

/** Asks again for completions when more is known, if the cursor still stands there. */
function showAgain(document: vscode.TextDocument, position: vscode.Position): void {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document || !editor.selection.isEmpty || !editor.selection.active.isEqual(position)) return;
  void vscode.commands.executeCommand('editor.action.triggerSuggest');
}

function itemOf(
  { text, kind, description, detail }: Candidate,
  index: number,
  document: vscode.TextDocument,
  position: vscode.Position,
  context: CompletionContext,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(description === undefined ? text : { label: text, description }, kind);
  const replacing = documentRange(document, context.range);
  item.range = { inserting: new vscode.Range(replacing.start, position), replacing };
  item.insertText = context.kind === 'variable' && context.closeBrace ? `${text}}` : text;
  item.filterText = text;
  item.sortText = String(index).padStart(6, '0');
  if (detail !== undefined && detail !== '') item.detail = detail;
  // Behind a folder its content is wanted next, behind a name its tag.
  if (context.kind === 'path' && text.endsWith('/')) item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}

function variables({ variables: known }: VariableContext): readonly Candidate[] {
  return known.map(({ name, value, origin }) => ({
    text: name,
    kind: vscode.CompletionItemKind.Variable,
    description: origin === 'builder' ? t('set by the builder') : origin,
    ...(value !== undefined && value !== '' && { detail: oneLine(value, 120) }),
  }));
}
