import { own, setOwn } from '../records';
import { looksSecret } from '../secrets';
import type { RunConfiguration } from './run-configuration';

/** Whether two values of a configuration say the same; keys of objects in any order. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [mine, theirs] = [Object.entries(left), Object.keys(right)];
  return (
    mine.length === theirs.length &&
    mine.every(([key, value]) => Object.hasOwn(right, key) && sameValue(value, own(right as Readonly<Record<string, unknown>>, key)))
  );
}

/** Fields that no docker line has. */
const besideTheLine: ReadonlySet<string> = new Set(['name', 'allowParallelRun', 'beforeLaunch']);

/**
 * A configuration after it was edited as a line: what means the same as before stays as it was written. `untouched` is what the
 * line says of the configuration as it was.
 */
export function editedConfiguration(before: RunConfiguration, untouched: RunConfiguration, after: RunConfiguration): RunConfiguration {
  const [was, same, is] = [before, untouched, after] as unknown as readonly Readonly<Record<string, unknown>>[];
  const result: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const stays = besideTheLine.has(key) || sameValue(own(same ?? {}, key), own(is ?? {}, key));
    const value = own((stays ? was : is) ?? {}, key);
    if (value !== undefined) setOwn<unknown>(result, key, value);
  }
  return result as unknown as RunConfiguration;
}

/**
 * A configuration for a file that others read: variables that look secret have no value, so that `null` passes those of the computer
 * on; but those that stand in the file already. With the names of the variables that lost theirs.
 */
export function sharedConfiguration(
  configuration: RunConfiguration,
  before?: RunConfiguration,
): { readonly configuration: RunConfiguration; readonly leftOut: readonly string[] } {
  const { environment } = configuration;
  if (!environment) return { configuration, leftOut: [] };
  const isSecret = ([name, value]: readonly [string, string | null]): boolean =>
    value !== null && value !== own(before?.environment ?? {}, name) && looksSecret(name, value);
  const all = Object.entries(environment);
  const leftOut = all.filter(isSecret).map(([name]) => name);
  const shared = Object.fromEntries(all.map((each) => [each[0], isSecret(each) ? null : each[1]]));
  return { configuration: { ...configuration, environment: shared }, leftOut };
}
