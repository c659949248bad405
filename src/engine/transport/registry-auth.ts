import type { RegistryCredentials } from '../operation';

/**
 * Value of `X-Registry-Auth`: base64url, padded, as Go's decoder wants it. Without credentials an empty object, because
 * engines before 28 refuse a push without the header.
 */
export function registryAuth(credentials: RegistryCredentials | undefined): string {
  return encoded(credentials === undefined ? {} : authBody(credentials));
}

/** Value of `X-Registry-Config`, for a build that needs several registries. */
export function registryConfig(credentials: readonly RegistryCredentials[]): string {
  return encoded(Object.fromEntries(credentials.map((entry) => [entry.serverAddress, authBody(entry)])));
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** The same as a body, for `POST /auth`. */
export function authBody(credentials: RegistryCredentials): object {
  return {
    serveraddress: credentials.serverAddress,
    ...(credentials.username !== undefined && { username: credentials.username }),
    ...(credentials.password !== undefined && { password: credentials.password }),
    ...(credentials.identityToken !== undefined && { identitytoken: credentials.identityToken }),
  };
}
