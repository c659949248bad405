import { containerReadingsNode, readFacets, readingsRowId } from '../../nodes/container-details';
import { name } from '../answers/takes';
import { defineCommand } from '../define';
import { namedContainer } from '../targets/container-targets';

/** Reads environment, health checks or processes again. */
export const refreshDetails = defineCommand({
  id: 'slipway.details.refresh',
  title: 'Read Details Again',
  summary: 'Reads the environment, the health checks or the processes of a container again, in the rows below it that are open.',
  icon: 'refresh',
  on: [{ node: 'containerReadings' }],
  placement: { group: '2_open', order: 1, inline: true },
  palette: false,
  answers: { container: name('Name or id of the container.') },
  result: 'undefined',
  run: async (app, { nodes, answers }): Promise<undefined> => {
    for (const node of nodes) {
      if (containerReadingsNode.is(node)) await app.views.reload('containers', readingsRowId(node.data.container.id, node.data.facet));
    }
    if (answers.container === undefined) return undefined;
    const { id } = await namedContainer(app, answers.container);
    for (const facet of readFacets) await app.views.reload('containers', readingsRowId(id, facet.id));
    return undefined;
  },
});
