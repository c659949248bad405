import * as vscode from 'vscode';
import type { Disposable } from '../core/disposable';
import { DisposableStore } from '../core/disposable';
import { t } from '../core/localize';
import { iconFree, oneLine } from '../core/untrusted';
import type { ConnectionState, EngineConnection } from '../engine/connection/connection';

/** Names the engine in use; a click offers the others. Hidden until something asked for an engine. */
export function createStatusBar(connection: EngineConnection): Disposable {
  const owned = new DisposableStore();
  const item = owned.add(vscode.window.createStatusBarItem('slipway.engine', vscode.StatusBarAlignment.Left, -50));
  item.name = t('Container engine');
  item.command = 'slipway.engines.use';
  const draw = (state: ConnectionState): void => {
    switch (state.kind) {
      case 'idle':
        item.hide();
        return;
      case 'connecting':
        item.text = `$(loading~spin) ${iconFree(state.candidate?.name ?? t('engine'))}`;
        item.tooltip = t('Connecting to the container engine');
        item.accessibilityInformation = { label: item.tooltip };
        item.backgroundColor = undefined;
        break;
      case 'connected':
        item.text = `$(package) ${iconFree(state.candidate.name)}`;
        item.tooltip = `${state.information.kind === 'podman' ? 'Podman' : 'Docker'} ${oneLine(state.information.version)} — ${oneLine(state.candidate.address)}`;
        item.accessibilityInformation = { label: t('Container engine {0}, connected', oneLine(state.candidate.name)) };
        item.backgroundColor = undefined;
        break;
      case 'unreachable':
        item.text = `$(warning) ${t('no engine')}`;
        item.tooltip = t('No container engine answers. Choose another one.');
        item.accessibilityInformation = { label: item.tooltip };
        item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
        break;
    }
    item.show();
  };
  owned.add(connection.onState(draw));
  draw(connection.state);
  return owned;
}
