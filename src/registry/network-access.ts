import type { RegistryCredentials } from '../engine/operation';
import { type HostEnvironment, programHost } from '../engine/contexts/host-environment';
import { isHub, registryAddress, serverAddressOf } from './address';
import type { RegistryClient } from './client';
import { DockerCredentials } from './credentials';
import { Hub, type HubTag } from './hub';
import { KnownClients } from './known-clients';
import type { RegistryList } from './pages';
import type { ListPart, RegistryTag } from './registries';
import type { RegistryAccess } from './registry-access';
import { RegistryTransport } from './transport';
import { defined } from '../core/records';

/**
 * Registries over the network, and the log-ins of `docker login` on this machine. `insecureRegistries` are the hosts
 * for which the engine allows plain HTTP.
 */
export function networkAccess(insecureRegistries: () => readonly string[], host: HostEnvironment): RegistryAccess {
  const transport = new RegistryTransport();
  const docker = new DockerCredentials(programHost(host));
  const clients = new KnownClients(transport);
  const isInsecure = (registry: string): boolean => insecureRegistries().some((host) => registryAddress(host) === registry);
  const client = (registry: string, credentials?: RegistryCredentials): RegistryClient =>
    clients.get(registry, credentials, isInsecure(registry));
  return {
    check: (registry, signal) => clients.fresh(registry, undefined, isInsecure(registry)).check(signal),
    async logIn(registry, username, password, signal) {
      const credentials = { username, password, serverAddress: serverAddressOf(registry) };
      const { identityToken } = await clients.fresh(registry, credentials, isInsecure(registry)).checkCredentials(signal);
      // Docker Hub's own API, which lists a user's repositories, wants the password.
      return { identityToken: isHub(registry) ? undefined : identityToken };
    },
    async repositories(registry, credentials, { after, signal }) {
      if (!isHub(registry)) return partOf(await client(registry, credentials).repositories(signal, after), (name) => name);
      const { username } = credentials ?? {};
      if (username === undefined) return undefined;
      const { entries, ...rest } = await new Hub({ credentials, transport }).repositories(username, signal, after);
      return { entries: entries.map(({ name }) => name), ...rest };
    },
    takesCredentials: (registry, credentials, signal) =>
      clients.fresh(registry, credentials, isInsecure(registry)).takesCredentials(signal),
    async tags(registry, repository, credentials, { after, signal }) {
      if (!isHub(registry)) return partOf(await client(registry, credentials).tags(repository, signal, after), (name) => ({ name }));
      const { entries, ...rest } = await new Hub({ credentials, transport }).tags(repository, signal, after);
      return { entries: entries.map(hubTag), ...rest };
    },
    async tag(registry, repository, name, credentials, options) {
      const { digest, size, created, platforms, config } = await client(registry, credentials).tag(repository, name, options);
      return { name, digest, platforms, ...defined({ imageId: config, size, updated: created }) };
    },
    async platforms(registry, repository, reference, credentials, signal) {
      const found = await client(registry, credentials).platforms(repository, reference, signal);
      return [...new Set(found.map(({ platform }) => platform))];
    },
    search: (term, limit, signal) => new Hub({ transport }).search(term, { limit, ...defined({ signal }) }),
    digest: (registry, repository, reference, credentials, signal) => client(registry, credentials).digest(repository, reference, signal),
    forget: (registry) => clients.forget(registry),
    storedLogIn: (registry) => docker.find(registry),
  };
}

function partOf<Entry>({ names, complete, next }: RegistryList, entryOf: (name: string) => Entry): ListPart<Entry> {
  return { entries: names.map(entryOf), complete, next };
}

function hubTag({ name, size, updated, digest, platforms }: HubTag): RegistryTag {
  return {
    name,
    platforms,
    ...defined({ digest, size, updated }),
  };
}
