import type { TreeItem } from 'vscode';

/** So many rows are drawn before the extension host may do something else. */
const together = 150;

/**
 * Makes the items of rows as VS Code asks for them: for all rows of a view at once, which are thousands on a busy engine. After some of them it
 * lets others go first, so that the extension host stays free.
 */
export class RowItems {
  private made = 0;
  private last: Promise<void> | undefined;

  /** The item, at once or after others had their turn. */
  make(item: () => TreeItem): TreeItem | Promise<TreeItem> {
    this.made += 1;
    if (this.made === 1) setImmediate(() => (this.made = 0));
    if (this.made <= together && !this.last) return item();
    const place = this.made;
    if (!this.last || place % together === 0) {
      const before = this.last ?? Promise.resolve();
      const turn = before.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
      this.last = turn;
      void turn.then(() => {
        if (this.last === turn) this.last = undefined;
      });
    }
    return this.last.then(item);
  }
}
