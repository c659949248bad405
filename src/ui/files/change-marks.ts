import * as vscode from 'vscode';
import { changeScheme } from '../../core/files/image-place';
import { t } from '../../core/localize';

const colors: Readonly<Record<string, string>> = {
  A: 'gitDecoration.addedResourceForeground',
  M: 'gitDecoration.modifiedResourceForeground',
  D: 'gitDecoration.deletedResourceForeground',
};

/** The letters and colours of rows of changes, as the Explorer has them for git. */
export function registerChangeMarks(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration({ scheme, query }) {
      const color = scheme === changeScheme && Object.hasOwn(colors, query) ? colors[query] : undefined;
      if (color === undefined) return undefined;
      const word = { A: t('added'), M: t('changed'), D: t('deleted') }[query];
      return new vscode.FileDecoration(query, word, new vscode.ThemeColor(color));
    },
  });
}
