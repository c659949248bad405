import type { Disposable } from './disposable';
import { failure } from './errors';

/** How a {@link Deferred} part comes to be. */
export interface DeferredOptions<Part extends Disposable> {
  /** Names it in errors. */
  readonly name: string;
  /** Loads its code and makes it. */
  readonly make: () => Promise<Part>;
  /** Called once, before anybody who waits gets it. */
  readonly onMade?: (part: Part) => void;
  /** Called for each time that loading failed. */
  readonly onFailed?: (error: unknown) => void;
}

/**
 * A part of the program that is loaded and made when it is first wanted. All who want it get the same one; when it could not be
 * loaded, whoever wants it next tries again. It ends with this, also when it comes only afterwards.
 */
export class Deferred<Part extends Disposable> implements Disposable {
  private part: Part | undefined;
  private coming: Promise<Part> | undefined;
  private disposed = false;

  constructor(private readonly options: DeferredOptions<Part>) {}

  /** The part, once it is made; also after its end. */
  get made(): Part | undefined {
    return this.part;
  }

  /** The part. Throws what loading it throws, and `cancelled` once this has ended. */
  want(): Promise<Part> {
    if (this.disposed) return Promise.reject(this.cancelled());
    if (this.coming) return this.coming;
    const coming = this.make().catch((error: unknown) => {
      this.coming = undefined;
      if (!this.disposed) this.options.onFailed?.(error);
      throw this.disposed ? this.cancelled() : error;
    });
    this.coming = coming;
    return coming;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.part?.dispose();
  }

  private async make(): Promise<Part> {
    const part = await this.options.make();
    if (this.disposed) {
      part.dispose();
      throw this.cancelled();
    }
    this.part = part;
    this.options.onMade?.(part);
    return part;
  }

  private cancelled(): Error {
    return failure('cancelled', { operation: this.options.name });
  }
}
