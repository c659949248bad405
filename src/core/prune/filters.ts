import { parseDuration } from '../duration';
import { failure } from '../errors';
import { t } from '../localize';
import { own } from '../records';

/** Names of all filters; not every kind of object has each of them. */
export const filterNames = ['until', 'label', 'label!'] as const;
export type FilterName = (typeof filterNames)[number];

/**
 * Filters of `docker image prune` and its like: https://docs.docker.com/reference/cli/docker/image/prune/#filter.
 * Each key has the values of one repeated `--filter`.
 */
export interface PruneFilters {
  /** At most one: a Go duration before now (`24h`), a date (RFC 3339), or seconds since 1970. */
  readonly until?: readonly string[];
  /** `key` or `key=value`; all must match. */
  readonly label?: readonly string[];
  /** As `label`; what matches all of them stays. */
  readonly 'label!'?: readonly string[];
}

/** What a filter looks at. `created` in milliseconds since 1970. */
export interface Filterable {
  readonly created: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** Compiles filters to one test; throws `invalidInput` for a filter that the engine would refuse. `known` are those that the kind has. */
export function compileFilters(
  filters: PruneFilters,
  now: number,
  known: readonly FilterName[] = filterNames,
): (object: Filterable) => boolean {
  const { until = [], label = [], 'label!': labelNot = [] } = filters;
  for (const name of Object.keys(filters)) {
    if (!known.some((filter) => filter === name)) {
      throw failure('invalidInput', { field: 'filter', value: name, reason: t('There is no filter with this name.') });
    }
  }
  if (until.length > 1) {
    throw failure('invalidInput', { field: 'until', value: until.join(', '), reason: t('Only one "until" filter is allowed.') });
  }
  const limit = until[0] === undefined ? undefined : parseUntil(until[0], now);
  return ({ created, labels }) => {
    if (limit !== undefined && created > limit) return false;
    if (!matchesLabels(label, labels)) return false;
    return labelNot.length === 0 || !matchesLabels(labelNot, labels);
  };
}

/** The moment that an `until` filter names, in milliseconds since 1970. Throws `invalidInput`. */
export function parseUntil(text: string, now: number): number {
  const duration = parseDuration(text);
  if (duration !== undefined && duration !== 0) return now - duration / 1e6;
  if (/^\d+(?:\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  const date = /^\d{4}-\d\d-\d\d(?:T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?)?$/.test(text)
    ? // As in Go, a date alone begins in the local time zone, which `Date.parse` does only for a date with a time.
      Date.parse(text.replace(/^[\d-]{10}$/, '$&T00').replace(/(T\d\d)(?=$|Z|[+-])/, '$1:00'))
    : Number.NaN;
  if (Number.isFinite(date)) return date;
  throw failure('invalidInput', { field: 'until', value: text, reason: t('Enter a duration such as 24h or a date such as 2026-01-31.') });
}

function matchesLabels(wanted: readonly string[], labels: Readonly<Record<string, string>>): boolean {
  return wanted.every((pair) => {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    if (!Object.hasOwn(labels, key)) return false;
    return equals < 0 || own(labels, key) === pair.slice(equals + 1);
  });
}
