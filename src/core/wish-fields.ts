/** The own fields of what a page has sent; whatever is no object has none. Nothing a page sends is trusted to be what it should. */
export function wishFields(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []);
}

/** The member of a fixed set that a value is. */
export function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((known) => known === value);
}
