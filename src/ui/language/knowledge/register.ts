import * as vscode from 'vscode';
import type { App } from '../../../app';
import { DisposableStore, type Disposable } from '../../../core/disposable';
import { dockerfileSelector } from '../documents';
import { completionTriggers, KnowledgeCompletion } from './completion';
import { FlagCompletion, flagTriggers } from './flag-completion';
import { ImageHover } from './hover';
import { ImageSources } from './image-sources';
import { KnowledgeSemanticTokens, semanticTokensLegend } from './semantic-tokens';

/** Registers what only Slipway knows: colours, images, tags, paths, variables. Follows the settings as they change. */
export function registerKnowledge(app: App): Disposable {
  const owned = new DisposableStore();
  const sources = owned.add(new ImageSources(app));
  const completion = new KnowledgeCompletion(app, sources);
  owned.add(vscode.languages.registerCompletionItemProvider(dockerfileSelector, completion, ...completionTriggers));
  owned.add(vscode.languages.registerCompletionItemProvider(dockerfileSelector, new FlagCompletion(app), ...flagTriggers));
  const switched = {
    'language.semanticTokens': () => {
      const provider = new KnowledgeSemanticTokens();
      return vscode.Disposable.from(
        vscode.languages.registerDocumentSemanticTokensProvider(dockerfileSelector, provider, semanticTokensLegend),
        vscode.languages.registerDocumentRangeSemanticTokensProvider(dockerfileSelector, provider, semanticTokensLegend),
      );
    },
    'language.imageHover': () => vscode.languages.registerHoverProvider(dockerfileSelector, new ImageHover(sources)),
  } as const;
  const active = new Map<keyof typeof switched, Disposable>();
  const update = (): void => {
    for (const setting of ['language.semanticTokens', 'language.imageHover'] as const) {
      const wanted = app.settings.get(setting);
      const registered = active.get(setting);
      if (wanted && !registered) active.set(setting, switched[setting]());
      if (wanted || !registered) continue;
      registered.dispose();
      active.delete(setting);
    }
  };
  owned.add(app.settings.onChange(update));
  owned.add({ dispose: () => active.forEach((registered) => registered.dispose()) });
  update();
  return owned;
}
