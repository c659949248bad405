import type { App } from '../app';
import { type Disposable, DisposableStore, toDisposable } from '../core/disposable';
import { isCancelled, SlipwayError } from '../core/errors';
import type { RegistryTag } from '../registry/registries';
import type { OpenRow } from './define';
import { LocalImages } from './local-images';
import { registryTagNode, type RegistryTagNodeData, registryTagReference } from './registry-tag';
import { tagForEngine } from './tag-for-engine';
import { defined } from '../core/records';

const requestsInFlight = 4;
/** So many rows fit on a screen. */
const firstRows = 40;
/** Rows on each side of one that somebody looks at. */
const neighbours = 20;

/** What was known of tags before their rows were read anew, to be shown until it is known again; of many the newest. */
const knownBefore = new WeakMap<App, Map<string, RegistryTag>>();
const mostKnown = 2_000;

/** Kinds of failure after which the registry is asked for nothing more. */
const registryFailures: readonly string[] = ['rateLimited', 'registryUnreachable', 'tlsFailed', 'unauthorized', 'forbidden'];

/**
 * Size, date and digest of the tags in sight, from registries that tell them one by one, and whether the engine has them.
 * VS Code does not tell what is on screen: it is the first rows, and those around one that somebody looks at. What is known
 * is not asked for again until the rows are read anew; what fails is left out.
 */
export function followTags({ rows, show, onLook }: OpenRow, app: App): Disposable {
  const owned = new DisposableStore();
  const leaving = new AbortController();
  owned.add(toDisposable(() => leaving.abort()));
  const tags = rows.filter((row) => registryTagNode.is(row)).map(({ data }) => data);
  const places = new Map(tags.map(({ tag }, place) => [tag.name, place]));
  const asked = new Set<number>();
  let waiting: number[] = [];
  let running = 0;
  let images = LocalImages.of(app);

  const showTag = (place: number, tag?: RegistryTag): void => {
    const before = tags[place];
    if (!before) return;
    const { registry, repository } = before;
    const data = { registry, repository, tag: tag ?? before.tag };
    const here = images?.here(data);
    if (tag === undefined && here === before.here) return;
    const after: RegistryTagNodeData = { ...data, ...(here && { here }) };
    tags[place] = after;
    show(registryTagNode.make(after));
  };
  const look = (from: number, to: number): void => {
    const fresh: number[] = [];
    for (let place = Math.max(0, from); place < Math.min(to, tags.length); place++) {
      if (asked.has(place) || tags[place]?.tag.platforms !== undefined) continue;
      fresh.push(place);
    }
    // What is looked at now comes first.
    waiting = [...fresh, ...waiting.filter((place) => !fresh.includes(place))];
    go();
  };
  const go = (): void => {
    while (running < requestsInFlight && !leaving.signal.aborted) {
      const place = waiting.shift();
      const data = place === undefined ? undefined : tags[place];
      if (place === undefined || !data) return;
      asked.add(place);
      running++;
      void ask(place, data).finally(() => {
        running--;
        go();
      });
    }
  };
  const ask = async (place: number, data: RegistryTagNodeData): Promise<void> => {
    try {
      const { registry, repository } = data;
      const tag = await tagForEngine(app, { registry, repository, name: data.tag.name }, leaving.signal);
      if (leaving.signal.aborted) return;
      keep(app, data, tag);
      showTag(place, tag);
    } catch (error) {
      if (isCancelled(error)) return;
      if (error instanceof SlipwayError && registryFailures.includes(error.kind)) leaving.abort();
      app.log.error(`Facts of ${data.registry}/${data.repository}:${data.tag.name}`, error);
    }
  };

  if (tags.length === 0) return owned;
  owned.add(app.inventory.watch('images'));
  owned.add(
    app.inventory.onChange((list) => {
      if (list !== 'images') return;
      images = LocalImages.of(app);
      for (const place of tags.keys()) showTag(place);
    }),
  );
  owned.add(
    onLook((row) => {
      const place = registryTagNode.is(row) ? places.get(row.data.tag.name) : undefined;
      if (place !== undefined) look(place - neighbours, place + neighbours + 1);
    }),
  );
  for (const [place, data] of tags.entries()) showTag(place, data.tag.platforms === undefined ? before(app, data) : undefined);
  look(0, firstRows);
  return owned;
}

function keep(app: App, data: RegistryTagNodeData, tag: RegistryTag): void {
  const known = knownBefore.get(app) ?? new Map<string, RegistryTag>();
  knownBefore.set(app, known);
  const name = registryTagReference(data);
  known.delete(name);
  known.set(name, tag);
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
}

/** Without platforms: it has yet to be asked for. */
function before(app: App, data: RegistryTagNodeData): RegistryTag | undefined {
  const known = knownBefore.get(app)?.get(registryTagReference(data));
  if (!known) return undefined;
  const { name, digest, imageId, size, updated } = known;
  return {
    name,
    ...(digest && { digest }),
    ...(imageId && { imageId }),
    ...defined({ size, updated }),
  };
}
