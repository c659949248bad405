import * as vscode from 'vscode';
import { hostEnvironment } from './engine/contexts/host-environment';
import { startSlipway, type Slipway } from './ui/activate';

/** Called by VS Code when a Slipway view is shown, a command is called or a Dockerfile is opened. */
export function activate(context: vscode.ExtensionContext): Slipway | undefined {
  const slipway = startSlipway(context, hostEnvironment());
  // Suites in the extension host look at rows and states that no API of VS Code tells.
  return context.extensionMode === vscode.ExtensionMode.Test ? slipway : undefined;
}
