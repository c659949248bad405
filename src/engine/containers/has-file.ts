import { SlipwayError } from '../../core/errors';
import type { EngineContainers } from './containers';
import { containerContext } from './life';
import { checkObjectName } from '../transport/names';
import type { EngineTransport } from '../transport/transport';

/** Whether a path is in a container, which need not run. */
export function hasFileMethods(transport: EngineTransport): Pick<EngineContainers, 'hasFile'> {
  return {
    async hasFile(container, path, signal) {
      const route = `/containers/${checkObjectName('container', container)}/archive`;
      const context = { ...containerContext('look for a file', container), what: 'path', name: path } as const;
      try {
        await transport.headers({ method: 'HEAD', path: route, query: { path }, signal, context });
        return true;
      } catch (error) {
        // The answer to HEAD has no words, so one that says no reads as an operation that is not there.
        if (SlipwayError.details(error, 'notFound') || SlipwayError.details(error, 'unsupported')) return false;
        throw error;
      }
    },
  };
}
