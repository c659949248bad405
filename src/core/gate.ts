/** Holds up whoever passes while it is shut. */
export class Gate {
  private shut: { readonly opened: Promise<void>; readonly open: () => void } | undefined;

  /** Opens it for good or until it is shut again. */
  set(open: boolean): void {
    if (open) {
      this.shut?.open();
      this.shut = undefined;
      return;
    }
    if (this.shut) return;
    let release: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (release = resolve));
    this.shut = { opened, open: release };
  }

  /** Resolves when it is open; undefined when it is open already. */
  passed(): Promise<void> | undefined {
    return this.shut?.opened;
  }
}
