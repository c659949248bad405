import { type Disposable, toDisposable } from './disposable';

/** Subscribes to a value that happens again and again. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** A typed event source. A listener that throws does not keep the others from being called; its error is rethrown later. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    this.listeners.add(listener);
    return toDisposable(() => this.listeners.delete(listener));
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
