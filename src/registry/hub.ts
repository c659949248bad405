import { t } from '../core/localize';
import type { RegistryCredentials } from '../engine/operation';
import { limits } from '../core/limits';
import { countOf, errorOf, jsonOf, nameOf, recordsOf, textOf, timeOf } from './answers';
import type { ListPart, ListPlace } from './registries';
import { RegistryTransport, unreachable } from './transport';
import type { TransportAnswer } from './transport-request';

/** Docker Hub's own API (https://docs.docker.com/reference/api/hub/latest/), for what the registry API lacks. */
export interface HubRepository {
  /** `library/alpine`, `user/app`. */
  readonly name: string;
  readonly description: string;
  readonly stars: number;
  readonly pulls: number | undefined;
  readonly official: boolean;
  readonly private: boolean;
  /** Milliseconds since 1970. */
  readonly updated: number | undefined;
}

export interface HubTag {
  readonly name: string;
  /** Bytes to download, of the first platform. */
  readonly size: number | undefined;
  readonly updated: number | undefined;
  readonly digest: string | undefined;
  readonly platforms: readonly string[];
}

export interface HubOptions {
  readonly credentials?: RegistryCredentials | undefined;
  readonly transport?: RegistryTransport;
  /** Another address in tests. */
  readonly baseUrl?: string;
}

const registry = 'docker.io';
const pageSize = 100;
const maximumPages = 20;

/** Docker Hub. Throws like `RegistryClient`; without credentials it sees what is public. */
export class Hub {
  private readonly transport: RegistryTransport;
  private readonly base: string;
  private session: Promise<string | undefined> | undefined;

  constructor(private readonly options: HubOptions = {}) {
    this.transport = options.transport ?? new RegistryTransport();
    this.base = options.baseUrl ?? 'https://hub.docker.com';
  }

  /** Repositories of a user or an organisation; 2,000 from a place on. */
  async repositories(namespace: string, signal?: AbortSignal, after?: ListPlace): Promise<ListPart<HubRepository>> {
    const path = after?.path ?? `/v2/repositories/${encodeURIComponent(namespace)}/?page_size=${String(pageSize)}`;
    const read = (entry: Readonly<Record<string, unknown>>): HubRepository =>
      readRepository(entry, `${namespace}/${nameOf(entry['name'], { registry })}`);
    const { entries, ...rest } = await this.pages(path, namespace, maximumPages, signal, read);
    return { entries: entries.filter(({ name }) => !name.endsWith('/')), ...rest };
  }

  /** Tags of a repository (`library/alpine`), newest first as the Hub gives them; 2,000 from a place on. */
  async tags(repository: string, signal?: AbortSignal, after?: ListPlace): Promise<ListPart<HubTag>> {
    const path =
      after?.path ?? `/v2/repositories/${repository.split('/').map(encodeURIComponent).join('/')}/tags/?page_size=${String(pageSize)}`;
    const { entries, ...rest } = await this.pages(path, repository, maximumPages, signal, readTag);
    return { entries: entries.filter(({ name }) => name !== ''), ...rest };
  }

  /** Searches names and descriptions. */
  async search(term: string, options: { readonly limit?: number; readonly signal?: AbortSignal } = {}): Promise<readonly HubRepository[]> {
    const { limit = 25, signal } = options;
    const query = new URLSearchParams({ query: term, page_size: String(Math.min(Math.max(limit, 1), pageSize)) });
    const read = (entry: Readonly<Record<string, unknown>>): HubRepository =>
      readRepository(entry, searchName(nameOf(entry['repo_name'], { registry })));
    const { entries: found } = await this.pages(`/v2/search/repositories/?${query.toString()}`, term, 1, signal, read);
    return found.filter(({ name }) => name !== '').slice(0, limit);
  }

