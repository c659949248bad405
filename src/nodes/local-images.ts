import type { App } from '../app';
import { wholeName } from '../core/image-names';
import type { RegistryTag } from '../registry/registries';

/** Whether the engine has what a registry's tag stands for, or something older or newer under its name. */
export type Here = 'same' | 'older' | 'newer';

interface TagPlace {
  readonly registry: string;
  readonly repository: string;
  readonly tag: RegistryTag;
}

/** The images of the engine at one moment, for finding those of a registry among them. */
export class LocalImages {
  private readonly ids: ReadonlySet<string>;
  /** Names with a digest. */
  private readonly digests: ReadonlySet<string>;
  /** When an image was made, by its names. */
  private readonly created: ReadonlyMap<string, number>;

  private constructor(
    images: Iterable<{
      readonly id: string;
      readonly tags: readonly string[];
      readonly digests: readonly string[];
      readonly created: number;
    }>,
  ) {
    const all = [...images];
    this.ids = new Set(all.map(({ id }) => id));
    this.digests = new Set(all.flatMap(({ digests }) => digests.map(wholeName)));
    this.created = new Map(all.flatMap(({ tags, created }) => tags.map((name): [string, number] => [wholeName(name), created])));
  }

  /** Undefined while the engine's list is not known. */
  static of(app: Pick<App, 'inventory'>): LocalImages | undefined {
    const images = app.inventory.get('images');
    return images && new LocalImages(images.values());
  }

  /**
   * By digest, or by the id of its configuration, which engines without the containerd store have; with it an image has the
   * digest as its id. Undefined for what the engine has not, or where the registry does not tell.
   */
  here({ registry, repository, tag: { name, digest, imageId, updated } }: TagPlace): Here | undefined {
    if (digest !== undefined && (this.digests.has(wholeName(`${registry}/${repository}@${digest}`)) || this.ids.has(digest))) return 'same';
    if (imageId !== undefined && this.ids.has(imageId)) return 'same';
    const created = this.created.get(wholeName(`${registry}/${repository}:${name}`));
    if (created === undefined || (digest === undefined && imageId === undefined)) return undefined;
    return updated !== undefined && created > updated ? 'newer' : 'older';
  }
}
