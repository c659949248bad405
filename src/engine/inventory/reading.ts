import type { ContainerSummary } from '../containers/containers';
import type { Engine } from '../engine';
import type { ObjectList, Objects } from './object-lists';

/** When each listed object was read: what an engine says in words (`Up 3 hours`) is true at that moment only. */
const readTimes = new WeakMap<Objects[ObjectList], number>();

/** When an object was read, in milliseconds since 1970; undefined for one that is not from a list. */
export function timeOfReading(object: Objects[ObjectList]): number | undefined {
  return readTimes.get(object);
}

/** A whole list. */
export async function readAll<Name extends ObjectList>(engine: Engine, name: Name): Promise<ReadonlyMap<string, Objects[Name]>> {
  const readers: { readonly [Key in ObjectList]: () => Promise<readonly Objects[Key][]> } = {
    images: () => engine.images.list(),
    containers: () => engine.containers.list({ all: true }),
    volumes: () => engine.volumes.list(),
    networks: () => engine.networks.list(),
  };
  const items: readonly Objects[Name][] = await readers[name]();
  return indexed(items);
}

function indexed<Item extends Objects[ObjectList]>(items: readonly Item[]): Map<string, Item> {
  const now = Date.now();
  for (const item of items) readTimes.set(item, now);
  return new Map(items.map((item) => [objectId(item), item]));
}

/** Reads the containers in `ids` again; those that the engine no longer lists are dropped. */
export async function readSome(
  engine: Engine,
  before: ReadonlyMap<string, ContainerSummary>,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ContainerSummary>> {
  const found = indexed(await engine.containers.list({ all: true, filters: { id: [...ids] } }));
  const after = new Map<string, ContainerSummary>();
  // The engine lists the newest first: new ones go in front.
  for (const [id, container] of found) if (!before.has(id)) after.set(id, container);
  for (const [id, container] of before) {
    const now = ids.has(id) ? found.get(id) : container;
    if (now) after.set(id, now);
  }
  return after;
}

function objectId(item: Objects[ObjectList]): string {
  return 'id' in item ? item.id : item.name;
}
