import * as vscode from 'vscode';
import type { CommodityFeature } from './features';
import type { LanguageApp } from '../language-app';

/** Extensions that bring the same features from the same language service. */
const others = ['ms-azuretools.vscode-containers', 'ms-azuretools.vscode-docker', 'docker.docker'];

/** Whether a feature is to be there now: `auto` steps back when another extension brings it. */
export function isWanted(app: LanguageApp, setting: CommodityFeature['setting']): boolean {
  const value = app.settings.get(setting);
  return value === 'on' || (value === 'auto' && !others.some((other) => vscode.extensions.getExtension(other) !== undefined));
}
