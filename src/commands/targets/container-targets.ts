import type { App } from '../../app';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { ContainerState, ContainerSummary } from '../../engine/containers/containers';
import { text } from '../../engine/json/json';
import { containerNode } from '../../nodes/container';
import { containerChangesNode } from '../../nodes/container-changes';
import { containerGroupNode } from '../../nodes/container-group';
import type { ListedTarget, Target, TargetKind } from './choose-targets';

/** A container to work on. */
export type ContainerTarget = Target<ContainerSummary>;

function targetOf(container: ContainerSummary): ListedTarget<ContainerSummary> {
  return { id: container.id, name: container.name, listed: container };
}

/** Containers; a Compose project is a group of them. */
export const containers: TargetKind<ContainerSummary, 'container', 'containers'> = {
  one: 'container',
  many: 'containers',
  ofRow: (node) => (containerNode.is(node) || containerChangesNode.is(node) ? targetOf(node.data.container) : undefined),
  ofGroup: (node) => (containerGroupNode.is(node) ? node.data.containers.map(({ container }) => targetOf(container)) : []),
  choices: async (app) =>
    [...(await app.inventory.read('containers')).values()].map((container) => ({
      label: oneLine(container.name),
      description: oneLine(container.image),
      detail: oneLine(container.status),
      icon: container.state === 'running' ? 'vm-running' : 'vm-outline',
      value: targetOf(container),
    })),
  whenNone: () => t('This action applies to none of the containers.'),
};

/** The container that a program means by its name or id, as its engine knows it. Throws `notFound`. */
export async function namedContainer(app: App, container: string): Promise<{ readonly id: string; readonly name: string }> {
  const inspected = await (await app.connection.engine()).containers.inspect(container);
  return { id: text(inspected['Id']) || container, name: text(inspected['Name']).replace(/^\//, '') || container };
}

/** States in which a container has processes. */
export function isUp({ state }: { readonly state: ContainerState }): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}
