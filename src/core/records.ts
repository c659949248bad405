/** The value of the object's own property; undefined for a key that it has not, also for what every object inherits: `constructor`, `__proto__`. */
export function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Sets an own property and gives its value. `__proto__` is a key as any other. */
export function setOwn<Value>(record: Record<string, Value>, key: string, value: Value): Value {
  Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
  return value;
}

/** A record in which what may be undefined may be absent instead. */
type Defined<Values> = { [Key in keyof Values as undefined extends Values[Key] ? never : Key]: Values[Key] } & {
  [Key in keyof Values as undefined extends Values[Key] ? Key : never]?: Exclude<Values[Key], undefined>;
};

/** The values that are there: a key whose value is undefined is left out, as optional properties want it. */
export function defined<Values extends object>(values: Values): Defined<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Values>;
}
