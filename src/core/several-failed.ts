import { failure, SlipwayError } from './errors';
import { failureReason } from './failure-reason';
import { oneLine } from './untrusted';

/** Several failures of one verb as one `severalFailed`; its cause is an `AggregateError` with all of them. `of`: how many things there were to do. */
export function severalFailed(operation: string, of: number, failed: readonly { readonly name: string; readonly error: unknown }[]): SlipwayError {
  const failures = failed.map(({ name, error }) => ({
    name: oneLine(name),
    failure: error instanceof SlipwayError ? error.failure : undefined,
    reason: failureReason(error),
  }));
  return failure('severalFailed', { operation, of, failures }, new AggregateError(failed.map(({ error }) => error)));
}
