import type { RegistryCredentials } from './engine';

/**
 * Value of `X-Registry-Auth`: base64url, padded, as Go's decoder wants it. Without credentials an empty object, because
 * engines before 28 refuse a push without the header.
 */
export function registryAuth(credentials: RegistryCredentials | undefined): string {
  return Buffer.from(JSON.stringify(credentials === undefined ? {} : authBody(credentials)))
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
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
