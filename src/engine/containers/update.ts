import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { object, texts } from '../json/json';
import { checkObjectName } from '../transport/names';
import type { EngineInformation } from '../information';
import type { EngineTransport } from '../transport/transport';
import type { ContainerUpdate, EngineContainers } from './containers';
import { containerContext } from './life';

/** Limits and restart policy of containers that are there. */
export function updateMethods(transport: EngineTransport, { kind, version }: EngineInformation): Pick<EngineContainers, 'update'> {
  return {
    async update(container, change) {
      // Podman 4 has no such request in its Docker API, and answers as for a container that is not there.
      if (kind === 'podman' && Number.parseInt(version, 10) < 5)
        throw failure('unsupported', {
          operation: t('Changing limits and restart policy of a container'),
          engine: transport.engineName,
          detail: t('Podman can do it from version 5 on. A new container can be made with other limits.'),
        });
      const path = `/containers/${checkObjectName('container', container)}/update`;
      const context = containerContext('update', container);
      return texts(object(await transport.longJson({ method: 'POST', path, body: updateBody(change), context })).Warnings);
    },
  };
}

/** The body of `POST /containers/{id}/update`: what is not in it stays. */
function updateBody({ restartPolicy, memory, memorySwap, cpus, pids }: ContainerUpdate): object {
  return defined({
    RestartPolicy: restartPolicy && { Name: restartPolicy.name, MaximumRetryCount: restartPolicy.maximumRetries ?? 0 },
    Memory: memory,
    MemorySwap: memorySwap,
    NanoCpus: cpus === undefined ? undefined : Math.round(cpus * 1e9),
    PidsLimit: pids,
  });
}
