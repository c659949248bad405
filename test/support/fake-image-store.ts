import { failure } from '../../src/core/errors';
import { allNames, imageMeant, wholeName } from '../../src/core/image-names';
import type { ContainerSummary, EngineContainers } from '../../src/engine/containers/containers';
import type { EngineImages, ImageLayers, ImageSummary } from '../../src/engine/images/images';

/** Images in memory that are tagged and removed by Docker's rules, and everything that was asked. */
export interface FakeImageStore {
  /** In order: `tag a b`, `remove a`, `remove a force`, `remove a noprune`. */
  readonly done: string[];
  /** Names by id as they are now. */
  names(): Readonly<Record<string, readonly string[]>>;
  readonly engine: {
    readonly images: Pick<EngineImages, 'list' | 'inspect' | 'layers' | 'tag' | 'remove'>;
    readonly containers: Pick<EngineContainers, 'list'>;
  };
  /** Changes a name as another window would. */
  retag(name: string, id: string | undefined): void;
}

export interface FakeImageStoreOptions {
  readonly images: readonly ImageSummary[];
  readonly containers?: readonly ContainerSummary[];
  readonly layers?: Readonly<Record<string, Omit<ImageLayers, 'id'>>>;
  /** Called before an operation is done; what it throws is the engine's answer. */
  readonly before?: (operation: string, store: FakeImageStore) => void;
}

export function fakeImageStore(options: FakeImageStoreOptions): FakeImageStore {
  let images = [...options.images];
  const containers = options.containers ?? [];
  const done: string[] = [];
  const begin = (operation: string): void => {
    done.push(operation);
    options.before?.(operation, store);
  };
  const find = (name: string): ImageSummary => {
    const image = imageMeant(images, name)?.image;
    if (!image) throw failure('notFound', { what: 'image', name });
    return image;
  };
  const without = (image: ImageSummary, name: string): ImageSummary => ({ ...image, tags: image.tags.filter((tag) => wholeName(tag) !== wholeName(name)), digests: image.digests.filter((digest) => wholeName(digest) !== wholeName(name)) });
  const remove = (name: string, force: boolean): { untagged: string[]; deleted: string[] } => {
    const image = find(name);
    const byId = imageMeant(images, name)?.by === 'id';
    const left = without(image, name);
    if (!byId && allNames(left)[0] !== image.id) {
      images = images.map((one) => (one === image ? left : one));
      return { untagged: [name], deleted: [] };
    }
    const user = containers.find(({ imageId }) => imageId === image.id);
    if (user && !force) throw failure('conflict', { name, usedBy: [user.id.slice(0, 12)], detail: 'must be forced' });
    images = images.filter((one) => one !== image);
    return { untagged: [...image.tags], deleted: [image.id] };
  };
  const store: FakeImageStore = {
    done,
    names: () => Object.fromEntries(images.map(({ id, tags }) => [id, tags])),
    retag: (name, id) => {
      images = images.map((image) => without(image, name)).map((image) => (image.id === id ? { ...image, tags: [...image.tags, name] } : image));
    },
    engine: {
      images: {
        list: () => Promise.resolve(images),
        inspect: async (name) => Promise.resolve({ Id: (images.find(({ id }) => id.startsWith(`sha256:${name}`)) ?? find(name)).id }),
        layers: async (id) => Promise.resolve({ id, ...(options.layers?.[id] ?? { layers: [], layerSizes: [] }) }),
        tag: async (from, to) => {
          begin(`tag ${from} ${to}`);
          store.retag(to, find(from).id);
          return Promise.resolve();
        },
        remove: async (name, { force = false, noPrune = false } = {}) => {
          begin(['remove', name, ...(force ? ['force'] : []), ...(noPrune ? ['noprune'] : [])].join(' '));
          return Promise.resolve(remove(name, force));
        },
      },
      containers: { list: () => Promise.resolve(containers) },
    },
  };
  return store;
}
