import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
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

    async create({ name, driver, options, labels }) {
      const context = { operation: 'create', what: 'volume', name } as const;
      const there = await transport
        .json({ method: 'GET', path: `/volumes/${checkObjectName('volume', name)}`, context })
        .catch((error: unknown) => {
          if (SlipwayError.details(error, 'notFound')) return undefined;
          throw error;
        });
      if (there !== undefined) throw failure('conflict', { name, usedBy: [], detail: t('This name is taken.') });
      const body = { Name: name, ...(driver !== undefined && { Driver: driver }), DriverOpts: options ?? {}, Labels: labels ?? {} };
      const made = object(await transport.json({ method: 'POST', path: '/volumes/create', body, context }));
      return { name: text(made.Name) || name };
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
