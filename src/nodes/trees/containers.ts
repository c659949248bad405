import type { App } from '../../app';
import { compareNatural } from '../../core/natural-order';
import type { ContainerSummary } from '../../engine/engine';
import { containerNode } from '../container';
import { containerGroupNode } from '../container-group';
import type { Node } from '../define';
import { defineTree } from '../define-tree';

const projectLabel = 'com.docker.compose.project';

/** Compose projects with their containers, then the containers that belong to none; running ones first, by name. */
export function groupContainers(containers: Iterable<ContainerSummary>, byProject: boolean, readAt: (container: ContainerSummary) => number): readonly Node[] {
  const projects = new Map<string, ContainerSummary[]>();
  const single: ContainerSummary[] = [];
  for (const container of containers) {
    const project = byProject ? container.labels[projectLabel] : undefined;
    if (project === undefined || project === '') single.push(container);
    else {
      const members = projects.get(project);
      if (members) members.push(container);
      else projects.set(project, [container]);
    }
  }
  const byName = (left: ContainerSummary, right: ContainerSummary): number => compareNatural(left.name, right.name);
  const groups = [...projects.keys()].sort(compareNatural).map((project) =>
    containerGroupNode.make({
      project,
      containers: (projects.get(project) ?? []).sort(byName).map((container) => ({ container, readAt: readAt(container) })),
    }),
  );
  const rows = single
    .sort((left, right) => Number(right.state === 'running') - Number(left.state === 'running') || byName(left, right))
    .map((container) => containerNode.make({ container, readAt: readAt(container) }));
  return [...groups, ...rows];
}

function matches(container: ContainerSummary, words: readonly string[]): boolean {
  const text = `${container.name} ${container.image} ${container.id} ${container.state} ${container.labels[projectLabel] ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function roots(app: App, filter: string): readonly Node[] {
  const containers = app.inventory.get('containers');
  if (!containers) return [];
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = [...containers.values()].filter((container) => matches(container, words));
  return groupContainers(shown, app.settings.get('containers.groupByComposeProject'), (container) =>
    app.inventory.readAt(container),
  );
}

/** All containers, by Compose project. */
export const containersTree = defineTree({
  view: 'containers',
  title: 'Containers',
  icon: 'vm',
  lists: ['containers'],
  filter: true,
  welcome: 'No containers yet.\n[Run an Image](command:slipway.images.run)',
  roots,
});
