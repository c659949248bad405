import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { publishedPorts } from '../../engine/containers/published-ports';
import { shortPorts } from '../container-words';
import type { DetailRow, KnownFacet } from './facet';

/** Ports, where they are published, and what a browser opens. */
export const portsFacet: KnownFacet = {
  id: 'ports',
  icon: 'plug',
  label: () => t('Ports'),
  spoken: (name) => t('Ports of {0}', name),
  has: ({ ports }) => ports.length > 0,
  short: ({ ports }) => shortPorts(ports),
  rows({ ports }, { connection: { state } }) {
    const candidate = state.kind === 'connected' ? state.candidate : undefined;
    // The engine lists those of IPv4 and IPv6.
    const rows = new Map<string, DetailRow>();
    for (const port of ports) {
      const { containerPort, protocol, hostPort, hostIp = '' } = port;
      const inside = `${String(containerPort)}/${protocol}`;
      const key = `ports/${inside}/${String(hostPort ?? '')}`;
      if (rows.has(key)) continue;
      const [open] = publishedPorts([port], candidate);
      const address = `${hostIp.includes(':') ? `[${hostIp}]` : hostIp || '0.0.0.0'}:${String(hostPort ?? '')}`;
      const published = hostPort === undefined ? t('not published') : address;
      rows.set(key, {
        key,
        label: inside,
        description: published,
        icon: hostPort === undefined ? 'circle-slash' : open ? 'globe' : 'plug',
        spoken: hostPort === undefined ? t('Port {0}, not published', inside) : t('Port {0}, published at {1}', inside, oneLine(address)),
        facts: [
          [t('Published at'), published],
          [t('In a browser'), open?.url ?? ''],
        ],
        ...(hostPort !== undefined && { copied: open ? new URL(open.url).host : address }),
        ...(open && { url: open.url }),
      });
    }
    return [...rows.values()];
  },
};
