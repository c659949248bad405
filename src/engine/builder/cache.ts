import type { EngineBuilder } from './builder';
import { object, texts } from '../json/json';
import { checkCacheId } from '../transport/names';
import type { EngineTransport } from '../transport/transport';

/** What the builder has kept of earlier builds. */
export function cacheMethods(transport: EngineTransport): Pick<EngineBuilder, 'removeCache'> {
  return {
    async removeCache(id) {
      // BuildKit takes the id as a pattern; with its ends it means this record only. Without `all` it would keep what is shared.
      const query = { all: true, filters: { id: [`^${checkCacheId(id)}$`] } };
      const answer = await transport.longJson({
        method: 'POST',
        path: '/build/prune',
        query,
        body: {},
        context: { operation: 'prune build cache' },
      });
      return texts(object(answer).CachesDeleted).includes(id);
    },
  };
}
