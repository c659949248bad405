/** Reading of what an engine tells of a container: whatever is missing or of another type reads as empty. */
export type Inspected = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is none. */
export function asObject(value: unknown): Inspected {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Inspected) : {};
}

/** The value as a list; an empty one when it is none: Podman and Go write `null` for an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The value as text; empty when it is none. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of a list. */
export function asTexts(value: unknown): readonly string[] {
  return asList(value).filter((item): item is string => typeof item === 'string');
}

/** Whether an engine takes the value for "not given". */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Without the keys whose values are {@link isEmpty}, at any depth of objects; lists stay as they are. */
export function withoutEmpty(record: Inspected): Record<string, unknown> {
  const kept: [string, unknown][] = [];
  for (const [key, value] of Object.entries(record)) {
    const inner = typeof value === 'object' && value !== null && !Array.isArray(value) ? withoutEmpty(value as Inspected) : value;
    if (!isEmpty(inner)) kept.push([key, inner]);
  }
  return Object.fromEntries(kept);
}

/** Without these keys. */
export function without(record: Inspected, ...keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

/** Whether two values are the same JSON, whatever the order of keys. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
