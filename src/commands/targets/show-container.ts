import type { App } from '../../app';
import type { ContainerSummary } from '../../engine/containers/containers';
import { containerNode } from '../../nodes/container';
import { containerFilterTest } from '../../nodes/trees/containers';

/** Opens the Containers view and selects a container in it; a filter that would hide it is taken away. */
export async function showContainer(app: App, container: ContainerSummary): Promise<void> {
  if (!containerFilterTest(app.views.filter('containers'))(container)) await app.views.setFilter('containers', '');
  await app.show.reveal(containerNode.make({ container, readAt: Date.now() }).id, 'containers');
}
