import { failure } from '../../core/errors';
import { t } from '../../core/localize';

/**
 * Names are put into the path of a request as they are, so only characters of the reference and name grammars may
 * pass; a `/`-separated part that is empty or made of dots would address something else.
 */
export function checkImageName(value: string): string {
  const parts = value.split('/');
  const valid = /^[\w[][\w.:@+\-/[\]]*$/.test(value) && parts.every((part) => part !== '' && !/^\.+$/.test(part));
  return valid ? value : refuse('reference', value);
}

/** The same for a container, volume or network, by name or id. */
export function checkObjectName(field: 'container' | 'volume' | 'network', value: string): string {
  return /^[a-zA-Z0-9][\w.-]*$/.test(value) ? value : refuse(field, value);
}

/** The id of a record of the build cache. It becomes part of a pattern, so nothing but letters and digits may pass. */
export function checkCacheId(value: string): string {
  return /^[a-zA-Z0-9]+$/.test(value) ? value : refuse('build cache', value);
}

function refuse(field: string, value: string): never {
  throw failure('invalidInput', { field, value, reason: t('This is not a valid name.') });
}
