import type { App } from '../../app';
import { isCancelled } from '../../core/errors';
import { severalFailed } from '../../core/several-failed';

/**
 * Does the same with several things, one after the other. One that fails does not keep the others from being done; in
 * the end the only failure is thrown as it is, several as one `severalFailed` (each is in the log).
 * A cancelled one ends the rest.
 */
export async function oneAfterAnother<Item, Result>(
  app: App,
  operation: string,
  items: readonly Item[],
  name: (item: Item) => string,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failed: { readonly name: string; readonly error: unknown }[] = [];
  for (const item of items) {
    try {
      results.push(await work(item));
    } catch (error) {
      if (isCancelled(error)) throw error;
      failed.push({ name: name(item), error });
    }
  }
  const [first, ...others] = failed;
  if (!first) return results;
  if (others.length === 0) throw first.error;
  for (const { name: what, error } of failed) app.log.error(`${operation} ${what}`, error);
  throw severalFailed(operation, items.length, failed);
}
