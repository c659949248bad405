import { oneOf, wishFields } from '../wish-fields';
import type { FilterName } from './filters';
import { type PruneRequest, pruneScopes, type PruneSubject, subjectFilters, volumeChoices } from './request';

/** What people type into a filter is shorter, and there is less of it. */
const longestFilter = 1_000;
const mostFilters = 100;

/** The request that a value of unknown origin is, read anew by its own fields; undefined for anything of another form. */
export function pruneRequestOf(value: unknown, subjects: readonly PruneSubject[]): PruneRequest | undefined {
  const fields = wishFields(value);
  const subject = oneOf(subjects, fields.get('subject'));
  if (subject === undefined) return undefined;
  const scope = oneOf(pruneScopes[subject], fields.get('scope'));
  const volumes = fields.has('volumes') ? oneOf(volumeChoices, fields.get('volumes')) : 'none';
  const filters = filtersOf(fields.get('filters'), subject);
  if (scope === undefined || volumes === undefined || !filters) return undefined;
  return { subject, scope, ...(subject === 'everything' && { volumes }), filters };
}

function filtersOf(value: unknown, subject: PruneSubject): PruneRequest['filters'] | undefined {
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
