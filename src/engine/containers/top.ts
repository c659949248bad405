import { failure, SlipwayError } from '../../core/errors';
import type { ContainerProcesses, EngineContainers } from './containers';
import { containerContext } from './life';
import { list, object, text, texts } from '../json/json';
import { checkObjectName } from '../transport/names';
import type { EngineTransport } from '../transport/transport';

/** The processes of a container. */
export function topMethods(transport: EngineTransport): Pick<EngineContainers, 'top'> {
  return {
    async top(container, signal) {
      const path = `/containers/${checkObjectName('container', container)}/top`;
      const request = { method: 'GET', path, signal, context: containerContext('top', container) } as const;
      return containerProcesses(await transport.json(request).catch((error: unknown) => refuseStopped(error, container)));
    },
  };
}

/** Podman 4 says nothing at all of a container that does not run. */
function refuseStopped(error: unknown, container: string): never {
  const failed = SlipwayError.details(error, 'engineFailed');
  if (failed?.status !== 200 || failed.detail !== '') throw error;
  throw failure('conflict', { name: container, usedBy: [], detail: `container ${container} is not running`, state: 'notRunning' });
}

/** The answer to `GET /containers/{id}/top`. Podman 4 may put a whole line of `ps` into one cell. */
export function containerProcesses(answer: unknown): ContainerProcesses {
  const raw = object(answer);
  const titles = texts(raw.Titles).flatMap((title) => title.trim().split(/\s+/));
  const processes = list(raw.Processes).map((row) => {
    const cells = texts(row);
    return cells.length === 1 && titles.length > 1 ? columns(text(cells[0]), titles.length) : cells.map((cell) => cell.trim());
  });
  return { titles, processes: processes.filter((row) => row.length > 0) };
}

/** The last column, the command, has blanks of its own. */
function columns(line: string, count: number): readonly string[] {
  const words = line.trim().split(/\s+/);
  return [...words.slice(0, count - 1), words.slice(count - 1).join(' ')];
}
