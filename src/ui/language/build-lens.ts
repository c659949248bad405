import * as vscode from 'vscode';
import type { Disposable } from '../../core/disposable';
import { t } from '../../core/localize';
import { iconFree } from '../../core/untrusted';
import { askTheRest } from '../../core/ask-the-rest';
import { documentRange, isDockerfile, textToRead } from './documents';
import { defined } from '../../core/records';

/** A button above each FROM that builds its stage. */
export function registerBuildLens(): Disposable {
  return vscode.languages.registerCodeLensProvider([{ language: 'dockerfile' }], { provideCodeLenses: buildLenses });
}

async function buildLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  if (document.uri.scheme !== 'file' || !isDockerfile(document)) return [];
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
