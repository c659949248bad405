import { failure } from '../../core/errors';
import type { PullResult } from '../../engine/images/images';
import type { Node } from '../../nodes/define';
import { registryRepositoryNode } from '../../nodes/registry-repository';
import { registryTagNode, registryTagReference } from '../../nodes/registry-tag';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { pullEach, type PullAnswers } from '../images/pull';

/** Pulls tags of a registry, or all tags of its repositories. */
export const pullFromRegistry = defineCommand({
  id: 'slipway.registries.pull',
  title: 'Pull',
  summary: 'Pulls the selected tags of a registry, and all tags of selected repositories.',
  icon: 'cloud-download',
  on: [{ node: 'registryTag' }, { node: 'registryRepository' }],
  many: true,
  placement: { group: '1_run', order: 2, inline: true },
  palette: false,
  key: { key: 'shift+p', views: ['registries'] },
  answers: { references: names('What to pull, with the registry: `ghcr.io/owner/name:tag`.') },
  result: 'readonly { reference: string; imageId: string; digest: string | undefined; changed: boolean }[]',
  run: async (app, call): Promise<readonly PullResult[]> => {
    const wanted = call.answers.references?.map((reference) => ({ reference })) ?? call.nodes.flatMap(fromRow);
    if (wanted.length === 0) throw failure('cancelled', { operation: 'pull' });
    return pullEach(app, wanted, call.programmatic);
  },
});

function fromRow(node: Node): readonly PullAnswers[] {
  if (registryTagNode.is(node)) return [{ reference: registryTagReference(node.data) }];
  if (registryRepositoryNode.is(node)) return [{ reference: `${node.data.registry}/${node.data.name}`, allTags: true }];
  return [];
}
