import type { Stage } from '../model';

/**
 * A fact about the end of a stage that the stage itself settles or has from the one that it is built on. Each stage is
 * looked at once, so that a long chain of stages costs no more than its length.
 *
 * @param own `undefined` where the stage does not settle it
 * @param none where no stage does
 */
export function inherited<Value>(own: (stage: Stage) => Value | undefined, none: Value): (stage: Stage | undefined) => Value {
  const known = new WeakMap<Stage, { readonly value: Value }>();
  return (stage) => {
    const passed: Stage[] = [];
    let found: { readonly value: Value } | undefined;
    for (let at = stage; at !== undefined && found === undefined; at = at.parent) {
      const value = known.has(at) ? undefined : own(at);
      found = known.get(at) ?? (value === undefined ? undefined : { value });
      passed.push(at);
    }
    found ??= { value: none };
    for (const one of passed) known.set(one, found);
    return found.value;
  };
}
