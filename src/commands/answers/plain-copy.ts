import { own, setOwn } from '../../core/records';

/** A value is no plain data; `where` leads to it: `[1].reference`. */
export class Unfit extends Error {
  constructor(
    readonly where: string,
    readonly given: string,
  ) {
    super(given);
  }
}

/** More than any honest answer has. */
const mostCharacters = 100_000;
const mostElements = 10_000;
/** Nothing that a command takes lies deeper. */
const deepest = 4;

/**
 * A copy of what a program gave: own data only, so that nothing read later is a getter, comes from a prototype or changes.
 * What lies deeper than any command looks is left out. Throws {@link Unfit} for what is too long and for objects with a
 * class, and whatever reading throws.
 */
export function plainCopy(value: unknown, where = '', depth = 0): unknown {
  if (typeof value === 'string' && value.length > mostCharacters)
    throw new Unfit(where, `string of ${String(value.length)} characters, more than ${String(mostCharacters)}`);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return undefined;
  if (Array.isArray(value)) {
    const { length } = value;
    if (length > mostElements) throw new Unfit(where, `array of ${String(length)} elements, more than ${String(mostElements)}`);
    return Array.from({ length }, (_, index) => plainCopy(value[index], `${where}[${String(index)}]`, depth + 1));
  }
  if (!isPlain(value)) throw new Unfit(where, givenText(value));
  const keys = Object.keys(value);
  if (keys.length > mostElements) throw new Unfit(where, `object of ${String(keys.length)} keys, more than ${String(mostElements)}`);
  const copy: Record<string, unknown> = {};
  for (const key of keys) {
    const place = where === '' ? key : `${where}.${key}`;
    // A schema passes over these.
    if (depth > 0 && passedOver.has(key)) throw new Unfit(place, 'a key with a meaning of its own');
    setOwn(copy, key, plainCopy(own(value as Readonly<Record<string, unknown>>, key), place, depth + 1));
  }
  return copy;
}

const passedOver: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Made by braces or by JSON, also in another realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty'))
  );
}

/** What was given in short, without what stands in it. */
export function givenText(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'object') return typeof value;
  return isPlain(value) ? 'object' : 'object of a class';
}
