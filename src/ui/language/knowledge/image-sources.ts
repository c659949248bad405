import type { App } from '../../../app';
import { DisposableStore, type Disposable } from '../../../core/disposable';
import { hubDomain, tryParseReference } from '../../../core/reference';
import type { ImageSummary } from '../../../engine/engine';
import type { HubRepository } from '../../../registry/hub';
import type { RegistryTag } from '../../../registry/registries';
import { BackgroundAnswers } from './background';

/** What a registry tells of an image without a pull. */
export interface RegistryFacts {
  readonly digest: string;
  readonly platforms: readonly string[];
  /** Bytes to download; `undefined` for an image of several platforms. */
  readonly size: number | undefined;
  readonly created: number | undefined;
}

const minute = 60_000;

/** Where names, tags and facts of images come from. Nothing here connects to an engine or throws. */
export class ImageSources implements Disposable {
  private readonly owned = new DisposableStore();
  /** The images of the connected engine; the key is always `''`. */
  readonly engine: BackgroundAnswers<readonly ImageSummary[]>;
  /** The tags of a repository by its full name, such as `docker.io/library/alpine`; newest first. */
  readonly tags: BackgroundAnswers<readonly RegistryTag[]>;
  /** The repositories of a registry by its address. */
  readonly repositories: BackgroundAnswers<readonly string[]>;
  /** What Docker Hub finds for a text. */
  readonly search: BackgroundAnswers<readonly HubRepository[]>;
  /** The engine's own JSON of an image, `null` where it has none, by reference. */
  readonly inspected: BackgroundAnswers<Readonly<Record<string, unknown>> | null>;
  /** By reference. */
  readonly facts: BackgroundAnswers<RegistryFacts>;

  constructor(private readonly app: App) {
    const { connection, registries, log } = app;
    const failed = (key: string, error: unknown): void => log.error(`Looking up ${key === '' ? 'the images of the engine' : key} failed`, error);
    const background = <Answer>(freshMilliseconds: number, read: (key: string, signal: AbortSignal) => Promise<Answer>): BackgroundAnswers<Answer> =>
      this.owned.add(new BackgroundAnswers({ freshMilliseconds, read, failed }));
    this.engine = background(5000, async () => [...((app.inventory.get('images') ?? (await app.inventory.read('images'))).values())]);
    this.tags = background(5 * minute, (name, signal) => {
      const { domain, path } = parts(name);
      return registries.tags(domain, path, signal);
    });
    this.repositories = background(5 * minute, (address, signal) => registries.repositories(address, signal));
    this.search = background(10 * minute, async (text, signal) => {
      const { Hub } = await import('../../../registry/hub');
      return new Hub().search(text, { signal });
    });
    this.inspected = background(10_000, (reference) => this.inspect(reference));
    this.facts = background(30 * minute, (reference, signal) => this.readFacts(reference, signal));
    this.owned.add(connection.onReset(() => this.forgetEngine()));
    this.owned.add(connection.onEvent(({ type }) => type === 'image' && this.forgetEngine()));
    this.owned.add(
      registries.onChange(() => {
        this.tags.clear();
        this.repositories.clear();
        this.facts.clear();
      }),
    );
  }

  get isConnected(): boolean {
    return this.app.connection.state.kind === 'connected';
  }

  dispose(): void {
    this.owned.dispose();
  }

  private forgetEngine(): void {
    this.engine.clear();
    this.inspected.clear();
  }

  private async inspect(reference: string): Promise<Readonly<Record<string, unknown>> | null> {
    const { SlipwayError } = await import('../../../core/errors');
    try {
      const image = await (await this.app.connection.engine()).inspectImage(reference);
      const listed = (this.app.inventory.get('images') ?? (await this.app.inventory.read('images'))).get(String(image['Id']));
      // One image has one size everywhere: the list's.
      return listed ? { ...image, Size: listed.size } : image;
    } catch (error) {
      if (SlipwayError.details(error, 'notFound')) return null;
      throw error;
    }
  }

  private async readFacts(text: string, signal: AbortSignal): Promise<RegistryFacts> {
    const { domain, path, tag, digest } = parts(text);
    const { RegistryClient } = await import('../../../registry/client');
    const { state } = this.app.connection;
    const client = new RegistryClient({
      registry: domain,
      credentials: await this.app.registries.credentials(domain),
      insecure: state.kind === 'connected' && state.information.insecureRegistries.includes(domain),
    });
    const reference = digest ?? tag ?? 'latest';
    const manifest = await client.manifest(path, reference, signal);
    if (manifest.config === undefined) {
      return { digest: manifest.digest, platforms: manifest.platforms.map(({ platform }) => platform), size: undefined, created: undefined };
    }
    const { platform, size, created } = await client.image(path, reference, { signal });
    return { digest: manifest.digest, platforms: platform === undefined ? [] : [platform], size, created };
  }
}

function parts(name: string): NonNullable<ReturnType<typeof tryParseReference>> {
  return tryParseReference(name) ?? { domain: hubDomain, path: name };
}
