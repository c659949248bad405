import type { Disposable } from '../core/disposable';
import { Emitter } from '../core/emitter';
import { failure, SlipwayError } from '../core/errors';
import { t } from '../core/localize';
import { compareNatural, sortTags } from '../core/natural-order';
import { hubDomain } from '../core/reference';
import type { RegistryCredentials } from '../engine/operation';
import type { HostEnvironment } from '../engine/contexts/host-environment';
import type { Log, Secrets, State } from '../ports';
import { registryAddress, serverAddressOf } from './address';
import type {
  CatalogRefusal,
  FoundRepository,
  ListPart,
  ListPlace,
  Registries,
  RegistryEntry,
  RegistryTag,
  RepositoryList,
} from './registries';
import type { RegistryAccess } from './registry-access';

/** What {@link RegistriesService} stands on. */
export interface RegistriesServiceOptions {
  readonly secrets: Secrets;
  readonly state: State;
  readonly log: Log;
  /** Where `docker login` left what it keeps. */
  readonly host: HostEnvironment;
  /** Hosts for which the engine in use allows plain HTTP; this machine's own addresses always may. */
  readonly insecureRegistries?: () => readonly string[];
  /** Called once for each program that the docker configuration names for log-ins and that is not there. */
  readonly onMissingHelper?: (program: string, registry: string) => void;
  /** Called once, at the first use; the network's by default. */
  readonly access?: () => Promise<RegistryAccess>;
}

interface SavedRegistry {
  readonly address: string;
  readonly repositories: readonly string[];
}

const stateKey = 'registries';
const secretKey = (address: string): string => `registry:${address}`;
/** A credential helper is a program; rows are drawn more often than users change. */
const userNameFreshMilliseconds = 30_000;

/** The registries of the Registries view: their list in the state, their log-ins in the secret store. */
export class RegistriesService implements Registries, Disposable {
  private readonly changed = new Emitter<undefined>();
  private readonly missingHelpers = new Set<string>();
  private readonly userNames = new Map<string, { readonly read: number; readonly name: Promise<string | undefined> }>();
  private loading: Promise<RegistryAccess> | undefined;

  readonly onChange: Registries['onChange'] = this.changed.event;

  constructor(private readonly options: RegistriesServiceOptions) {}

  list(): readonly RegistryEntry[] {
    const saved = this.saved();
    const hub = saved.find(({ address }) => address === hubDomain);
    return [
      { address: hubDomain, name: 'Docker Hub', builtin: true, repositories: hub?.repositories ?? [] },
      ...saved
        .filter(({ address }) => address !== hubDomain)
        .map(({ address, repositories }) => ({ address, name: address, builtin: false, repositories })),
    ];
  }

  async add(text: string, signal?: AbortSignal): Promise<void> {
    const address = registryAddress(text);
    const access = await this.access();
    await access.check(address, signal);
    if (this.list().some((entry) => entry.address === address)) return;
    await this.save([...this.saved(), { address, repositories: [] }]);
  }

  async remove(text: string): Promise<void> {
    const address = registryAddress(text);
    if (!this.list().some((entry) => entry.address === address && !entry.builtin)) {
      throw failure('invalidInput', {
        field: 'registry',
        value: text,
        reason: t('This registry is not in the list, or cannot be removed.'),
      });
    }
    await this.options.secrets.delete(secretKey(address));
    this.userNames.delete(address);
    await this.save(this.saved().filter((entry) => entry.address !== address));
  }

  async remember(text: string, repository: string): Promise<void> {
    const address = registryAddress(text);
    const saved = this.saved();
    const before = saved.find((entry) => entry.address === address) ?? { address, repositories: [] };
    if (before.repositories.includes(repository)) return;
    const after = { address, repositories: [...before.repositories, repository] };
    await this.save(saved.includes(before) ? saved.map((entry) => (entry === before ? after : entry)) : [...saved, after]);
  }

  async repositories(text: string, signal?: AbortSignal): Promise<readonly string[]> {
    return (await this.repositoryList(text, signal ? { signal } : {})).entries;
  }

  async repositoryList(
    text: string,
    { after, signal }: { readonly after?: ListPlace; readonly signal?: AbortSignal } = {},
  ): Promise<RepositoryList> {
    const address = registryAddress(text);
    const remembered = after ? [] : (this.list().find((entry) => entry.address === address)?.repositories ?? []);
    const access = await this.access();
    const credentials = await this.credentials(address);
    let listed: ListPart<string> | undefined;
    let refusal: CatalogRefusal | undefined;
    try {
      listed = await access.repositories(address, credentials, { after, signal });
      if (!listed) refusal = address === hubDomain ? 'logIn' : 'none';
    } catch (error) {
      // What was begun must go on, or say why it does not.
      if (after) throw error;
      refusal = await refusalOf(error, credentials && (() => access.takesCredentials(address, credentials, signal)));
    }
    const { entries, complete, next } = listed ?? { entries: [], complete: true, next: undefined };
    return { entries: [...new Set([...entries, ...remembered])].sort(compareNatural), complete, next, refusal };
  }

  async tag(
    text: string,
    repository: string,
    name: string,
    options: { readonly platform?: string; readonly signal?: AbortSignal } = {},
  ): Promise<RegistryTag> {
    const address = registryAddress(text);
    const access = await this.access();
    return access.tag(address, repository, name, await this.credentials(address), options);
  }

  async platforms(text: string, repository: string, reference: string, signal?: AbortSignal): Promise<readonly string[]> {
    const address = registryAddress(text);
    const access = await this.access();
    return access.platforms(address, repository, reference, await this.credentials(address), signal);
  }

