import type { RegistryCredentials } from '../engine/operation';
import type { FoundRepository, ListPart, ListPlace, RegistryTag } from './registries';

/** What the service asks of a registry; `network-access.ts` is loaded when the first one is asked. */
export interface RegistryAccess {
  /** Throws unless the address answers as a registry; what it thinks of the user does not matter. */
  check(registry: string, signal?: AbortSignal): Promise<void>;
  /** Gives an identity token when the registry issues one. Throws `unauthorized`. */
  logIn(
    registry: string,
    username: string,
    password: string,
    signal?: AbortSignal,
  ): Promise<{ readonly identityToken: string | undefined }>;
  /** Undefined, or `notFound`, for a registry that has no list of its repositories. */
  repositories(
    registry: string,
    credentials: RegistryCredentials | undefined,
    options: { readonly after?: ListPlace | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<ListPart<string> | undefined>;
  /** Whether the registry takes the credentials, whatever they are good for. */
  takesCredentials(registry: string, credentials: RegistryCredentials, signal?: AbortSignal): Promise<boolean>;
  /** In the registry's order. */
  tags(
    registry: string,
    repository: string,
    credentials: RegistryCredentials | undefined,
    options: { readonly after?: ListPlace | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<ListPart<RegistryTag>>;
  tag(
    registry: string,
    repository: string,
    name: string,
    credentials: RegistryCredentials | undefined,
    options: { readonly platform?: string; readonly signal?: AbortSignal },
  ): Promise<RegistryTag>;
  platforms(
    registry: string,
    repository: string,
    reference: string,
    credentials: RegistryCredentials | undefined,
    signal?: AbortSignal,
  ): Promise<readonly string[]>;
  /** Searches Docker Hub. */
  search(term: string, limit: number, signal?: AbortSignal): Promise<readonly FoundRepository[]>;
  /** Digest behind a tag now, by one HEAD request. */
  digest(
    registry: string,
    repository: string,
    reference: string,
    credentials: RegistryCredentials | undefined,
    signal?: AbortSignal,
  ): Promise<string>;
  /** Drops the tokens of a registry, after a log-in or a log-out. */
  forget(registry: string): void;
  /** What `docker login` left. */
  storedLogIn(registry: string): Promise<RegistryCredentials | undefined>;
}
