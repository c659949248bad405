import { diskUsageMethods } from './disk-usage';
import { eventMethods } from './events';
import { object, text } from '../json/json';
import { authBody } from '../transport/registry-auth';
import type { EngineSystem } from './system';
import type { EngineTransport } from '../transport/transport';

/** The engine as a whole. */
export function engineSystem(transport: EngineTransport): EngineSystem {
  return {
    ...diskUsageMethods(transport),
    ...eventMethods(transport),

    async checkCredentials(credentials) {
      const registry = new URL(
        /^https?:/.test(credentials.serverAddress) ? credentials.serverAddress : `https://${credentials.serverAddress}`,
      ).host;
      const context = { operation: 'log in', registry, withCredentials: true };
      const answer = await transport.longJson({ method: 'POST', path: '/auth', body: authBody(credentials), context });
      return { identityToken: text(object(answer).IdentityToken) || undefined };
    },

    async info(signal) {
      return object(await transport.json({ method: 'GET', path: '/info', signal, context: { operation: 'info' } }));
    },

    async ping(signal) {
      const request = { method: 'GET', path: '/_ping', timeout: 2_000, signal, context: { operation: 'ping' } } as const;
      const headers = await transport.headers(request);
      return { apiVersion: text(headers['api-version']) };
    },
  };
}
