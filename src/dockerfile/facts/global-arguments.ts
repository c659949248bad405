import type { Dockerfile } from '../model';
import { platformArguments } from './platforms';
import { expanded } from './variables';

/** The ARG before the first FROM. */
export interface GlobalArguments {
  /** All names that FROM may use: declared ones and those of the builder. */
  readonly names: ReadonlySet<string>;
  /** The values without any `--build-arg`; a name without a default is missing. */
  readonly values: ReadonlyMap<string, string>;
}

const known = new WeakMap<Dockerfile, GlobalArguments>();

/** Reads the ARG instructions before the first FROM. */
export function globalArguments(file: Dockerfile): GlobalArguments {
  const before = known.get(file);
  if (before !== undefined) return before;
  const values = new Map(Object.entries(platformArguments));
  const names = new Set(values.keys());
  for (const instruction of file.preamble) {
    if (instruction.name !== 'ARG') continue;
    for (const { key, valueText } of instruction.keyValues.pairs) {
      names.add(key);
      if (valueText === undefined) continue;
      const value = expanded(valueText, file.escape, (name) => values.get(name));
      if (value !== undefined) values.set(key, value);
    }
  }
  const found = { names, values };
  known.set(file, found);
  return found;
}

/** A word of FROM with the defaults put in; names without a value are empty. */
export function withDefaults(file: Dockerfile, text: string): string | undefined {
  const { values } = globalArguments(file);
  return text.includes('$') ? expanded(text, file.escape, (name) => values.get(name)) : text;
}
