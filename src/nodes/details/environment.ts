import type { App } from '../../app';
import { t } from '../../core/localize';
import { variableOf, mayBeSecret } from '../../engine/containers/inspected';
import { object, texts } from '../../engine/json/json';
import type { DetailRow, ReadFacet } from './facet';

const revealed = new WeakMap<App, Set<string>>();

/** Whether the values of a container that may be secret are shown in its rows; nobody remembers it after the window. */
export function areRevealed(app: App, container: string): boolean {
  return revealed.get(app)?.has(container) ?? false;
}

/** Shows them, or hides them. */
export function setRevealed(app: App, container: string, shown: boolean): void {
  const known = revealed.get(app) ?? new Set<string>();
  revealed.set(app, known);
  if (shown) known.add(container);
  else known.delete(container);
}

/** All variables of a container, `NAME=value` each, also those that may be secret. */
export async function environmentOf(app: App, container: string, signal?: AbortSignal): Promise<readonly string[]> {
  const engine = await app.connection.engine(signal);
  return texts(object((await engine.containers.inspect(container))['Config'])['Env']);
}

/** The environment; values that may be secret are hidden until somebody asks. */
export const environmentFacet: ReadFacet = {
  id: 'environment',
  icon: 'symbol-variable',
  label: () => t('Environment'),
  spoken: (name) => t('Environment of {0}', name),
  has: () => true,
  none: () => t('It has no variables.'),
  async read({ id }, app, signal) {
    const shown = areRevealed(app, id);
    return (await environmentOf(app, id, signal)).map((variable, index): DetailRow => {
      const { name, value } = variableOf(variable, shown);
      const isSecret = value !== undefined && shown && mayBeSecret(name, value);
      return {
        // One name may stand there twice.
        key: `environment/${String(index)}/${name}`,
        label: name,
        description: value ?? t('••• may be secret'),
        icon: value === undefined ? 'lock' : 'symbol-variable',
        spoken: value === undefined ? t('Variable {0}, hidden since it may be secret', name) : t('Variable {0}, {1}', name, value),
        facts: [[t('Value'), value ?? t('••• may be secret')]],
        ...(value !== undefined && { copied: value }),
        ...(value === undefined ? { secret: 'masked' as const } : isSecret ? { secret: 'revealed' as const } : {}),
      };
    });
  },
};
