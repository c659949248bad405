import { type Disposable, toDisposable } from './disposable';
import { Emitter, type Event } from './emitter';

/** Something that happens once, such as an end: who listens later is told of it too, soon and never at once. */
export class LateEvent<Value> implements Disposable {
  private readonly emitter = new Emitter<Value>();
  private fired: { readonly value: Value } | undefined;

  /** Whether it has happened. */
  get happened(): boolean {
    return this.fired !== undefined;
  }

  readonly event: Event<Value> = (listener): Disposable => {
    const { fired } = this;
    if (!fired) return this.emitter.event(listener);
    let wanted = true;
    queueMicrotask(() => {
      if (wanted) listener(fired.value);
    });
    return toDisposable(() => (wanted = false));
  };

  fire(value: Value): void {
    this.fired = { value };
    this.emitter.fire(value);
  }

  /** Nobody is told any more, but those who come later. */
  dispose(): void {
    this.emitter.dispose();
  }
}
