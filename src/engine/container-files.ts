import { containerContext } from './containers';
import type { Engine } from './engine';
import { checkObjectName } from './names';
import type { Transport } from './transport';

type FileMethods = Pick<Engine, 'readContainerFiles'>;

/** Files of containers, which need not run. */
export function containerFileMethods(transport: Transport): FileMethods {
  return {
    readContainerFiles(container, path, signal) {
      const request = `/containers/${checkObjectName('container', container)}/archive`;
      const context = { ...containerContext('read files', container), what: 'file', name: path } as const;
      return transport.stream({ method: 'GET', path: request, query: { path }, signal, context });
    },
  };
}
