import { t } from '../../core/localize';
import type { KnownFacet } from './facet';

/** What is mounted into a container. */
export const mountsFacet: KnownFacet = {
  id: 'mounts',
  icon: 'folder-library',
  label: () => t('Mounts'),
  spoken: (name) => t('Mounts of {0}', name),
  has: ({ mounts }) => mounts.length > 0,
  short: ({ mounts }) => String(mounts.length),
  rows: ({ mounts }) =>
    mounts.map(({ type, source, destination, readOnly }) => {
      const access = readOnly ? t('read-only') : t('read and write');
      const from = source === '' ? type : source;
      return {
        key: `mounts/${destination}`,
        label: destination,
        description: [`← ${from}`, readOnly ? access : ''].filter(Boolean).join(' · '),
        icon: type === 'volume' ? 'database' : 'folder',
        spoken: t('Mount {0}, from {1}, {2}', destination, from, access),
        facts: [
          [t('From'), source],
          [t('Type'), type],
          [t('Access'), access],
        ],
        copied: source === '' ? destination : source,
      };
    }),
};
