import type { FileChange } from '../../core/file-changes';
import { containerContext } from './life';
import type { EngineContainers } from './containers';
import { number, object, text } from '../json/json';
import { checkObjectName } from '../transport/names';
import type { EngineTransport } from '../transport/transport';

type FileMethods = Pick<EngineContainers, 'readFiles' | 'export' | 'size' | 'changes'>;

/** Files of containers, which need not run. */
export function containerFileMethods(transport: EngineTransport): FileMethods {
  const of = (container: string) => `/containers/${checkObjectName('container', container)}`;
  return {
    readFiles(container, path, signal) {
      const context = { ...containerContext('read files', container), what: 'path', name: path } as const;
      return transport.stream({ method: 'GET', path: `${of(container)}/archive`, query: { path }, signal, context });
    },

    export(container, signal) {
      return transport.download({ path: `${of(container)}/export`, signal, context: containerContext('export', container) });
    },

    async size(container, signal) {
      const context = containerContext('inspect', container);
      // The engine walks through what the container has written.
      const answer = await transport.longJson({ method: 'GET', path: `${of(container)}/json`, query: { size: true }, signal, context });
      const size = number(object(answer).SizeRootFs);
      return size > 0 ? size : undefined;
    },

    async changes(container, signal) {
      const context = containerContext('diff', container);
      return transport.list({ method: 'GET', path: `${of(container)}/changes`, limit: 'changes', signal, context }, fileChange, {
        long: true,
      });
    },
  };
}

const kinds: readonly FileChange['kind'][] = ['changed', 'added', 'deleted'];

/** A row of `GET /containers/{id}/changes`; the kind is a number there. */
function fileChange(value: unknown): FileChange {
  const { Kind, Path } = object(value);
  return { kind: kinds[number(Kind)] ?? 'changed', path: text(Path) };
}
