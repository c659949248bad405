import { createHash } from 'node:crypto';
import { failure, SlipwayError } from '../core/errors';
import { t } from '../core/localize';
import { isHub } from './address';
import { errorCodeOf, jsonOf, timeOf } from './answers';
import { type Asking, type RegistryClientOptions, RegistryExchange } from './exchange';
import { type Manifest, type ManifestPlatform, manifestTypes, platformText, readManifest } from './manifest';
import { PagedLists, type RegistryList } from './pages';
import type { ListPlace } from './registries';
import { unreachable } from './transport';

/** What a tag or digest leads to. */
export interface ManifestAnswer extends Manifest {
  readonly digest: string;
}

/** Facts of one image (of one platform) in a registry. */
export interface RegistryImage {
  readonly digest: string;
  readonly platform: string | undefined;
  /** Milliseconds since 1970. */
  readonly created: number | undefined;
  /** Bytes to download. */
  readonly size: number | undefined;
}

/** Facts of a tag: all its platforms, and the image of one of them. */
export interface RegistryTagFacts extends Omit<RegistryImage, 'platform'> {
  readonly platforms: readonly string[];
  /** Digest of the image's configuration. */
  readonly config: string | undefined;
}

/** Answers of registries without a list of repositories. */
const noCatalog: readonly number[] = [400, 404, 405, 406, 410, 415, 422, 501];

/**
 * One registry of the OCI distribution API v2 (https://github.com/opencontainers/distribution-spec/blob/main/spec.md).
 * All methods throw `unauthorized`, `forbidden`, `notFound`, `rateLimited`, `tlsFailed`, `registryUnreachable` or
 * `cancelled`, and nothing else.
 */
export class RegistryClient {
  readonly registry: string;
  private readonly exchange: RegistryExchange;
  private readonly lists = new PagedLists();

  constructor(options: RegistryClientOptions) {
    this.exchange = new RegistryExchange(options);
    this.registry = this.exchange.registry;
  }

  /** Resolves when the address answers as a registry, whatever it thinks of the user. */
  async check(signal?: AbortSignal): Promise<void> {
    const answer = await this.exchange.send('/v2/', {}, signal);
    if (answer.status === 401 && answer.headers.has('www-authenticate') && answer.isForeign !== true) return;
    if (answer.status === 403 || answer.status === 429) return;
    if (answer.status !== 200) throw this.exchange.error(answer, { what: 'repository', name: this.registry });
    if (/html/i.test(answer.headers.get('content-type') ?? ''))
      throw unreachable(this, t('The address belongs to a web page, not a registry.'));
  }

  /** Resolves when the registry takes the credentials; gives an identity token when it issues one. */
  async checkCredentials(signal?: AbortSignal): Promise<{ readonly identityToken: string | undefined }> {
    await this.exchange.request({ path: '/v2/', scope: '', what: 'repository', name: this.registry, signal });
    return { identityToken: await this.exchange.authorization.identityToken('', signal) };
  }

  /** Whether the registry takes the credentials, whatever they are good for. */
  async takesCredentials(signal?: AbortSignal): Promise<boolean> {
    try {
      await this.exchange.request({ path: '/v2/', scope: '', what: 'repository', name: this.registry, signal });
      return true;
    } catch (error) {
      if (SlipwayError.details(error, 'unauthorized')) return false;
      // Who is told no is known.
      if (SlipwayError.details(error, 'forbidden')) return true;
      throw error;
    }
  }

  /** Repositories, from a place on; registries that do not list them answer `unauthorized`, `forbidden` or `notFound`. */
  async repositories(signal?: AbortSignal, after?: ListPlace): Promise<RegistryList> {
    const asking = { scope: 'registry:catalog:*', what: 'repository', name: this.registry, signal } as const;
    return this.lists.read({
      path: '/v2/_catalog',
      key: 'repositories',
      registry: this.registry,
      after,
      ask: (path) => this.exchange.authorized({ ...asking, path }),
      errorOf: (answer) => {
        const none = noCatalog.includes(answer.status) || (errorCodeOf(answer) === 'UNSUPPORTED' && answer.status < 500);
        return none ? failure('notFound', { what: 'repository', name: this.registry }) : this.exchange.error(answer, asking);
      },
    });
  }

  /** Tags in the registry's order, from a place on. */
  async tags(repository: string, signal?: AbortSignal, after?: ListPlace): Promise<RegistryList> {
    const asking = { scope: pullScope(repository), what: 'repository', name: this.nameOf(repository), signal } as const;
    return this.lists.read({
      path: `/v2/${repositoryPath(repository)}/tags/list`,
      key: 'tags',
      registry: this.registry,
      after,
      ask: (path) => this.exchange.authorized({ ...asking, path }),
      errorOf: (answer) => this.exchange.error(answer, asking),
    });
  }

  /** The digest that a tag stands for now: one HEAD request. */
  async digest(repository: string, reference: string, signal?: AbortSignal): Promise<string> {
    const answer = await this.exchange.request(this.asking(repository, reference, 'HEAD', signal));
    const digest = answer.headers.get('docker-content-digest') ?? '';
    return isDigest(digest) ? digest : (await this.manifest(repository, reference, signal)).digest;
  }

