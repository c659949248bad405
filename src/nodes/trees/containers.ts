import type { App } from '../../app';
import { imageFilterTest, parseImageFilter } from '../../core/image-filter';
import { composeProjectOf } from '../../core/compose-project';
import { compareNatural } from '../../core/natural-order';
import type { ContainerSummary } from '../../engine/containers/containers';
import { isHelper } from '../../engine/files/helper-label';
import { containerNode } from '../container';
import { containerGroupNode } from '../container-group';
import type { Node } from '../define';
import { defineTree } from '../define-tree';
import { keptConfigurations, runsNow, watchConfigurations } from '../kept-configurations';
import { runConfigurationGroupNode } from '../run-configuration-group';

/** Compose projects with their containers, then the containers that belong to none; running ones first, by name. */
export function groupContainers(
  containers: Iterable<ContainerSummary>,
  byProject: boolean,
  readAt: (container: ContainerSummary) => number,
): readonly Node[] {
  const projects = new Map<string, ContainerSummary[]>();
  const single: ContainerSummary[] = [];
  for (const container of containers) {
    const project = byProject ? composeProjectOf(container) : undefined;
    if (project === undefined) single.push(container);
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

/**
 * The test that a filter text makes: all words stand somewhere in the row. `image:` takes a reference, without a tag for
 * all of them, a pattern of one (`team/*`) or the beginning of an id, and looks at the image only; one of several must fit.
 */
export function containerFilterTest(text: string): (container: ContainerSummary) => boolean {
  const all = text.split(/\s+/).filter(Boolean);
  const images = all.filter((word) => word.startsWith(imageWord)).map((word) => word.slice(imageWord.length));
  const words = all.filter((word) => !word.startsWith(imageWord)).map((word) => word.toLowerCase());
  // While the value is still to be typed, everything is shown.
  const wanted = images.filter((value) => value !== '');
  const named = imageFilterTest({ ...parseImageFilter(''), reference: wanted }, []);
  const isOf = ({ image, imageId, created, labels }: ContainerSummary): boolean =>
    wanted.length === 0 || named({ reference: image, id: imageId, created, labels }) || wanted.some((value) => hasId(imageId, value));
  if (all.length === 0) return () => true;
  return (container) => {
    const { name, image, id, state } = container;
    const row = `${name} ${image} ${id} ${state} ${composeProjectOf(container) ?? ''}`.toLowerCase();
    return words.every((word) => row.includes(word)) && isOf(container);
  };
}

const imageWord = 'image:';

function hasId(id: string, value: string): boolean {
  const digits = value.replace(/^sha256:/, '');
  return /^[0-9a-f]{4,64}$/.test(digits) && id.replace(/^sha256:/, '').startsWith(digits);
}

async function roots(app: App, filter: string): Promise<readonly Node[]> {
  const rows = containerRows(app, filter);
  return filter === '' ? [...(await configurationRows(app)), ...rows] : rows;
}

/** The group of run configurations stands first, where there are some or their file is wrong. */
async function configurationRows(app: App): Promise<readonly Node[]> {
  const { all, problem } = await keptConfigurations(app);
  if (all.length === 0 && !problem) return [];
  const runs = runsNow(app);
  const configurations = all.map((kept) => ({ ...kept, running: runs(kept.configuration.name) }));
  return [runConfigurationGroupNode.make({ configurations, ...(problem && { problem }) })];
}

function containerRows(app: App, filter: string): readonly Node[] {
  const containers = app.inventory.get('containers');
  if (!containers) return [];
  // What Slipway makes to reach a volume is gone in a moment.
  const shown = [...containers.values()].filter((container) => !isHelper(container)).filter(containerFilterTest(filter));
  return groupContainers(shown, app.settings.get('containers.groupByComposeProject'), (container) => app.inventory.readAt(container));
}

/** All containers, by Compose project. */
export const containersTree = defineTree({
  view: 'containers',
  title: 'Containers',
  icon: 'vm',
  lists: ['containers'],
  filter: true,
  dropOnRows: true,
  welcome: 'No containers yet.\n[Run an Image](command:slipway.images.run)',
  live: (app) => (listener) => watchConfigurations(app, () => listener(undefined)),
  roots,
});
