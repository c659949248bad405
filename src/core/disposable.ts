/** Something that must be ended. VS Code's `Disposable` fits. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables and ends them in reverse order, each exactly once. */
export class DisposableStore implements Disposable {
  private readonly items = new Set<Disposable>();
  private disposed = false;

  /** Takes ownership; ends `item` at once when the store has already ended. */
  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.add(item);
    return item;
  }

  /** Ends one item early. */
  delete(item: Disposable): void {
    if (this.items.delete(item)) item.dispose();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const item of [...this.items].reverse()) item.dispose();
    this.items.clear();
  }
}

/** A disposable that runs `end` once. */
export function toDisposable(end: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      end();
    },
  };
}