  /** The manifest or index behind a tag or digest. Its bytes are checked against its digest. */
  async manifest(repository: string, reference: string, signal?: AbortSignal): Promise<ManifestAnswer> {
    const answer = await this.exchange.request(this.asking(repository, reference, 'GET', signal));
    const digest = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
    const told = isDigest(reference) ? reference : answer.headers.get('docker-content-digest');
    if (told?.startsWith('sha256:') && told !== digest) throw unreachable(this, t('The manifest does not match its digest.'));
    return { ...readManifest(jsonOf(answer, this), answer.headers.get('content-type') ?? ''), digest };
  }

  /** The platforms of a tag; for an image without an index its own one. */
  async platforms(repository: string, reference: string, signal?: AbortSignal): Promise<readonly ManifestPlatform[]> {
    const manifest = await this.manifest(repository, reference, signal);
    if (manifest.config === undefined) return manifest.platforms;
    const { platform } = await this.config(repository, manifest.config, signal);
    return platform === undefined ? [] : [{ platform, digest: manifest.digest, size: undefined }];
  }

  /** Size, date and platform of a tag; of an index, those of the platform asked for or of the first. */
  async image(
    repository: string,
    reference: string,
    options: { readonly platform?: string; readonly signal?: AbortSignal } = {},
  ): Promise<RegistryImage> {
    const { platform: wanted, signal } = options;
    const manifest = await this.manifest(repository, reference, signal);
    if (manifest.config !== undefined)
      return { digest: manifest.digest, size: manifest.size, ...(await this.config(repository, manifest.config, signal)) };
    const entry = manifest.platforms.find(
      ({ platform }) => wanted === undefined || platform === wanted || platform.startsWith(`${wanted}/`),
    );
    if (!entry)
      throw failure('notFound', {
        what: 'manifest',
        name: `${this.nameOf(repository)}:${reference}${wanted === undefined ? '' : ` (${wanted})`}`,
      });
    const one = await this.manifest(repository, entry.digest, signal);
    if (one.config === undefined) throw unreachable(this, t('An index refers to another index.'));
    return { digest: entry.digest, size: one.size, ...(await this.config(repository, one.config, signal)), platform: entry.platform };
  }

  /** What can be said of a tag: all its platforms; size and date of the platform asked for, or of the first. */
  async tag(
    repository: string,
    name: string,
    options: { readonly platform?: string; readonly signal?: AbortSignal } = {},
  ): Promise<RegistryTagFacts> {
    const { signal } = options;
    const manifest = await this.manifest(repository, name, signal);
    if (manifest.config !== undefined) {
      const { created, platform } = await this.config(repository, manifest.config, signal);
      return {
        digest: manifest.digest,
        config: manifest.config,
        size: manifest.size,
        created,
        platforms: platform === undefined ? [] : [platform],
      };
    }
    const platforms = [...new Set(manifest.platforms.map(({ platform }) => platform))];
    const entry = manifest.platforms.find(({ platform }) => platform === options.platform) ?? manifest.platforms[0];
    if (!entry) return { digest: manifest.digest, config: undefined, size: undefined, created: undefined, platforms };
    const one = await this.manifest(repository, entry.digest, signal);
    const created = one.config === undefined ? undefined : (await this.config(repository, one.config, signal)).created;
    return { digest: manifest.digest, config: one.config, size: one.size, created, platforms };
  }

  private async config(
    repository: string,
    digest: string,
    signal: AbortSignal | undefined,
  ): Promise<Pick<RegistryImage, 'created' | 'platform'>> {
    if (!isDigest(digest)) throw unreachable(this, t('The manifest does not match its digest.'));
    const path = `/v2/${repositoryPath(repository)}/blobs/${digest}`;
    const answer = await this.exchange.request({
      path,
      scope: pullScope(repository),
      what: 'manifest',
      name: `${this.nameOf(repository)}@${digest}`,
      limit: 'imageConfiguration',
      signal,
    });
    const config = jsonOf(answer, this);
    return { created: timeOf(config['created']), platform: platformText(config) };
  }

  private asking(repository: string, reference: string, method: 'GET' | 'HEAD', signal: AbortSignal | undefined): Asking {
    if (!isDigest(reference) && !/^\w[\w.-]{0,127}$/.test(reference)) throw failure('notFound', { what: 'manifest', name: reference });
    const name = `${this.nameOf(repository)}${isDigest(reference) ? '@' : ':'}${reference}`;
    return {
      path: `/v2/${repositoryPath(repository)}/manifests/${reference}`,
      scope: pullScope(repository),
      what: 'manifest',
      name,
      method,
      accept: manifestTypes.join(', '),
      limit: 'manifest',
      signal,
    };
  }

  private nameOf(repository: string): string {
    return isHub(this.registry) ? repository : `${this.registry}/${repository}`;
  }
}

function pullScope(repository: string): string {
  return `repository:${repository}:pull`;
}

/** A repository's name as a path; throws `notFound` for what can be none. */
function repositoryPath(repository: string): string {
  if (!/^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/.test(repository)) {
    throw failure('notFound', { what: 'repository', name: repository });
  }
  return repository;
}

function isDigest(text: string): boolean {
  return /^sha(?:256|512|384):[a-f0-9]{64,128}$/.test(text);
}
