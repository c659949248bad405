import * as vscode from 'vscode';
import { changeScheme } from '../../core/files/image-place';
import { t } from '../../core/localize';

/** What a letter says, and its colour. */
function markOf(letter: string): readonly [word: string, color: string] | undefined {
  switch (letter) {
    case 'A':
      return [t('added'), 'gitDecoration.addedResourceForeground'];
    case 'M':
      return [t('changed'), 'gitDecoration.modifiedResourceForeground'];
    case 'D':
      return [t('deleted'), 'gitDecoration.deletedResourceForeground'];
    default:
      return undefined;
  }
}

/** The letters and colours of rows of changes, as the Explorer has them for git. */
export function registerChangeMarks(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration({ scheme, query }) {
      const mark = scheme === changeScheme ? markOf(query) : undefined;
      return mark && new vscode.FileDecoration(query, mark[0], new vscode.ThemeColor(mark[1]));
    },
  });
}
