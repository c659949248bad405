import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { failure } from '../../core/errors';
import type { Trust } from '../../ports';

/** VS Code's Workspace Trust. It is never taken back while a window is open. */
export function createTrust(): Trust & Disposable {
  const owned = new DisposableStore();
  const granted = owned.add(new Emitter<undefined>());
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => granted.fire(undefined)));
  return {
    get isGranted() {
      return vscode.workspace.isTrusted;
    },
    onGranted: granted.event,
    requireForRegistries(name) {
      if (!vscode.workspace.isTrusted) throw failure('restrictedMode', { name, wants: 'registries' });
    },
    dispose: () => owned.dispose(),
  };
}
