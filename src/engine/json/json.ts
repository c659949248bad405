/** Reading of JSON that another program wrote: whatever is missing or of another type reads as empty. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is none. */
export function object(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The value as an array; an empty one when it is none (Podman writes `null` for an empty list). */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The value as text; empty when it is none. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The value as a number, or `otherwise`. */
export function number(value: unknown, otherwise = 0): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** The texts of an array. */
export function texts(value: unknown): readonly string[] {
  return list(value).filter((item): item is string => typeof item === 'string');
}

/** The texts of an object, such as labels. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(object(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}

/** The JSON value of a text, or undefined when it is none. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}

/** Milliseconds since 1970; 0 for no date, and for dates before 1970, which stand for none. */
export function timeOf(date: string): number {
  const time = Date.parse(date);
  return Number.isNaN(time) || time < 0 ? 0 : time;
}