  /** `path` without the address, so that no list can lead elsewhere. */
  private async pages<Entry>(
    path: string,
    name: string,
    limit: number,
    signal: AbortSignal | undefined,
    read: (entry: Readonly<Record<string, unknown>>) => Entry,
  ): Promise<ListPart<Entry>> {
    const entries: Entry[] = [];
    const seen = new Set<string>();
    let next = path;
    let length = 0;
    for (;;) {
      if (seen.size >= limit || length > limits.registryPage.most) return { entries, complete: false, next: { path: next, skip: 0 } };
      seen.add(next);
      const answer: TransportAnswer = await this.get(this.base + next, signal);
      const asked = { registry, what: 'repository', name } as const;
      if (answer.status !== 200) throw errorOf(answer, asked);
      const body = jsonOf(answer, asked);
      if (!Array.isArray(body['results'])) throw unreachable(asked, t('The answer is not the JSON of a registry.'));
      length += answer.body.length;
      for (const entry of recordsOf(body['results'])) entries.push(read(entry));
      const link = textOf(body['next']);
      if (link === '') return { entries, complete: true, next: undefined };
      const following = this.sameHost(link);
      if (following === undefined || seen.has(following)) return { entries, complete: false, next: undefined };
      next = following;
    }
  }

  private async get(url: string, signal: AbortSignal | undefined): Promise<TransportAnswer> {
    const token = await this.logIn(signal);
    return this.transport.send({
      url,
      headers: { Accept: 'application/json', ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
      registry,
      signal,
    });
  }

  /** The Hub's session token; without credentials, or when they are refused, everything public still shows. */
  private logIn(signal: AbortSignal | undefined): Promise<string | undefined> {
    const { username, password } = this.options.credentials ?? {};
    if (username === undefined || password === undefined) return Promise.resolve(undefined);
    const session = (this.session ??= this.openSession(username, password, signal));
    session.catch(() => {
      if (this.session === session) this.session = undefined;
    });
    return session;
  }

  private async openSession(username: string, password: string, signal: AbortSignal | undefined): Promise<string | undefined> {
    const answer = await this.transport.send({
      url: `${this.base}/v2/users/login/`,
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password }),
      registry,
      limit: 'token',
      signal,
    });
    if (answer.status === 401 || answer.status === 403) return undefined;
    if (answer.status !== 200) throw errorOf(answer, { registry, what: 'repository', name: username });
    return textOf(jsonOf(answer, { registry })['token']) || undefined;
  }

  private sameHost(next: string): string | undefined {
    if (next === '' || !URL.canParse(next, this.base)) return undefined;
    const url = new URL(next, this.base);
    return url.host === new URL(this.base).host ? url.pathname + url.search : undefined;
  }
}

function searchName(name: string): string {
  return name === '' || name.includes('/') ? name : `library/${name}`;
}

function readRepository(entry: Readonly<Record<string, unknown>>, name: string): HubRepository {
  return {
    name,
    description: textOf(entry['short_description']) || textOf(entry['description']),
    stars: countOf(entry['star_count']) ?? 0,
    pulls: countOf(entry['pull_count']),
    official: entry['is_official'] === true || name.startsWith('library/'),
    private: entry['is_private'] === true,
    updated: timeOf(entry['last_updated']),
  };
}

function readTag(entry: Readonly<Record<string, unknown>>): HubTag {
  const images = recordsOf(entry['images']);
  const platforms = images.flatMap((image) => {
    const parts = [textOf(image['os']), textOf(image['architecture']), textOf(image['variant'])].filter((part) => part !== '');
    return parts.length < 2 || parts.includes('unknown') ? [] : [parts.join('/')];
  });
  return {
    name: nameOf(entry['name'], { registry }),
    size: countOf(entry['full_size']) ?? countOf(images[0]?.['size']),
    updated: timeOf(entry['tag_last_pushed']) ?? timeOf(entry['last_updated']),
    digest: textOf(entry['digest']) || undefined,
    platforms: [...new Set(platforms)],
  };
}
