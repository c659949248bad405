import { getSystemErrorMap } from 'node:util';
import { SlipwayError } from '../core/errors';
import { limitSentence } from '../core/limit-exceeded';

/** What a person reads of a failure; `what` is the file it happened to, where the error does not say. */
export function sentence(error: unknown, what?: string): string {
  if (error instanceof SlipwayError) return slipwaySentence(error);
  const reason = reasonOf(error);
  return what === undefined ? reason : `${what}: ${reason}`;
}

function slipwaySentence(error: SlipwayError): string {
  const { failure } = error;
  switch (failure.kind) {
    case 'notFound':
      return `${failure.details.name}: ${failure.details.detail ?? 'there is no such file'}`;
    case 'invalidInput': {
      const { field, value, reason } = failure.details;
      const about = value === '' ? field : `${field} ${value}`;
      return about === '' ? reason : `${about}: ${reason}`;
    }
    case 'limitExceeded':
      return limitSentence(failure.details);
    default:
      return error.message;
  }
}

/** Node's word for the error of the system, such as `permission denied`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('errno' in error && typeof error.errno === 'number') {
    const known = getSystemErrorMap().get(error.errno)?.[1];
    if (known !== undefined) return known;
  }
  return error.message;
}
