import * as vscode from 'vscode';

/** A tab that shows a file, with what VS Code needs to show another one in its place. */
interface FileTab {
  readonly tab: vscode.Tab;
  readonly uri: vscode.Uri;
}

/** Closes the editors of files that are gone, and of what was in folders that are. What is not saved yet stays open. */
export async function closeEditors(gone: readonly string[]): Promise<void> {
  for (const { tab } of tabsOf(gone)) {
    try {
      await vscode.window.tabGroups.close(tab, true);
    } catch {
      // Somebody was quicker; that it is closed is all that is wanted.
    }
  }
}

/** Editors of a file, or of what is in a folder, go on with its new name. What is not saved yet stays as it is. */
export async function moveEditors(from: string, to: string): Promise<void> {
  const [before, after] = [vscode.Uri.parse(from, true), vscode.Uri.parse(to, true)];
  for (const { tab, uri } of tabsOf([from])) {
    const { group, isActive, isPreview } = tab;
    const options = { viewColumn: group.viewColumn, preserveFocus: true, preview: isPreview, background: !isActive };
    await vscode.commands.executeCommand('vscode.open', uri.with({ path: after.path + uri.path.slice(before.path.length) }), options);
  }
  // The new editor of one that was only looked at has taken its tab.
  await closeEditors([from]);
}

function tabsOf(uris: readonly string[]): readonly FileTab[] {
  const roots = uris.map((uri) => vscode.Uri.parse(uri, true));
  return vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap((tab) => {
      const { input, isDirty } = tab;
      if (isDirty || !(input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom)) return [];
      return roots.some((root) => isWithin(root, input.uri)) ? [{ tab, uri: input.uri }] : [];
    }),
  );
}

function isWithin(root: vscode.Uri, uri: vscode.Uri): boolean {
  if (root.scheme !== uri.scheme || root.authority.toLowerCase() !== uri.authority.toLowerCase()) return false;
  return uri.path === root.path || uri.path.startsWith(`${root.path}/`);
}
