import type { LogContainer } from './logs-page';

/** Each container has a colour and a stream of its own. */
export const mostLogContainers = 200;

/**
 * The containers of a project's log when the project has those of `now`. Each keeps its place, also one that is gone: its lines
 * are there. A new one takes the place of a former one of its name, as when Compose makes a service anew.
 */
export function projectLogContainers(before: readonly LogContainer[], now: readonly LogContainer[]): readonly LogContainer[] {
  const names = new Map(now.map(({ id, name }) => [id, name]));
  const places = before.map(({ id, name }) => ({ id, name: names.get(id) ?? name }));
  const known = new Set(before.map(({ id }) => id));
  for (const { id, name } of now) {
    if (known.has(id)) continue;
    const former = places.findIndex((place) => place.name === name && !names.has(place.id));
    if (former >= 0) places[former] = { id, name };
    else if (places.length < mostLogContainers) places.push({ id, name });
  }
  return places;
}
