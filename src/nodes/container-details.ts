import type { App } from '../app';
import { type Disposable, toDisposable } from '../core/disposable';
import { oneLine } from '../core/untrusted';
import type { ContainerSummary } from '../engine/containers/containers';
import { type ContainerDetail, containerDetailNode } from './container-detail';
import { defineNode, type Node, type NodeView, type OpenRow } from './define';
import { environmentFacet } from './details/environment';
import type { KnownFacet, ReadFacet } from './details/facet';
import { healthFacet } from './details/health';
import { mountsFacet } from './details/mounts';
import { networksFacet } from './details/networks';
import { portsFacet } from './details/ports';
import { processesFacet } from './details/processes';
import { messageNode } from './message';

/** Groups of facts that the engine's list tells, in the order of the rows. */
export const knownFacets: readonly KnownFacet[] = [portsFacet, networksFacet, mountsFacet];

/** Groups of facts that are read when they are opened. */
export const readFacets: readonly ReadFacet[] = [environmentFacet, healthFacet, processesFacet];

/** One group of facts of a container; `facet` is its id. */
export interface ContainerDetails {
  readonly container: ContainerSummary;
  readonly facet: string;
}

/** What is older is read again when a group is opened once more. */
const freshMilliseconds = 2_000;

/** Ports, networks or mounts: what the list tells, true without being read. */
export const containerDetailsNode = defineNode<ContainerDetails>({
  kind: 'containerDetails',
  id: rowIdOf,
  view: (data) => viewOf(data, knownFacets),
  childrenOnlyWhenOpened: true,
  children: ({ container, facet }, app) =>
    (knownFacets.find(({ id }) => id === facet)?.rows(container, app) ?? []).map((row) => containerDetailNode.make({ ...row, container })),
});

/** Environment, health checks or processes: read when the row is opened, and again by events of the container while it is open. */
export const containerReadingsNode = defineNode<ContainerDetails>({
  kind: 'containerReadings',
  id: rowIdOf,
  view: (data) => viewOf(data, readFacets),
  childrenOnlyWhenOpened: true,
  childrenAreRead: true,
  children: readings,
  whileOpen: (open, app) => readAgain(open, app),
});

function rowIdOf({ container, facet }: ContainerDetails): string {
  return `${container.id}/${facet}`;
}

function viewOf({ container, facet }: ContainerDetails, facets: readonly (KnownFacet | ReadFacet)[]): NodeView {
  const found = facets.find(({ id }) => id === facet);
  const short = found?.short?.(container) ?? '';
  return {
    label: found?.label() ?? oneLine(facet),
    ...(short !== '' && { description: oneLine(short) }),
    icon: found?.icon ?? 'info',
    accessibleLabel: [found?.spoken(oneLine(container.name)), oneLine(short)].filter(Boolean).join(', '),
    expandable: 'collapsed',
  };
}

async function readings({ container, facet }: ContainerDetails, app: App, signal: AbortSignal): Promise<readonly Node[]> {
  const found = readFacets.find(({ id }) => id === facet);
  const rows = (await found?.read(container, app, signal)) ?? [];
  const readAt = Date.now();
  if (rows.length === 0) return [messageNode.make({ id: `none/${container.id}/${facet}`, label: found?.none() ?? '' })];
  return rows.map((row) => containerDetailNode.make({ ...row, container, readAt }));
}

function readAgain({ rows }: OpenRow, app: App): Disposable {
  const [first] = rows;
  if (!first || !containerDetailNode.is(first)) return toDisposable(() => undefined);
  const { container, key, readAt = 0 }: ContainerDetail = first.data;
  const [facet = ''] = key.split('/');
  const again = (): void => {
    app.views.reload('containers', readingsRowId(container.id, facet)).catch((error: unknown) => app.log.error(facet, error));
  };
  if (Date.now() - readAt > freshMilliseconds) again();
  const staleBy = readFacets.find(({ id }) => id === facet)?.staleBy;
  return app.connection.onEvent(({ type, id, action }) => {
    if (staleBy && type === 'container' && id === container.id && staleBy.test(action)) again();
  });
}

/** Id of the row of a group that is read. */
export function readingsRowId(container: string, facet: string): string {
  return `containerReadings/${container}/${facet}`;
}

/** The groups that a container has. */
export function detailRows(container: ContainerSummary): readonly Node[] {
  return [
    ...knownFacets.filter(({ has }) => has(container)).map(({ id: facet }) => containerDetailsNode.make({ container, facet })),
    ...readFacets.filter(({ has }) => has(container)).map(({ id: facet }) => containerReadingsNode.make({ container, facet })),
  ];
}
