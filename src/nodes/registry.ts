import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import type { RegistryEntry } from '../registry/registries';
import { actionNode } from './action';
import { defineNode } from './define';
import { registryRepositoryNode } from './registry-repository';

/** A registry with the user that is logged in to it. */
export const registryNode = defineNode<{ readonly entry: RegistryEntry; readonly user: string | undefined }>({
  kind: 'registry',
  id: ({ entry }) => entry.address,
  view: ({ entry, user }) => ({
    label: oneLine(entry.name),
    description: oneLine([entry.name === entry.address ? '' : entry.address, user === undefined ? t('not logged in') : t('logged in as {0}', user)].filter(Boolean).join(' · ')),
    icon: 'cloud',
    accessibleLabel: oneLine(t('Registry {0}, {1}', entry.name, user === undefined ? t('not logged in') : t('logged in as {0}', user))),
    expandable: 'collapsed',
    flags: [...(entry.builtin ? ['builtin' as const] : ['removable' as const]), ...(user === undefined ? [] : ['loggedIn' as const])],
  }),
  tooltip: ({ entry }) => `**${escapeMarkdown(entry.name)}** — ${escapeMarkdown(entry.address)}`,
  children: async ({ entry }, app, signal) => {
    const repositories = await app.registries.repositories(entry.address, signal);
    if (repositories.length === 0)
      return [actionNode.make({ label: t('Add a repository…'), icon: 'add', command: 'slipway.registries.addRepository', arguments: [{ registry: entry.address }] })];
    return repositories.map((name) => registryRepositoryNode.make({ registry: entry.address, name }));
  },
});
