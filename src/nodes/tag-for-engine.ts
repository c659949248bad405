import type { App } from '../app';
import type { RegistryTag } from '../registry/registries';
import { defined } from '../core/records';

/** What a registry tells of one tag, with size and date as the engine's platform has them. Throws what the registry client throws. */
export function tagForEngine(
  app: App,
  { registry, repository, name }: { readonly registry: string; readonly repository: string; readonly name: string },
  signal?: AbortSignal,
): Promise<RegistryTag> {
  const { state } = app.connection;
  const platform = state.kind === 'connected' ? state.information.platform : '';
  return app.registries.tag(registry, repository, name, { ...(platform !== '' && { platform }), ...defined({ signal }) });
}
