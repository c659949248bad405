import { failure, SlipwayError } from './errors';
import { failureReason } from './failure-reason';
import { oneLine } from './untrusted';

/**
 * Failures of one verb as one `severalFailed`; its cause is an `AggregateError` with all of them. `of`: how many things
 * there were to do; `done`: a translated phrase on what was done.
 */
export function severalFailed(
  operation: string,
  of: number,
  failed: readonly { readonly name: string; readonly error: unknown }[],
  done?: string,
): SlipwayError {
  const failures = failed.map(({ name, error }) => ({
    name: oneLine(name),
    failure: error instanceof SlipwayError ? error.failure : undefined,
    reason: failureReason(error),
  }));
  return failure(
    'severalFailed',
    { operation, of, failures, ...(done !== undefined && done !== '' && { done }) },
    new AggregateError(failed.map(({ error }) => error)),
  );
}
