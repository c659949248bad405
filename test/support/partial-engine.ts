import type { Engine } from '../../src/engine/engine';

type Methods = 'images' | 'containers' | 'volumes' | 'networks' | 'builder' | 'system';

/** What a test's engine can do: some methods of some of its objects. */
export type PartialEngine = Partial<Omit<Engine, Methods>> & { readonly [Key in Methods]?: Partial<Engine[Key]> };

/** Both, where the second has a method by the second. */
export function joinEngines(first: PartialEngine, second: PartialEngine): PartialEngine {
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])] as (keyof PartialEngine)[];
  const join = (one: unknown, other: unknown): unknown =>
    typeof one === 'object' && one !== null && typeof other === 'object' && other !== null ? { ...one, ...other } : (other ?? one);
  return Object.fromEntries(keys.map((key) => [key, join(first[key], second[key])]));
}
