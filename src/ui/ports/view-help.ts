import * as vscode from 'vscode';
import { keyLabel } from '../../core/key-label';
import { t } from '../../core/localize';
import type { ViewId } from '../../nodes/view-ids';
import type { SlipwayTreeView } from '../trees/tree-view';
import { own } from '../../core/records';
import type { Contributed } from '../manifest';

interface Entry extends vscode.QuickPickItem {
  /** Missing for headings. */
  readonly command?: string;
  readonly ofRows?: boolean;
}

/**
 * Lists what a view offers, read from the manifest, which VS Code gives with its texts translated: the verbs of its rows,
 * then those of the view, each with its key. Does the one that is chosen, to the rows that a key would have meant.
 */
export async function showViewHelp(
  manifest: Contributed,
  view: ViewId,
  shown: SlipwayTreeView | undefined,
  platform: NodeJS.Platform,
): Promise<void> {
  // Asked before the list takes the focus.
  const rows = (await shown?.meantRows()) ?? [];
  const chosen = await vscode.window.showQuickPick(entriesOf(manifest, view, platform), {
    title: titleOf(manifest, `slipway.${view}.help`),
    matchOnDescription: true,
  });
  if (chosen?.command === undefined) return;
  if (chosen.ofRows && rows[0]) await vscode.commands.executeCommand(chosen.command, rows[0], rows);
  else await vscode.commands.executeCommand(chosen.command);
}

function entriesOf(manifest: Contributed, view: ViewId, platform: NodeJS.Platform): readonly Entry[] {
  const here = (menu: string): readonly string[] => [
    ...new Set(
      (own(manifest.menus, menu) ?? [])
        .filter(({ when }) => when.includes(`view == slipway.${view}`))
        .sort((left, right) => left.group.localeCompare(right.group, 'en', { numeric: true }))
        .flatMap(({ command }) => command ?? []),
    ),
  ];
  const ofRows = [...new Set([...here('view/item/context'), ...here('slipway.copy')])];
  const ofView = here('view/title').filter(
    (command) => command !== `slipway.${view}.help` && !ofRows.includes(command) && !command.endsWith('.checked'),
  );
  const entry = (command: string, row: boolean): Entry => ({
    label: titleOf(manifest, command),
    description: keyOf(manifest, command, view, platform),
    command,
    ofRows: row,
  });
  const heading = (label: string): Entry => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    heading(t('Actions of the Focused Row')),
    ...ofRows.map((command) => entry(command, true)),
    heading(t('Actions of the View')),
    ...ofView.map((command) => entry(command, false)),
  ];
}

function titleOf({ commands }: Contributed, id: string): string {
  return commands.find(({ command }) => command === id)?.title ?? id;
}

/** The key as VS Code's menus write it, as it is by default. */
function keyOf({ keybindings }: Contributed, id: string, view: ViewId, platform: NodeJS.Platform): string {
  const binding = keybindings.find(({ command, args }) => command === id && args.endsWith(`:${view}`));
  const key = platform === 'darwin' ? (binding?.mac ?? binding?.key) : binding?.key;
  return keyLabel(key ?? '', platform);
}
