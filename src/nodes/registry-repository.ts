import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import { defineNode } from './define';
import { messageNode } from './message';
import { registryTagNode } from './registry-tag';

/** A repository in a registry. */
export const registryRepositoryNode = defineNode<{ readonly registry: string; readonly name: string }>({
  kind: 'registryRepository',
  id: ({ registry, name }) => `${registry}/${name}`,
  view: ({ name }) => ({
    label: oneLine(name),
    icon: 'repo',
    accessibleLabel: t('Repository {0}', oneLine(name)),
    expandable: 'collapsed',
  }),
  tooltip: ({ registry, name }) => escapeMarkdown(`${registry}/${name}`),
  children: async ({ registry, name }, app, signal) => {
    const tags = await app.registries.tags(registry, name, signal);
    if (tags.length === 0) return [messageNode.make({ id: `${registry}/${name}`, label: t('No tags') })];
    return tags.map((tag) => registryTagNode.make({ registry, repository: name, tag }));
  },
});
