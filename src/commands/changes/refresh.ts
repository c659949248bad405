import { t } from '../../core/localize';
import { containerChangesNode } from '../../nodes/container-changes';
import { defineCommand } from '../define';
import { changedContainerAnswer, changesRowId, changeTargets } from '../targets/change-targets';

/** Reads anew what differs from the image. */
export const refreshChanges = defineCommand({
  id: 'slipway.changes.refresh',
  title: 'Read Changes Again',
  summary: 'Reads again what a container has changed of its image: what a container does to its files nobody tells.',
  icon: 'refresh',
  on: [{ node: 'containerChanges' }],
  placement: { group: '2_open', order: 1, inline: true },
  palette: false,
  answers: { container: changedContainerAnswer },
  result: 'undefined',
  run: async (app, { nodes, answers }): Promise<undefined> => {
    const rows = nodes.flatMap((node) => (containerChangesNode.is(node) ? [node.data.container] : []));
    const named = await changeTargets(app, { nodes: [], answers });
    for (const { id } of [...rows, ...named.map(({ container }) => container)]) await app.views.reload('containers', changesRowId(id));
    app.show.status(t('Read again'));
    return undefined;
  },
});
