import { failure, isCancelled, SlipwayError } from '../../core/errors';
import { defined } from '../../core/records';
import { severalFailed } from '../../core/several-failed';
import { Limiter } from '../../engine/transport/limiter';

/** An object of the engine: what the engine is asked with, and what people call it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

const inFlight = 8;

/**
 * Does the same to several objects, at most 8 at a time, and gives the names of all of them when all went well.
 * One failure is thrown as it is, with the object's name in it; several as one `severalFailed`. What was not begun when
 * `signal` was aborted is left, and `cancelled` is thrown.
 */
export async function runOnEach<Item extends Named>(
  items: readonly Item[],
  operation: string,
  work: (item: Item) => Promise<void>,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const limiter = new Limiter(inFlight);
  const failures: { readonly name: string; readonly error: unknown }[] = [];
  await Promise.all(
    items.map((item) =>
      limiter.run(async () => {
        if (signal?.aborted) return;
        try {
          await work(item);
        } catch (error) {
          failures.push({ name: item.name, error: withName(error, item) });
        }
      }),
    ),
  );
  if (signal?.aborted) throw failure('cancelled', { operation });
  const cancelled = failures.find(({ error }) => isCancelled(error));
  if (cancelled) throw cancelled.error;
  const [first] = failures;
  if (first && failures.length === 1) throw first.error;
  if (first) throw severalFailed(operation, items.length, failures);
  return items.map(({ name }) => name);
}

/** What was asked of one object, with its name instead of its id in the error where that fails. */
export async function nameInErrors<Result>(item: Named, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw withName(error, item);
  }
}

/** The engine is asked by id, so that a renamed object is still the one that was meant; people read the name, in the engine's words too. */
function withName(error: unknown, { id, name }: Named): unknown {
  if (id === name) return error;
  const digits = id.replace(/^sha256:/, '');
  const said = (detail: string): string => detail.replaceAll(`sha256:${digits}`, name).replaceAll(digits, name);
  const conflict = SlipwayError.details(error, 'conflict');
  if (conflict) {
    // An engine that names the object itself says that it is in the wrong state, not that another one uses it.
    const usedBy = conflict.name === id ? conflict.usedBy.filter((user) => user !== id && user !== name) : conflict.usedBy;
    return failure('conflict', { ...conflict, name: said(conflict.name), usedBy, detail: said(conflict.detail) }, error);
  }
  const missing = SlipwayError.details(error, 'notFound');
  if (missing) {
    const detail = missing.detail === undefined ? undefined : said(missing.detail);
    return failure('notFound', { ...missing, name: said(missing.name), ...defined({ detail }) }, error);
  }
  const failed = SlipwayError.details(error, 'engineFailed');
  if (failed) return failure('engineFailed', { ...failed, detail: said(failed.detail) }, error);
  return error;
}
