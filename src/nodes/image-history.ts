import type { App } from '../app';
import type { BaseImage, HistoryStep } from '../core/history';
import type { ImageSummary } from '../engine/images/images';
import { baseOf } from '../engine/images/base-image';

/** The history of an image, and where in it its base image ends. */
export interface KnownHistory {
  /** The first step first. */
  readonly steps: readonly HistoryStep[];
  readonly base: BaseImage | undefined;
}

type Subject = Pick<ImageSummary, 'id' | 'created' | 'size'>;

const histories = new WeakMap<App, Map<string, KnownHistory>>();
const most = 200;

function cacheOf(app: App): Map<string, KnownHistory> {
  let cache = histories.get(app);
  if (!cache) histories.set(app, (cache = new Map<string, KnownHistory>()));
  return cache;
}

function keyOf(app: App, { id }: Subject): string {
  const { state } = app.connection;
  return `${state.kind === 'connected' ? state.candidate.id : ''} ${id}`;
}

/** The history as it was read before; an id stands for its content, so it does not change. */
export function knownHistory(app: App, image: Subject): KnownHistory | undefined {
  return cacheOf(app).get(keyOf(app, image));
}

/** Reads the history of an image, and looks for its base among the images of the engine. */
export async function readHistory(app: App, image: Subject, signal?: AbortSignal): Promise<KnownHistory> {
  const before = knownHistory(app, image);
  if (before) return before;
  const key = keyOf(app, image);
  const engine = await app.connection.engine(signal);
  const steps = await engine.images.history(image.id, signal);
  const images = await app.inventory.read('images');
  const base = await baseOf(engine, image, steps, [...images.values()], signal);
  const cache = cacheOf(app);
  const history: KnownHistory = { steps, base };
  const [oldest] = cache.keys();
  if (cache.size >= most && oldest !== undefined) cache.delete(oldest);
  if (!signal?.aborted) cache.set(key, history);
  return history;
}
