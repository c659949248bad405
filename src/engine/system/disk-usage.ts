import type { DiskUsage, UsageKind } from '../../core/disk-usage';
import { own, defined } from '../../core/records';
import { fullId } from '../images/image-shapes';
import { list, number, object, text, texts, timeOf } from '../json/json';
import type { EngineSystem } from './system';
import type { EngineTransport } from '../transport/transport';

/** The engine's words for the kinds. */
const typeNames: Readonly<Record<UsageKind, string>> = {
  images: 'image',
  containers: 'container',
  volumes: 'volume',
  buildCache: 'build-cache',
};

/** Where the disk went. */
export function diskUsageMethods(transport: EngineTransport): Pick<EngineSystem, 'diskUsage'> {
  return {
    async diskUsage(signal, kinds) {
      // Engines before API 1.42 do not know the query and tell everything. They walk through volumes: that may take minutes.
      const query = kinds && { type: kinds.map((kind) => typeNames[kind]) };
      const request = {
        method: 'GET',
        path: '/system/df',
        ...defined({ query }),
        limit: 'list',
        signal,
        context: { operation: 'disk usage' },
      } as const;
      return usageFrom(await transport.longJson(request, (element, key) => (isUsageList(key) ? usageElements[key](element) : undefined)));
    },
  };
}

/** The answer of `GET /system/df`. Podman lists an image once for each tag, and writes null for empty lists. */
export function diskUsageOf(value: unknown): DiskUsage {
  const raw = object(value);
  const readers: Readonly<Record<string, (element: unknown) => unknown>> = usageElements;
  return usageFrom({
    ...raw,
    ...Object.fromEntries(Object.entries(readers).map(([key, read]) => [key, list(own(raw, key)).map((element) => read(element))])),
  });
}

/** The same, of an answer whose elements have been read one by one. */
function usageFrom(value: unknown): DiskUsage {
  const raw = object(value);
  const read = <Key extends keyof UsageElements>(key: Key) => list(raw[key]) as readonly UsageElements[Key][];
  const images = [...new Map(read('Images').map((image) => [image.id, image])).values()];
  const layersSize = number(raw.LayersSize);
  return {
    layersSize: layersSize > 0 ? layersSize : images.reduce((sum, { size }) => sum + size, 0),
    images,
    containers: read('Containers'),
    volumes: read('Volumes'),
    buildCache: read('BuildCache'),
  };
}

/** What `GET /system/df` lists, by the names of its lists. */
interface UsageElements {
  readonly Images: DiskUsage['images'][number];
  readonly Containers: DiskUsage['containers'][number];
  readonly Volumes: DiskUsage['volumes'][number];
  readonly BuildCache: DiskUsage['buildCache'][number];
}

const usageElements: { readonly [Key in keyof UsageElements]: (element: unknown) => UsageElements[Key] } = {
  Images(element) {
    const image = object(element);
    return {
      id: fullId(text(image.Id)),
      size: number(image.Size),
      sharedSize: number(image.SharedSize, -1),
      containers: Math.max(0, number(image.Containers)),
      created: number(image.Created) * 1000,
    };
  },
  Containers(element) {
    const container = object(element);
    const name = (texts(container.Names)[0] ?? text(container.Names)).replace(/^\//, '');
    const running = ['running', 'paused', 'restarting'].includes(text(container.State));
    return { id: text(container.Id), name, image: text(container.Image), running, size: number(container.SizeRw) };
  },
  Volumes(element) {
    const volume = object(element);
    const usage = object(volume.UsageData);
    return { name: text(volume.Name), size: number(usage.Size, -1), users: number(usage.RefCount, -1) };
  },
  BuildCache(element) {
    const cache = object(element);
    return {
      id: text(cache.ID),
      kind: text(cache.Type),
      description: text(cache.Description),
      size: number(cache.Size),
      inUse: cache.InUse === true,
      shared: cache.Shared === true,
      lastUsed: timeOf(text(cache.LastUsedAt) || text(cache.CreatedAt)),
      // One parent before API 1.42; since then several, for a long time under a name that begins with a blank.
      parents: [...texts(cache.Parents ?? cache[' Parents']), text(cache.Parent)].filter((parent) => parent !== ''),
    };
  },
};

function isUsageList(key: string): key is keyof UsageElements {
  return Object.hasOwn(usageElements, key);
}
