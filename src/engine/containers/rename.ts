import type { EngineContainers } from './containers';
import { containerContext } from './life';
import { checkObjectName } from '../transport/names';
import type { EngineTransport } from '../transport/transport';

/** Another name for a container. */
export function renameMethods(transport: EngineTransport): Pick<EngineContainers, 'rename'> {
  return {
    async rename(container, name) {
      const path = `/containers/${checkObjectName('container', container)}/rename`;
      // A name that is taken is told by that name.
      const context = { ...containerContext('rename', container), conflictName: checkObjectName('container', name) };
      await transport.text({ method: 'POST', path, query: { name }, context });
    },
  };
}
