import { SlipwayError } from './errors';
import { limitPhrase } from './limit-exceeded';
import { t } from './localize';
import { missingSentence, statePhrase } from './missing-sentence';
import { isPlainAnswer, networkWords } from './network-reason';
import { oneLine } from './untrusted';

/** Why something failed, in one translated phrase without the object's name, for lists and summaries. */
export function failureReason(error: unknown): string {
  if (!(error instanceof SlipwayError)) return oneLine(error instanceof Error ? error.message : String(error));
  const { failure } = error;
  switch (failure.kind) {
    case 'conflict':
      if (failure.details.state !== undefined) return statePhrase(failure.details.state, failure.details.detail);
      return failure.details.usedBy.length > 0
        ? t('in use by {0}', oneLine(failure.details.usedBy.join(', ')))
        : oneLine(failure.details.detail);
    case 'lastName':
      return t('the image would be deleted with its last name');
    case 'notFound':
      return failure.details.needed ? missingSentence(failure.details) : t('it no longer exists');
    case 'engineUnreachable':
      return t('no engine answers');
    case 'connectionLost':
      return t('the connection to the engine ended');
    case 'invalidInput':
      return oneLine(failure.details.reason);
    case 'unsupported':
      return failure.details.detail === undefined
        ? t('{0} cannot do this', oneLine(failure.details.engine))
        : oneLine(failure.details.detail);
    case 'registryUnreachable':
      return failure.details.reason ? networkWords(failure.details.reason) : oneLine(failure.details.detail);
    case 'engineFailed':
    case 'buildFailed':
    case 'fileFailed':
      return oneLine(failure.details.detail);
    case 'unauthorized':
    case 'forbidden':
      return oneLine(failure.details.detail ?? t('{0} does not allow it', failure.details.registry));
    case 'rateLimited':
      return t('{0} accepts no more requests for now', oneLine(failure.details.registry));
    case 'tlsFailed':
      return isPlainAnswer(failure.details.code)
        ? t('{0} uses plain HTTP', oneLine(failure.details.address))
        : t('the certificate of {0} is not trusted', oneLine(failure.details.address));
    case 'limitExceeded':
      return limitPhrase(failure.details);
    case 'wrongAnswer':
      return t('{0} cannot be called like this', failure.details.command);
    case 'restrictedMode':
      return t('not in Restricted Mode');
    case 'permissionDenied':
      return t('permission denied');
    case 'severalFailed':
      return failure.details.failures
        .slice(0, 10)
        .map(({ name, reason }) => `${oneLine(name, 100)}: ${oneLine(reason, 120)}`)
        .join('; ');
    case 'cancelled':
      return t('stopped');
  }
}
