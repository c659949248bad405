import * as vscode from 'vscode';
import type { App } from '../../../app';
import type { CommodityFeature } from './features';

/** Extensions that bring the same features from the same language service. */
const others = ['ms-azuretools.vscode-containers', 'ms-azuretools.vscode-docker', 'docker.docker'];

/** Whether a feature is to be there now: `auto` steps back when another extension brings it. */
export function isWanted(app: App, setting: CommodityFeature['setting']): boolean {
  const value = app.settings.get(setting);
  return value === 'on' || (value === 'auto' && !others.some((other) => vscode.extensions.getExtension(other) !== undefined));
}