  async digest(text: string, repository: string, reference: string, signal?: AbortSignal): Promise<string> {
    const address = registryAddress(text);
    const access = await this.access();
    return access.digest(address, repository, reference, await this.credentials(address), signal);
  }

  async search(
    term: string,
    { limit, signal }: { readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<readonly FoundRepository[]> {
    return (await this.access()).search(term, limit, signal);
  }

  async tags(text: string, repository: string, signal?: AbortSignal): Promise<readonly RegistryTag[]> {
    return (await this.tagList(text, repository, signal ? { signal } : {})).entries;
  }

  async tagList(
    text: string,
    repository: string,
    { after, signal }: { readonly after?: ListPlace; readonly signal?: AbortSignal } = {},
  ): Promise<ListPart<RegistryTag>> {
    const address = registryAddress(text);
    const access = await this.access();
    const { entries, complete, next } = await access.tags(address, repository, await this.credentials(address), { after, signal });
    const tags = new Map(entries.map((tag) => [tag.name, tag]));
    return { entries: sortTags([...tags.keys()], 'newestFirst').flatMap((name) => tags.get(name) ?? []), complete, next };
  }

  async credentials(text: string): Promise<RegistryCredentials | undefined> {
    const address = registryAddress(text);
    const kept = readKept(await this.options.secrets.get(secretKey(address)));
    if (kept) return { ...kept, serverAddress: serverAddressOf(address) };
    try {
      const access = await this.access();
      return await access.storedLogIn(address);
    } catch (error) {
      // docker goes on without credentials too: most images need none.
      this.options.log.error(`The log-in that docker keeps for ${address} could not be read`, error);
      const { file, code } = SlipwayError.details(error, 'fileFailed') ?? {};
      if (file?.startsWith('docker-credential-') === true && code === 'ENOENT' && !this.missingHelpers.has(file)) {
        this.missingHelpers.add(file);
        this.options.onMissingHelper?.(file, address);
      }
      return undefined;
    }
  }

  async logIn(text: string, username: string, password: string, signal?: AbortSignal): Promise<void> {
    const address = registryAddress(text);
    const access = await this.access();
    const { identityToken } = await access.logIn(address, username, password, signal);
    const kept: KeptLogIn = identityToken === undefined ? { username, password } : { username, identityToken };
    await this.options.secrets.set(secretKey(address), JSON.stringify(kept));
    await this.logInChanged(address);
  }

  async logOut(text: string): Promise<void> {
    const address = registryAddress(text);
    await this.options.secrets.delete(secretKey(address));
    await this.logInChanged(address);
  }

  async userName(text: string): Promise<string | undefined> {
    const address = registryAddress(text);
    const known = this.userNames.get(address);
    if (known && Date.now() - known.read < userNameFreshMilliseconds) return known.name;
    const name = this.credentials(address).then((credentials) => credentials && (credentials.username ?? t('an access token')));
    this.userNames.set(address, { read: Date.now(), name });
    return name;
  }

  dispose(): void {
    this.changed.dispose();
    this.userNames.clear();
  }

  private async logInChanged(address: string): Promise<void> {
    this.userNames.delete(address);
    // What was never loaded keeps no tokens.
    (await this.loading)?.forget(address);
    this.changed.fire(undefined);
  }

  private access(): Promise<RegistryAccess> {
    this.loading ??= this.options.access ? this.options.access() : this.networkAccess();
    return this.loading;
  }

  private async networkAccess(): Promise<RegistryAccess> {
    const { networkAccess } = await import('./network-access');
    return networkAccess(this.options.insecureRegistries ?? (() => []), this.options.host);
  }

  private saved(): readonly SavedRegistry[] {
    const value = this.options.state.get(stateKey);
    return Array.isArray(value) ? value.filter(isSaved) : [];
  }

  private async save(registries: readonly SavedRegistry[]): Promise<void> {
    await this.options.state.set(stateKey, registries, 'user');
    this.changed.fire(undefined);
  }
}

/**
 * Why a registry gave no list, where that is no failure. Some answer 401 to users whose log-in is right but who may not see
 * the list; whether it is right is asked then. Throws what is a failure.
 */
async function refusalOf(error: unknown, takesCredentials: (() => Promise<boolean>) | undefined): Promise<CatalogRefusal> {
  if (SlipwayError.details(error, 'notFound')) return 'none';
  if (!SlipwayError.details(error, 'unauthorized') && !SlipwayError.details(error, 'forbidden')) throw error;
  if (!takesCredentials) return 'logIn';
  return (await takesCredentials()) ? 'notAllowed' : 'wrongLogIn';
}

interface KeptLogIn {
  readonly username: string;
  readonly password?: string;
  readonly identityToken?: string;
}

function readKept(text: string | undefined): KeptLogIn | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Record<keyof KeptLogIn, unknown>> | null;
    const { username, password, identityToken } = value ?? {};
    if (typeof username !== 'string') return undefined;
    if (typeof identityToken === 'string') return { username, identityToken };
    return typeof password === 'string' ? { username, password } : undefined;
  } catch {
    return undefined;
  }
}

function isSaved(value: unknown): value is SavedRegistry {
  if (typeof value !== 'object' || value === null || !('address' in value) || !('repositories' in value)) return false;
  const { address, repositories } = value;
  return typeof address === 'string' && Array.isArray(repositories) && repositories.every((name) => typeof name === 'string');
}
