import { object, text, textMap } from '../json/json';
import { checkObjectName } from '../transport/names';
import type { EngineTransport } from '../transport/transport';
import type { EngineVolumes, VolumeSummary } from './volumes';

/** The volumes of the engine that the transport leads to. */
export function engineVolumes(transport: EngineTransport): EngineVolumes {
  return {
    async list() {
      const context = { operation: 'list volumes' };
      return transport.list({ method: 'GET', path: '/volumes', context }, volumeSummary, { key: 'Volumes' });
    },

    async inspect(name) {
      const path = `/volumes/${checkObjectName('volume', name)}`;
      return object(await transport.json({ method: 'GET', path, context: { operation: 'inspect', what: 'volume', name } }));
    },

    async remove(name, options = {}) {
      const path = `/volumes/${checkObjectName('volume', name)}`;
      const context = { operation: 'remove', what: 'volume', name } as const;
      await transport.text({ method: 'DELETE', path, query: { force: options.force }, context });
    },
  };
}

function volumeSummary(value: unknown): VolumeSummary {
  const raw = object(value);
  const created = Date.parse(text(raw.CreatedAt));
  return {
    name: text(raw.Name),
    driver: text(raw.Driver),
    mountpoint: text(raw.Mountpoint),
    created: Number.isNaN(created) ? undefined : created,
    labels: textMap(raw.Labels),
  };
}
