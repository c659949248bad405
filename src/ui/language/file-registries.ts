import type { App } from '../../app';
import { failure } from '../../core/errors';
import { hubDomain, tryParseReference } from '../../core/reference';
import type { FoundRepository, RegistryTag } from '../../registry/registries';

/** What a registry tells of an image without a pull. */
export interface RegistryFacts {
  readonly digest: string;
  readonly platforms: readonly string[];
  /** Bytes to download; `undefined` for an image of several platforms. */
  readonly size: number | undefined;
  readonly created: number | undefined;
}

/**
 * The gate between files and registries, and the only way from the language features to one: what stands in a file that nobody
 * trusts makes no request, to hosts of its choice, with the user's log-ins, by programs that keep them. Without trust every
 * method throws `restrictedMode` before anything is begun.
 */
export class FileRegistries {
  constructor(private readonly app: Pick<App, 'registries' | 'connection' | 'trust'>) {}

  /** False while the workspace is not trusted: nothing need be asked then. */
  get isOpen(): boolean {
    return this.app.trust.isGranted;
  }

  readonly onChange: App['registries']['onChange'] = (listener) => this.app.registries.onChange(listener);

  /** The tags of a repository by its full name, such as `docker.io/library/alpine`; newest first. */
  async tags(name: string, signal: AbortSignal): Promise<readonly RegistryTag[]> {
    const { domain, path } = parts(name);
    return this.open().tags(domain, path, signal);
  }

  /** The repositories of a registry by its address. */
  async repositories(address: string, signal: AbortSignal): Promise<readonly string[]> {
    return this.open().repositories(address, signal);
  }

  /** What Docker Hub finds for a text. */
  async search(text: string, signal: AbortSignal): Promise<readonly FoundRepository[]> {
    return this.open().search(text, { limit: 25, signal });
  }

  async facts(reference: string, signal: AbortSignal): Promise<RegistryFacts> {
    const registries = this.open();
    const { domain, path, tag, digest } = parts(reference);
    const { RegistryClient } = await import('../../registry/client');
    const { state } = this.app.connection;
    const client = new RegistryClient({
      registry: domain,
      credentials: await registries.credentials(domain),
      insecure: state.kind === 'connected' && state.information.insecureRegistries.includes(domain),
    });
    const wanted = digest ?? tag ?? 'latest';
    const manifest = await client.manifest(path, wanted, signal);
    if (manifest.config === undefined) {
      return {
        digest: manifest.digest,
        platforms: manifest.platforms.map(({ platform }) => platform),
        size: undefined,
        created: undefined,
      };
    }
    const { platform, size, created } = await client.image(path, wanted, { signal });
    return { digest: manifest.digest, platforms: platform === undefined ? [] : [platform], size, created };
  }

  private open(): App['registries'] {
    if (!this.isOpen) throw failure('restrictedMode', { name: 'registry', wants: 'registries' });
    return this.app.registries;
  }
}

function parts(name: string): NonNullable<ReturnType<typeof tryParseReference>> {
  return tryParseReference(name) ?? { domain: hubDomain, path: name };
}
