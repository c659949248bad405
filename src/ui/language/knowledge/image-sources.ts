import type { App } from '../../../app';
import { DisposableStore, type Disposable } from '../../../core/disposable';
import type { ImageSummary } from '../../../engine/images/images';
import type { FoundRepository, RegistryTag } from '../../../registry/registries';
import { FileRegistries, type RegistryFacts } from '../file-registries';
import type { LanguageApp } from '../language-app';
import { BackgroundAnswers } from './background';

const minute = 60_000;

/** Where names, tags and facts of images come from: without trust the engine only. Nothing here connects to an engine or throws. */
export class ImageSources implements Disposable {
  private readonly owned = new DisposableStore();
  /** The images of the connected engine; the key is always `''`. */
  readonly engine: BackgroundAnswers<readonly ImageSummary[]>;
  /** The tags of a repository by its full name, such as `docker.io/library/alpine`; newest first. */
  readonly tags: BackgroundAnswers<readonly RegistryTag[]>;
  /** The repositories of a registry by its address. */
  readonly repositories: BackgroundAnswers<readonly string[]>;
  /** What Docker Hub finds for a text. */
  readonly search: BackgroundAnswers<readonly FoundRepository[]>;
  /** The engine's own JSON of an image, `null` where it has none, by reference. */
  readonly inspected: BackgroundAnswers<Readonly<Record<string, unknown>> | null>;
  /** By reference. */
  readonly facts: BackgroundAnswers<RegistryFacts>;

  private readonly app: LanguageApp;

  constructor(app: App) {
    this.app = app;
    const { connection, log } = app;
    const registries = new FileRegistries(app);
    const failed = (key: string, error: unknown): void =>
      log.error(`Looking up ${key === '' ? 'the images of the engine' : key} failed`, error);
    const background = <Answer>(
      freshMilliseconds: number,
      read: (key: string, signal: AbortSignal) => Promise<Answer>,
      allowed = (): boolean => true,
    ): BackgroundAnswers<Answer> => this.owned.add(new BackgroundAnswers({ freshMilliseconds, read, failed, allowed }));
    const remote = <Answer>(
      freshMilliseconds: number,
      read: (key: string, signal: AbortSignal) => Promise<Answer>,
    ): BackgroundAnswers<Answer> => background(freshMilliseconds, read, () => registries.isOpen);
    this.engine = background(5000, async () => [...(app.inventory.get('images') ?? (await app.inventory.read('images'))).values()]);
    this.tags = remote(5 * minute, (name, signal) => registries.tags(name, signal));
    this.repositories = remote(5 * minute, (address, signal) => registries.repositories(address, signal));
    this.search = remote(10 * minute, (text, signal) => registries.search(text, signal));
    this.inspected = background(10_000, (reference) => this.inspect(reference));
    this.facts = remote(30 * minute, (reference, signal) => registries.facts(reference, signal));
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
      const image = await (await this.app.connection.engine()).images.inspect(reference);
      const listed = (this.app.inventory.get('images') ?? (await this.app.inventory.read('images'))).get(String(image['Id']));
      // One image has one size everywhere: the list's.
      return listed ? { ...image, Size: listed.size } : image;
    } catch (error) {
      if (SlipwayError.details(error, 'notFound')) return null;
      throw error;
    }
  }
}
