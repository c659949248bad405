import { type DiskUsage, type UsageKind, usageKinds } from './disk-usage';
import { oneOf, wishFields } from './wish-fields';

/** The disk usage of an engine as its page shows it. Plain data; all texts are untrusted. */
export interface DiskUsagePageModel {
  /** Name of the engine. */
  readonly engine: string;
  readonly usage: DiskUsage;
  /** Names of images by id. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Kinds whose prune plan can be opened. */
  readonly prunable: readonly UsageKind[];
  /** Sizes of images count unpacked files and compressed layers. */
  readonly containerdStore: boolean;
  /** Milliseconds since 1970. */
  readonly measured: number;
}

/** From the page to the extension. */
export type DiskUsagePageWish =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refresh' }
  /** Leads to what a row stands for: a view, or with the id (for volumes the name) of an object to its page or row. */
  | { readonly kind: 'show'; readonly what: UsageKind; readonly id?: string }
  | { readonly kind: 'prune'; readonly what: UsageKind | 'everything' };

/** What a page of this model may wish for; undefined for anything that it does not offer. */
export function diskUsagePageWish(value: unknown, { usage, prunable }: DiskUsagePageModel): DiskUsagePageWish | undefined {
  const fields = wishFields(value);
  const kind = fields.get('kind');
  switch (kind) {
    case 'ready':
    case 'refresh':
      return { kind };
    case 'prune': {
      const what = oneOf([...prunable, 'everything'], fields.get('what'));
      return what && { kind, what };
    }
    case 'show': {
      const what = oneOf(usageKinds, fields.get('what'));
      const id = fields.get('id');
      if (what === undefined || id === undefined) return what && { kind, what };
      const shown = idsOf(usage, what).find((known) => known === id);
      return shown === undefined ? undefined : { kind, what, id: shown };
    }
    default:
      return undefined;
  }
}

/** By what the rows of a kind are known; the build cache has neither pages nor rows to lead to. */
function idsOf({ images, containers, volumes }: DiskUsage, kind: UsageKind): readonly string[] {
  switch (kind) {
    case 'images':
      return images.map(({ id }) => id);
    case 'containers':
      return containers.map(({ id }) => id);
    case 'volumes':
      return volumes.map(({ name }) => name);
    case 'buildCache':
      return [];
  }
}
