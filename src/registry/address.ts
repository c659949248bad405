import { t } from '../core/localize';
import { hubDomain, tryParseReference } from '../core/reference';
import { withoutUserInfo } from '../core/secrets';

const hubNames = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'hub.docker.com', 'registry.hub.docker.com']);

/** A registry's address as it stands in references: without scheme, path and user; all of Docker Hub's hosts are one. */
export function registryAddress(text: string): string {
  const trimmed = text.trim();
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  // Also where a password holds what ends the name of a host.
  const host = withoutUserInfo(url, '')
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/, '')
    .toLowerCase();
  return hubNames.has(host) ? hubDomain : host;
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

/** The key under which docker keeps the login of Docker Hub. */
export const hubServerAddress = 'https://index.docker.io/v1/';

/** True for all names of Docker Hub. */
export function isHub(address: string): boolean {
  return registryAddress(address) === hubDomain;
}

/** The key of a registry in docker's config file and credential helpers, also `serveraddress` in `X-Registry-Auth`. */
export function serverAddressOf(registry: string): string {
  return isHub(registry) ? hubServerAddress : registryAddress(registry);
}

/** True for an address of this very machine, where plain HTTP goes over no wire. */
export function isLoopback(address: string): boolean {
  const host = registryAddress(address).replace(/:\d+$/, '');
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
