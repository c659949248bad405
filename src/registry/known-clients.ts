import type { RegistryCredentials } from '../engine/operation';
import { RegistryClient } from './client';
import type { RegistryTransport } from './transport';

interface KnownClient {
  /** What it was made with. */
  readonly made: string;
  readonly client: RegistryClient;
}

/**
 * One client for each registry, so that its address is looked for once, and its tokens are used until they end. Other
 * credentials (after a log-in or a log-out) get a new client, and so does {@link forget}.
 */
export class KnownClients {
  private readonly clients = new Map<string, KnownClient>();

  constructor(private readonly transport: RegistryTransport) {}

  /** A client of its own, for what must not use or keep tokens: trying credentials. */
  fresh(registry: string, credentials: RegistryCredentials | undefined, insecure: boolean): RegistryClient {
    return new RegistryClient({ registry, credentials, transport: this.transport, insecure });
  }

  get(registry: string, credentials: RegistryCredentials | undefined, insecure: boolean): RegistryClient {
    const { username, password, identityToken } = credentials ?? {};
    const made = JSON.stringify([username, password, identityToken, insecure]);
    const known = this.clients.get(registry);
    if (known?.made === made) return known.client;
    const client = this.fresh(registry, credentials, insecure);
    this.clients.set(registry, { made, client });
    return client;
  }

  /** Drops the tokens of a registry. */
  forget(registry: string): void {
    this.clients.delete(registry);
  }
}
