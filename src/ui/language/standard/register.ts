import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../core/disposable';
import { dockerfileSelector } from '../documents';
import type { LanguageApp } from '../language-app';
import { standardFeatures } from './features';
import { createService } from './service';
import { isWanted } from './wanted';

/**
 * Registers the features that every Dockerfile editor has. A setting of `auto` steps back when another extension brings
 * them, so that nothing appears twice; follows settings and extensions as they change.
 */
export function registerStandardFeatures(app: LanguageApp): Disposable {
  const owned = new DisposableStore();
  const service = createService();
  const active = new Map<string, Disposable>();
  const update = (): void => {
    for (const { setting, register } of standardFeatures) {
      const wanted = isWanted(app, setting);
      const registered = active.get(setting);
      if (wanted && !registered) active.set(setting, register(dockerfileSelector, service));
      if (!wanted && registered) {
        registered.dispose();
        active.delete(setting);
      }
    }
  };
  owned.add(app.settings.onChange(update));
  owned.add(vscode.extensions.onDidChange(update));
  owned.add({
    dispose: () => {
      for (const registered of active.values()) registered.dispose();
    },
  });
  update();
  return owned;
}
