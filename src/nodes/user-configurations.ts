import type { App } from '../app';
import { failure } from '../core/errors';
import { t } from '../core/localize';
import { checkConfiguration } from '../core/run/configuration-schema';
import type { RunConfiguration } from '../core/run/run-configuration';

/** Values of variables may be secret, so the whole is kept where secrets are. */
export const userConfigurationsKey = 'runConfigurations';

/** Views of those who have none do not wait for the secret store of the system, which may have to be unlocked. */
const areThere = 'runConfigurations.kept';

/** The run configurations that this user keeps for all folders. What is of no form that is known is left out. */
export async function userConfigurations(app: Pick<App, 'secrets' | 'state'>): Promise<readonly RunConfiguration[]> {
  return (await entries(app)).flatMap((entry) => {
    const checked = checkConfiguration(entry);
    return 'configuration' in checked ? [checked.configuration] : [];
  });
}

/** Keeps a configuration, in the place of the one of its name. */
export async function saveUserConfiguration(app: Pick<App, 'secrets' | 'state'>, configuration: RunConfiguration): Promise<void> {
  const all = await entries(app);
  const isThere = all.some((entry) => nameOf(entry) === configuration.name);
  await write(app, isThere ? all.map((entry) => (nameOf(entry) === configuration.name ? configuration : entry)) : [...all, configuration]);
}

/** Forgets a configuration. Throws `invalidInput` where there is none of this name. */
export async function deleteUserConfiguration(app: Pick<App, 'secrets' | 'state'>, name: string): Promise<void> {
  const all = await entries(app);
  const left = all.filter((entry) => nameOf(entry) !== name);
  if (left.length === all.length)
    throw failure('invalidInput', { field: 'configuration', value: name, reason: t('There is no run configuration of this name.') });
  await write(app, left);
}

function nameOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
}

async function entries({ secrets, state }: Pick<App, 'secrets' | 'state'>): Promise<readonly unknown[]> {
  if (state.get(areThere) !== true) return [];
  const text = await secrets.get(userConfigurationsKey);
  if (text === undefined) return [];
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? (read as readonly unknown[]) : [];
  } catch {
    // Nothing but this writes it.
    return [];
  }
}

async function write({ secrets, state }: Pick<App, 'secrets' | 'state'>, all: readonly unknown[]): Promise<void> {
  // First, since others read when the secret changes.
  await state.set(areThere, all.length > 0 ? true : undefined, 'user');
  if (all.length === 0) await secrets.delete(userConfigurationsKey);
  else await secrets.set(userConfigurationsKey, JSON.stringify(all));
}
