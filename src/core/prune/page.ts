import type { PrunePlan } from './plan';
import { oneOf, wishFields } from '../wish-fields';
import type { FilterName } from './filters';
import { type PruneKind, type PruneRequest, pruneScopes, subjectFilters, volumeChoices } from './request';

/** One plan as the page shows it. Plain data: the page computes the outcome of each selection from `plan` itself. */
export interface PrunePageModel {
  readonly request: PruneRequest;
  /** Name of the engine, untrusted. */
  readonly engine: string;
  readonly plan: PrunePlan;
  /** The bytes of layers are still asked for; until then they are an upper bound. */
  readonly counting?: boolean;
  /** The engine has changed since the page was opened, and this plan was made anew. */
  readonly changed?: boolean;
}

/** An object of the engine, by what people know it. */
export interface PrunedObject {
  readonly kind: PruneKind;
  readonly id: string;
  readonly names: readonly string[];
}

/** An object that was removed. */
export interface RemovedPruneItem extends PrunedObject {
  /** `untagged`: only the names of an image went: images that are built on it stay, and so its layers do. */
  readonly action: 'deleted' | 'untagged';
}

/** An object that was not removed, and why, translated. */
export interface RefusedPruneItem extends PrunedObject {
  readonly reason: string;
}

/** What came of a removal. */
export interface PruneOutcome {
  readonly removed: readonly RemovedPruneItem[];
  readonly refused: readonly RefusedPruneItem[];
  /** What was not begun with, because the removal was stopped or interrupted. */
  readonly untouched: readonly PrunedObject[];
  /** Bytes that came free, by the plan's count of what really went. */
  readonly freedBytes: number;
  /** True when `freedBytes` is an upper bound. */
  readonly upperBound: boolean;
  /** How many removed objects had a size that the engine did not tell. */
  readonly unknownSizes: number;
  /** True when the user stopped it. */
  readonly stopped: boolean;
  /** Why it could not go on, translated: the engine is gone. */
  readonly interrupted?: string;
}

/** The outcome of nothing. */
export const nothingPruned: PruneOutcome = { removed: [], refused: [], untouched: [], freedBytes: 0, upperBound: false, unknownSizes: 0, stopped: false };

/** From the extension to the page. */
export type PrunePageMessage =
  /** Everything that is known, after `ready` and after each change. `planNumber` tells one plan from the next. */
  | {
      readonly kind: 'show';
      readonly model: PrunePageModel;
      readonly planNumber: number;
      readonly outcome?: PruneOutcome;
      /** Sentence about what went wrong with the last wish. */
      readonly error?: string;
      readonly busy?: 'planning' | 'removing';
      /** Translations of the page's English sentences; empty in English. */
      readonly translations: Readonly<Record<string, string>>;
      readonly language: string;
    };

/** From the page to the extension. */
export type PrunePageWish =
  | { readonly kind: 'ready' }
  | { readonly kind: 'plan'; readonly request: PruneRequest }
  /** Keys of the rows. */
  | { readonly kind: 'remove'; readonly items: readonly string[] };

/** What people type into a filter is shorter, and there is less of it. */
const longestFilter = 1_000;
const mostFilters = 100;

/** What a page of this model may wish for; undefined for anything that it does not offer. Keys that the plan does not have are left out. */
export function prunePageWish(value: unknown, { request, plan }: PrunePageModel): PrunePageWish | undefined {
  const fields = wishFields(value);
  const kind = fields.get('kind');
  switch (kind) {
    case 'ready':
      return { kind };
    case 'plan': {
      const wanted = requestOf(fields.get('request'), request.subject);
      return wanted && { kind, request: wanted };
    }
    case 'remove': {
      const items = fields.get('items');
      const wanted = new Set<unknown>(Array.isArray(items) ? items : []);
      const listed = plan.items.flatMap(({ key }) => (wanted.has(key) ? [key] : []));
      return listed.length > 0 ? { kind, items: listed } : undefined;
    }
    default:
      return undefined;
  }
}

function requestOf(value: unknown, subject: PruneRequest['subject']): PruneRequest | undefined {
  const fields = wishFields(value);
  const scope = oneOf(pruneScopes[subject], fields.get('scope'));
  const volumes = fields.has('volumes') ? oneOf(volumeChoices, fields.get('volumes')) : 'none';
  const filters = filtersOf(fields.get('filters'), subject);
  if (fields.get('subject') !== subject || scope === undefined || volumes === undefined || !filters) return undefined;
  return { subject, scope, ...(subject === 'everything' && { volumes }), filters };
}

function filtersOf(value: unknown, subject: PruneRequest['subject']): PruneRequest['filters'] | undefined {
  const filters: [FilterName, readonly string[]][] = [];
  for (const [given, values] of wishFields(value)) {
    const name = oneOf(subjectFilters(subject), given);
    if (name === undefined || !Array.isArray(values) || values.length > mostFilters || !values.every(isFilter)) return undefined;
    filters.push([name, values]);
  }
  return Object.fromEntries(filters);
}

function isFilter(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestFilter;
}
