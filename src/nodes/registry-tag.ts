import { formatAge } from '../core/age';
import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import type { RegistryTag } from '../registry/registries';
import { defineNode } from './define';
import type { Here } from './local-images';

export interface RegistryTagNodeData {
  readonly registry: string;
  readonly repository: string;
  readonly tag: RegistryTag;
  readonly here?: Here;
}

/** The reference that pulls a registry's tag. */
export function registryTagReference({ registry, repository, tag }: RegistryTagNodeData): string {
  return `${registry}/${repository}:${tag.name}`;
}

/** A tag in a registry. */
export const registryTagNode = defineNode<RegistryTagNodeData>({
  kind: 'registryTag',
  id: ({ registry, repository, tag }) => `${registry}/${repository}:${tag.name}`,
  view: ({ tag, here }) => {
    const facts = [...sizeAndAge(tag), ...(here ? [hereText(here)] : [])];
    return {
      label: oneLine(tag.name),
      description: facts.join(' · '),
      icon: here === 'same' ? 'check' : 'tag',
      accessibleLabel: [t('Tag {0}', oneLine(tag.name)), ...facts].join(', '),
    };
  },
  tooltip: async (data, app) => {
    const { registry, repository, tag, here } = data;
    const known = tag.platforms === undefined ? await app.registries.tag(registry, repository, tag.name).catch(() => tag) : tag;
    const facts = [...sizeAndAge(known), (known.platforms ?? []).join(', ')];
    return [registryTagReference(data), facts.filter(Boolean).join(' · '), here ? hereSentence(here) : '']
      .filter(Boolean)
      .map((line) => escapeMarkdown(line))
      .join('\n\n');
  },
});

function sizeAndAge({ size, updated }: RegistryTag): readonly string[] {
  return [...(size === undefined ? [] : [formatBytes(size)]), ...(updated === undefined ? [] : [formatAge(updated, Date.now())])];
}

function hereText(here: Here): string {
  switch (here) {
    case 'same':
      return t('here');
    case 'older':
      return t('older here');
    case 'newer':
      return t('newer here');
  }
}

function hereSentence(here: Here): string {
  switch (here) {
    case 'same':
      return t('The engine has this image.');
    case 'older':
      return t('The engine has an older image with this name.');
    case 'newer':
      return t('The engine has a newer image with this name.');
  }
}
