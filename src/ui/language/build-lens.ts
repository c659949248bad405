import * as vscode from 'vscode';
import type { App } from '../../app';
import type { Disposable } from '../../core/disposable';
import { t } from '../../core/localize';
import { iconFree } from '../../core/untrusted';
import { askTheRest } from '../../core/ask-the-rest';
import { documentRange, isDockerfile, textToRead } from './documents';
import { defined } from '../../core/records';

/** A button above each FROM that builds its stage, unless the settings say otherwise. */
export function registerBuildLens({ settings }: App): Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider = vscode.languages.registerCodeLensProvider([{ language: 'dockerfile' }], {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => (settings.get('language.buildLens') ? buildLenses(document) : []),
  });
  const listening = settings.onChange((isChanged) => {
    if (isChanged('language.buildLens')) changed.fire();
  });
  return vscode.Disposable.from(provider, listening, changed);
}

async function buildLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  if (!['file', 'untitled'].includes(document.uri.scheme) || !isDockerfile(document)) return [];
  const { parseDockerfile } = await import('../../dockerfile/parse');
  const { stages } = parseDockerfile(textToRead(document));
  return stages.map(({ from, name }, index) => {
    const last = index === stages.length - 1;
    const title = last || name === undefined ? t('$(tools) Build') : t('$(tools) Build stage {0}', iconFree(name, 60));
    const target = last ? undefined : (name ?? String(index));
    const answers = { uri: document.uri.toString(), ...defined({ target }) };
    return new vscode.CodeLens(documentRange(document, from.keywordRange), {
      title,
      command: 'slipway.dockerfile.build',
      arguments: [answers, askTheRest],
    });
  });
}
