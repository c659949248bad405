import type { App } from '../../app';
import { containerDetailNode } from '../../nodes/container-detail';
import { readingsRowId } from '../../nodes/container-details';
import type { Node } from '../../nodes/define';
import { setRevealed } from '../../nodes/details/environment';
import { namedContainer } from './container-targets';

/** Shows the values of a container's variables that may be secret in its rows, or hides them. */
export async function revealValues(
  app: App,
  { nodes, answers }: { readonly nodes: readonly Node[]; readonly answers: { readonly container?: string | undefined } },
  shown: boolean,
): Promise<undefined> {
  const ids = nodes.flatMap((node) => (containerDetailNode.is(node) ? [node.data.container.id] : []));
  if (answers.container !== undefined) ids.push((await namedContainer(app, answers.container)).id);
  for (const id of new Set(ids)) {
    setRevealed(app, id, shown);
    await app.views.reload('containers', readingsRowId(id, 'environment'));
  }
  return undefined;
}
