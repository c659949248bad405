import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { copiedText } from '../../core/untrusted';
import type { Clipboard, Secrets, SettingValues, State } from '../../ports';
import type { SettingKey, SettingValue } from '../../settings';
import { isRestrictedSetting, type Manifest, settingDefault } from '../manifest';

export const clipboard: Clipboard = {
  write: async (text) => {
    // Commands know what is a name and what a script; nothing that steers a terminal gets here from either.
    await vscode.env.clipboard.writeText(copiedText(text));
  },
};

/** The secret store of VS Code, which is the operating system's where there is one. */
export function createSecrets({ secrets }: vscode.ExtensionContext): Secrets {
  return {
    get: async (key) => secrets.get(key),
    set: async (key, value) => secrets.store(key, value),
    delete: async (key) => secrets.delete(key),
    onChange: (listener) => secrets.onDidChange(({ key }) => listener(key)),
  };
}

/** Choices kept by VS Code: the workspace's first, then the user's. */
export function createState({ workspaceState, globalState }: vscode.ExtensionContext): State {
  return {
    get: (key) => workspaceState.get(key) ?? globalState.get(key),
    set: async (key, value, scope = 'workspace') => {
      await (scope === 'user' ? globalState : workspaceState).update(key, value);
    },
  };
}

const section = 'slipway';

/** Settings with the defaults and limits of the manifest, which is written from `settings.ts`. */
export function createSettings(manifest: Manifest): SettingValues & Disposable {
  const owned = new DisposableStore();
  const changed = owned.add(new Emitter<(key: SettingKey) => boolean>());
  owned.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) changed.fire((key) => event.affectsConfiguration(`${section}.${key}`));
    }),
  );
  return {
    get: <Key extends SettingKey>(key: Key) => {
      const fallback = settingDefault(manifest, key);
      const configuration = vscode.workspace.getConfiguration(section);
      // VS Code knows from the manifest; a setting that chooses engines or starts programs does not hang on that alone.
      if (isRestrictedSetting(manifest, key) && !vscode.workspace.isTrusted)
        return (configuration.inspect(key)?.globalValue ?? fallback) as SettingValue<Key>;
      return configuration.get(key, fallback) as SettingValue<Key>;
    },
    update: async (key, value) => {
      const folder = vscode.workspace.workspaceFolders !== undefined;
      await vscode.workspace
        .getConfiguration(section)
        .update(key, value, folder ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
    },
    onChange: changed.event,
    dispose: () => owned.dispose(),
  };
}
