import { t } from '../core/localize';
import { checkReference, invalidTag } from '../core/reference';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import type { RegistryTag } from '../registry/registries';
import { defineNode, type Node } from './define';
import { messageNode } from './message';
import { type ListRows, rowsOfPart } from './registry-more';
import { registryTagNode } from './registry-tag';
import { followTags } from './registry-tag-facts';

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
    const rows = rowsOfPart(tagRows(registry, name), await app.registries.tagList(registry, name, { signal }));
    return rows.length > 0 ? rows : [messageNode.make({ id: `${registry}/${name}`, label: t('No tags') })];
  },
  whileOpen: followTags,
});

function tagRows(registry: string, repository: string): ListRows<RegistryTag> {
  return {
    of: `${registry}/${repository}`,
    nameOf: ({ name }) => name,
    row: (tag) => {
      const reason = invalidTag(tag.name);
      if (reason !== undefined) return unusable(`${registry}/${repository}:${tag.name}`, tag.name, reason);
      return registryTagNode.make({ registry, repository, tag });
    },
    read: (app, after, signal) => app.registries.tagList(registry, repository, { after, signal }),
  };
}

/** The row of a repository; some registries list names that no engine can pull: those say so, and offer nothing. */
export function repositoryRow(registry: string, name: string): Node {
  const checked = checkReference(`${registry}/${name}`);
  if ('reason' in checked) return unusable(`${registry}/${name}`, name, checked.reason);
  const { path, tag, digest } = checked.reference;
  if (path !== name || tag !== undefined || digest !== undefined)
    return unusable(`${registry}/${name}`, name, t('This is not the name of a repository.'));
  return registryRepositoryNode.make({ registry, name });
}

function unusable(id: string, label: string, reason: string): Node {
  return messageNode.make({ id, label, detail: t('cannot be pulled: {0}', reason), icon: 'warning' });
}
