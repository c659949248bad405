import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { addressesOf } from '../network-attachment';
import type { KnownFacet } from './facet';

/** Networks, with the addresses that a container has there while it runs. */
export const networksFacet: KnownFacet = {
  id: 'networks',
  icon: 'type-hierarchy',
  label: () => t('Networks'),
  spoken: (name) => t('Networks of {0}', name),
  has: ({ networks }) => networks.length > 0,
  short: ({ networks }) => oneLine(networks.join(', ')),
  rows: (container) =>
    container.networks.map((network) => {
      const addresses = addressesOf(container, network);
      const words = addresses.length > 0 ? addresses.join(', ') : container.state === 'running' ? '' : t('does not run');
      return {
        key: `networks/${network}`,
        label: network,
        description: words,
        icon: 'type-hierarchy',
        spoken: t('Network {0}, {1}', network, words === '' ? t('without an address') : words),
        facts: addresses.map((address) => [t('Address'), address] as const),
        copied: addresses[0] ?? network,
      };
    }),
};
