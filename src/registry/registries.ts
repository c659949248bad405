import type { Event } from '../core/emitter';
import type { RegistryCredentials } from '../engine/operation';

/** A registry that the Registries view shows. */
export interface RegistryEntry {
  /** `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  readonly address: string;
  /** What people call it: `Docker Hub`. */
  readonly name: string;
  /** Docker Hub is always there. */
  readonly builtin: boolean;
  /** Repositories remembered for a registry without a catalog. */
  readonly repositories: readonly string[];
}

/** Where a registry's list goes on. */
export interface ListPlace {
  /** Path and query on the registry's own address. */
  readonly path: string;
  /** Names of that page that are known already. */
  readonly skip: number;
}

/** A part of a registry's list. */
export interface ListPart<Entry> {
  readonly entries: readonly Entry[];
  /** False when there is more, or may be. */
  readonly complete: boolean;
  /** Where it goes on; undefined at its end, and where the registry only repeats itself. */
  readonly next: ListPlace | undefined;
}

/**
 * Why a registry shows no list of its repositories: it has none (`none`), it wants a log-in (`logIn`), it did not accept
 * the one that is known (`wrongLogIn`), or shows it only to others, such as administrators (`notAllowed`).
 */
export type CatalogRefusal = 'none' | 'logIn' | 'wrongLogIn' | 'notAllowed';

/** Repositories of a registry: those that it lists and those that were added by name. */
export interface RepositoryList extends ListPart<string> {
  readonly refusal: CatalogRefusal | undefined;
}

export interface RegistryTag {
  readonly name: string;
  /** What the tag stands for, when the registry tells: of an image for several platforms, that of all. */
  readonly digest?: string;
  /** Bytes to download, when the registry tells. */
  readonly size?: number;
  /** Milliseconds since 1970. */
  readonly updated?: number;
  /** Digest of its configuration, which is its id in engines without the containerd store. */
  readonly imageId?: string;
  /** `linux/amd64`, when the registry tells. */
  readonly platforms?: readonly string[];
}

/** A repository that Docker Hub's search has found. */
export interface FoundRepository {
  /** `library/alpine`, `user/app`. */
  readonly name: string;
  readonly description: string;
  readonly stars: number;
  readonly official: boolean;
}

/**
 * The registries that the user works with, and the credentials for them: first those kept in the secret store by
 * {@link logIn}, then what `docker login` left.
 */
export interface Registries {
  readonly onChange: Event<void>;
  list(): readonly RegistryEntry[];
  /** Adds a registry after it answered `GET /v2/`. Throws `invalidInput`, `registryUnreachable`, `tlsFailed`. */
  add(address: string, signal?: AbortSignal): Promise<void>;
  remove(address: string): Promise<void>;
  /** Remembers a repository of a registry that has no catalog. */
  remember(address: string, repository: string): Promise<void>;
  /** The first part of {@link repositoryList}, for proposals. */
  repositories(address: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** In natural order. From the beginning with those that were added by name, else those after a place. */
  repositoryList(address: string, options?: { readonly after?: ListPlace; readonly signal?: AbortSignal }): Promise<RepositoryList>;
  /** Tags after a place, in natural order, newest version first. */
  tagList(
    address: string,
    repository: string,
    options?: { readonly after?: ListPlace; readonly signal?: AbortSignal },
  ): Promise<ListPart<RegistryTag>>;
  /** The first part of {@link tagList}. */
  tags(address: string, repository: string, signal?: AbortSignal): Promise<readonly RegistryTag[]>;
  /** Size, date and platforms of a tag of a registry whose list does not tell them; size and date as `platform` has them. */
  tag(
    address: string,
    repository: string,
    name: string,
    options?: { readonly platform?: string; readonly signal?: AbortSignal },
  ): Promise<RegistryTag>;
  /** Platforms of a tag or digest, such as `linux/arm64`; one for an image without an index. */
  platforms(address: string, repository: string, reference: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** The digest that a tag stands for now: one HEAD request. */
  digest(address: string, repository: string, reference: string, signal?: AbortSignal): Promise<string>;
  /** Searches Docker Hub, best first; at most `limit` (of 100). */
  search(term: string, options: { readonly limit: number; readonly signal?: AbortSignal }): Promise<readonly FoundRepository[]>;
  /** Credentials to use with this registry, if any are known. */
  credentials(address: string): Promise<RegistryCredentials | undefined>;
  /** Checks user and password (or token) with the registry and keeps them in the secret store. */
  logIn(address: string, username: string, password: string, signal?: AbortSignal): Promise<void>;
  /** Forgets what {@link logIn} kept; `docker login`'s own entry stays. */
  logOut(address: string): Promise<void>;
  /** User name in use, for the row. */
  userName(address: string): Promise<string | undefined>;
}
