import { formatAge } from '../core/age';
import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import type { RegistryTag } from '../registry/registries';
import { defineNode } from './define';

export interface RegistryTagNodeData {
  readonly registry: string;
  readonly repository: string;
  readonly tag: RegistryTag;
}

/** The reference that pulls a registry's tag. */
export function registryTagReference({ registry, repository, tag }: RegistryTagNodeData): string {
  return `${registry}/${repository}:${tag.name}`;
}

/** A tag in a registry. */
export const registryTagNode = defineNode<RegistryTagNodeData>({
  kind: 'registryTag',
  id: ({ registry, repository, tag }) => `${registry}/${repository}:${tag.name}`,
  view: ({ tag }) => ({
    label: oneLine(tag.name),
    description: [tag.size === undefined ? '' : formatBytes(tag.size), tag.updated === undefined ? '' : formatAge(tag.updated, Date.now())].filter(Boolean).join(' · '),
    icon: 'tag',
    accessibleLabel: t('Tag {0}', oneLine(tag.name)),
  }),
  tooltip: async (data, app) => {
    const { registry, repository, tag } = data;
    const known = tag.platforms === undefined ? await app.registries.tag(registry, repository, tag.name).catch(() => tag) : tag;
    const facts = [
      known.size === undefined ? '' : formatBytes(known.size),
      known.updated === undefined ? '' : formatAge(known.updated, Date.now()),
      (known.platforms ?? []).join(', '),
    ];
    return [registryTagReference(data), facts.filter(Boolean).join(' · ')].filter(Boolean).map((line) => escapeMarkdown(line)).join('\n\n');
  },
});
