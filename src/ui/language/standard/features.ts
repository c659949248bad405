import type { DockerfileLanguageService } from 'dockerfile-language-service';
import * as vscode from 'vscode';
import { t } from '../../../core/localize';
import { completionAt } from '../../../dockerfile/features/completion';
import { outlineOf } from '../../../dockerfile/features/outline';
import type { SettingKey } from '../../../settings';
import { parsed } from '../knowledge/parsed';
import { completion, hoverContents, range, signatureHelp, textEdits } from './convert';
import { symbol } from './symbol';

/** A feature that every Dockerfile editor has, with the setting that switches it. */
export interface CommodityFeature {
  readonly setting: Extract<SettingKey, `language.${string}`>;
  readonly register: (selector: vscode.DocumentSelector, service: DockerfileLanguageService) => vscode.Disposable;
}

const id = (document: vscode.TextDocument): { uri: string } => ({ uri: document.uri.toString() });

/** Places that `knowledge/completion.ts` completes: variables, stages and images, for which the service would ask Docker Hub. */
function isCompletedElsewhere(document: vscode.TextDocument, position: vscode.Position): boolean {
  if (/^\s*FROM\s+\S/i.test(document.lineAt(position).text.slice(0, position.character))) return true;
  const kind = completionAt(parsed(document), document.offsetAt(position))?.kind;
  return kind === 'variable' || kind === 'stage' || kind === 'tag';
}

/** Each standard feature over the language service. */
export const standardFeatures: readonly CommodityFeature[] = [
  {
    setting: 'language.completion',
    register: (selector, service) =>
      vscode.languages.registerCompletionItemProvider(
        selector,
        {
          provideCompletionItems: async (document, position) =>
            isCompletedElsewhere(document, position)
              ? []
              : // Flags are in `knowledge/flag-completion.ts`: the service knows some of them.
                (await service.computeCompletionItems(document.getText(), position))
                  .filter(({ label }) => !label.startsWith('--'))
                  .map(completion),
        },
        '=',
        '$',
        '{',
        '-',
        ' ',
      ),
  },
  {
    setting: 'language.hover',
    register: (selector, service) =>
      vscode.languages.registerHoverProvider(selector, {
        provideHover: (document, position) => {
          const hover = service.computeHover(document.getText(), position);
          return hover ? new vscode.Hover(hoverContents(hover.contents), hover.range ? range(hover.range) : undefined) : undefined;
        },
      }),
  },
  {
    setting: 'language.signatureHelp',
    register: (selector, service) =>
      vscode.languages.registerSignatureHelpProvider(
        selector,
        { provideSignatureHelp: (document, position) => signatureHelp(service.computeSignatureHelp(document.getText(), position)) },
        '-',
        '[',
        ',',
        '"',
        ' ',
        '=',
      ),
  },
  {
    setting: 'language.formatting',
    register: (selector, service) => {
      // Continued lines keep the indentation that their author gave them.
      const settings = (options: vscode.FormattingOptions) => ({
        ...options,
        tabSize: options.tabSize,
        insertSpaces: options.insertSpaces,
        ignoreMultilineInstructions: true,
      });
      return vscode.Disposable.from(
        vscode.languages.registerDocumentFormattingEditProvider(selector, {
          provideDocumentFormattingEdits: (document, options) => textEdits(service.format(document.getText(), settings(options))),
        }),
        vscode.languages.registerDocumentRangeFormattingEditProvider(selector, {
          provideDocumentRangeFormattingEdits: (document, selected, options) =>
            textEdits(service.formatRange(document.getText(), selected, settings(options))),
        }),
      );
    },
  },
  {
    setting: 'language.outline',
    register: (selector) =>
      vscode.languages.registerDocumentSymbolProvider(selector, {
        provideDocumentSymbols: (document) => outlineOf(parsed(document)).map((entry) => symbol(document, entry)),
      }),
  },
  {
    setting: 'language.folding',
    register: (selector, service) =>
      vscode.languages.registerFoldingRangeProvider(selector, {
        provideFoldingRanges: (document) =>
          service
            .computeFoldingRanges(document.getText())
            .map(
              ({ startLine, endLine, kind }) =>
                new vscode.FoldingRange(startLine, endLine, kind === 'comment' ? vscode.FoldingRangeKind.Comment : undefined),
            ),
      }),
  },
  {
    setting: 'language.links',
    register: (selector, service) =>
      vscode.languages.registerDocumentLinkProvider(selector, {
        provideDocumentLinks: (document) =>
          service.computeLinks(document.getText()).map((link) => {
            const { target } = service.resolveLink(link);
            return new vscode.DocumentLink(range(link.range), target === undefined ? undefined : vscode.Uri.parse(target));
          }),
      }),
  },
  {
    setting: 'language.definition',
    register: (selector, service) =>
      vscode.languages.registerDefinitionProvider(selector, {
        provideDefinition: (document, position) => {
          const found = service.computeDefinition(id(document), document.getText(), position) as ReturnType<
            DockerfileLanguageService['computeDefinition']
          > | null;
          return found ? new vscode.Location(document.uri, range(found.range)) : undefined;
        },
      }),
  },
  {
    setting: 'language.references',
    register: (selector, service) =>
      vscode.languages.registerReferenceProvider(selector, {
        provideReferences: (document, position) =>
          service
            .computeHighlightRanges(document.getText(), position)
            .map((found) => new vscode.Location(document.uri, range(found.range))),
      }),
  },
  {
    setting: 'language.highlight',
    register: (selector, service) =>
      vscode.languages.registerDocumentHighlightProvider(selector, {
        provideDocumentHighlights: (document, position) =>
          service
            .computeHighlightRanges(document.getText(), position)
            .map(
              (found) =>
                new vscode.DocumentHighlight(
                  range(found.range),
                  found.kind === 3 ? vscode.DocumentHighlightKind.Write : vscode.DocumentHighlightKind.Read,
                ),
            ),
      }),
  },
  {
    setting: 'language.rename',
    register: (selector, service) =>
      vscode.languages.registerRenameProvider(selector, {
        prepareRename: (document, position) => {
          const found = service.prepareRename(document.getText(), position);
          if (!found) throw new Error(t('Only stages and variables can be renamed.'));
          return range(found);
        },
        provideRenameEdits: (document, position, name) => {
          const edit = new vscode.WorkspaceEdit();
          edit.set(document.uri, textEdits(service.computeRename(id(document), document.getText(), position, name)));
          return edit;
        },
      }),
  },
];
