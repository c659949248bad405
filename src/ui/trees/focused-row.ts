import * as vscode from 'vscode';

/**
 * The rows that a key means: several that are selected, else the one that has the focus. VS Code tells extensions the
 * selection alone. What its own command adds to the selection, or takes from it, is the row with the focus; doing so
 * twice leaves all as it was. `list.select` would tell it too, but would also open and fold rows.
 */
export class FocusedRow<Row> {
  /** Keys are answered one after the other. */
  private asking: Promise<unknown> = Promise.resolve();

  constructor(private readonly view: Pick<vscode.TreeView<Row>, 'selection'>) {}

  meant(): Promise<readonly Row[]> {
    const rows = this.asking.then(() => this.find());
    this.asking = rows.catch(() => undefined);
    return rows;
  }

  private async find(): Promise<readonly Row[]> {
    const before = this.view.selection;
    if (before.length > 1) return before;
    const toggle = (): Thenable<unknown> => vscode.commands.executeCommand('list.toggleSelection');
    await toggle();
    const after = this.view.selection;
    await toggle();
    const [focused = before[0]] = [...after.filter((row) => !before.includes(row)), ...before.filter((row) => !after.includes(row))];
    return focused === undefined ? [] : [focused];
  }
}
