import { Deferred } from '../core/deferred';
import type { Disposable } from '../core/disposable';
import { isCancelled } from '../core/errors';
import { t } from '../core/localize';
import { oneLine } from '../core/untrusted';
import type { ErrorMessages } from './error-messages';

/** What {@link ShownErrors} stands on. */
export interface ShownErrorsOptions {
  /** Loads the words for errors. */
  readonly load: () => Promise<ErrorMessages>;
  readonly log: (message: string, error: unknown) => void;
  /** Shows a message without buttons. */
  readonly tell: (message: string) => PromiseLike<unknown>;
}

/** Shows errors. The words for them are loaded with the first one; when they cannot be, its own text does. */
export class ShownErrors implements Disposable {
  private readonly messages: Deferred<ErrorMessages>;

  constructor(private readonly options: ShownErrorsOptions) {
    this.messages = new Deferred({
      name: 'error',
      make: options.load,
      onFailed: (error) => options.log('The words for errors could not be loaded', error),
    });
  }

  /** Shows an error until it is answered; `again` does once more what failed. `cancelled` is not shown. */
  async show(error: unknown, again?: () => Promise<unknown>): Promise<void> {
    if (isCancelled(error)) return;
    const messages = await this.messages.want().catch(() => undefined);
    await (messages ? messages.show(error, again) : this.tell(error));
  }

  dispose(): void {
    this.messages.dispose();
  }

  private async tell(error: unknown): Promise<void> {
    const message = t('Something unexpected happened: {0}', oneLine(error instanceof Error ? error.message : String(error)));
    this.options.log(message, error);
    await this.options.tell(message);
  }
}
