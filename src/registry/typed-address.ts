import { t } from '../core/localize';
import { hubDomain, tryParseReference } from '../core/reference';
import { hostOf, isHub } from './address';

/** A registry's address as it stands in references, from what people type or paste: no scheme, path or user. */
export function registryAddress(text: string): string {
  const host = hostOf(text.trim().replace(/[?#].*$/s, '')).replace(/^.*@/, '');
  return isHub(host) ? hubDomain : host;
}

/** Why a text is no registry's address, translated; undefined when it is one. */
export function invalidRegistryAddress(text: string): string | undefined {
  const address = registryAddress(text);
  if (address === '') return t('The address of the registry is empty.');
  // The same text before a slash must be read as a registry, not as a user.
  const parsed = tryParseReference(`${address}/name`);
  return parsed?.domain === address && parsed.path === (address === hubDomain ? 'library/name' : 'name')
    ? undefined
    : t('A registry is addressed by its host and port: {0}', 'registry.example.com:5000');
}
