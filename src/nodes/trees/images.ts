import { type FilteredImage, imageFilterTest, parseImageFilter } from '../../core/image-filter';
import { t } from '../../core/localize';
import { compareNatural } from '../../core/natural-order';
import { familiarReference, familiarRepository, hubDomain, shortId, tryParseReference } from '../../core/reference';
import type { App } from '../../app';
import type { ContainerSummary } from '../../engine/containers/containers';
import type { EngineInformation } from '../../engine/information';
import type { ImageSummary } from '../../engine/images/images';
import { checkDaily, type ShownTag } from '../daily-check';
import { danglingImagesNode } from '../dangling-images';
import type { Node } from '../define';
import { defineTree } from '../define-tree';
import { type ImageNodeData, imageNode } from '../image';
import { imageGroupNode } from '../image-group';
import { isNewer, tagAnswers } from '../image-updates';
import { keptConfigurations, watchConfigurations } from '../kept-configurations';
import { repositoryNode } from '../repository';
import type { SettingValue } from '../../settings';
import { own } from '../../core/records';

type Order = SettingValue<'images.sortBy'>;
type Grouping = SettingValue<'images.groupBy'>;

/** Names of containers by the id of their image. */
export function containersByImage(containers: Iterable<ContainerSummary>): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const { imageId, name } of containers) {
    const names = result.get(imageId);
    if (names) names.push(name);
    else result.set(imageId, [name]);
  }
  return result;
}

interface Row {
  readonly repository: string | undefined;
  readonly data: ImageNodeData;
}

/** One row for each name of each image; one for each image without a name. */
export function imageRows(images: Iterable<ImageSummary>, users: ReadonlyMap<string, readonly string[]>): readonly Row[] {
  const rows: Row[] = [];
  for (const image of images) {
    const usedBy = users.get(image.id) ?? [];
    // An image pulled by digest has no tag, but it has a name.
    const names = image.tags.length > 0 ? image.tags : image.digests;
    for (const name of names) {
      const reference = tryParseReference(name);
      if (!reference) continue;
      const label = reference.tag ?? `@${(reference.digest ?? '').slice(0, 19)}`;
      rows.push({ repository: familiarRepository(reference), data: { image, reference: name, label, usedBy } });
    }
    if (names.length === 0) rows.push({ repository: undefined, data: { image, reference: undefined, label: shortId(image.id), usedBy } });
  }
  return rows;
}

function compareRows(order: Order): (left: Row, right: Row) => number {
  switch (order) {
    case 'size':
      return (left, right) => right.data.image.size - left.data.image.size;
    case 'age':
      return (left, right) => right.data.image.created - left.data.image.created;
    case 'name':
      return (left, right) => compareNatural(left.data.label, right.data.label);
  }
}

/** How rows are grouped. */
export interface ImageGrouping {
  readonly by: Grouping;
  /** Name of the label to group by. */
  readonly label: string;
}

/** Groups with their images in the given order, then the group of dangling images. */
export function groupImages(
  rows: readonly Row[],
  order: Order,
  grouping: ImageGrouping = { by: 'repository', label: '' },
): readonly Node[] {
  // Sorted before grouping, so that groups stand in the order of their first row for size and age.
  const sorted = [...rows].sort(compareRows(order));
  const dangling = sorted.filter(({ repository }) => repository === undefined).map(({ data }) => data);
  const nodes = [
    ...groupNamed(
      sorted.filter(({ repository }) => repository !== undefined),
      order,
      grouping,
    ),
  ];
  if (dangling.length > 0) nodes.push(danglingImagesNode.make({ images: dangling }));
  return nodes;
}

function groupNamed(rows: readonly Row[], order: Order, { by, label }: ImageGrouping): readonly Node[] {
  switch (by) {
    case 'repository':
      return repositories(rows, order);
    case 'registry':
      return groups(rows, order, registryOfRow).map(([registry, members]) =>
        imageGroupNode.make({
          id: `registry/${registry}`,
          label: registry === hubDomain ? 'Docker Hub' : registry,
          icon: 'server',
          nodes: repositories(members, order, registry),
        }),
      );
    case 'label':
      return groups(rows, order, ({ data }) => own(data.image.labels, label) ?? '').map(([value, members]) =>
        imageGroupNode.make({
          id: `label/${value}`,
          label: value === '' ? t('Without the label {0}', label) : value,
          icon: 'tag',
          nodes: wholeNames(members, order),
        }),
      );
    case 'none':
      return wholeNames(rows, order);
  }
}

/** Members by key; keys by name, or in the order of their first member. */
function groups(rows: readonly Row[], order: Order, keyOf: (row: Row) => string): readonly (readonly [string, readonly Row[]])[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const members = found.get(key);
    if (members) members.push(row);
    else found.set(key, [row]);
  }
  const entries = [...found];
  return order === 'name'
    ? entries.sort(([left], [right]) => Number(left === '') - Number(right === '') || compareNatural(left, right))
    : entries;
}

/** Repositories by name; without the registry that stands above them. */
function repositories(rows: readonly Row[], order: Order, registry?: string): readonly Node[] {
  return groups(rows, order, ({ repository }) => repository ?? '').map(([name, members]) => {
    const images = members.map(({ data }) => data);
    const below = registry !== undefined && name.startsWith(`${registry}/`);
    return repositoryNode.make({ name, ...(below && { label: name.slice(registry.length + 1) }), images });
  });
}

/** Rows that stand without their repository have to name it. */
function wholeNames(rows: readonly Row[], order: Order): readonly Node[] {
  const named = rows.map(({ data }) => {
    const parsed = tryParseReference(data.reference ?? '');
    return { ...data, label: parsed ? familiarReference(parsed) : data.label };
  });
  if (order === 'name') named.sort((left, right) => compareNatural(left.label, right.label));
  return named.map((data) => imageNode.make(data));
}

function registryOfRow({ data }: Row): string {
  return tryParseReference(data.reference ?? '')?.domain ?? '';
}

function filtered({ data: { image, reference } }: Row): FilteredImage {
  return { reference, id: image.id, created: image.created, labels: image.labels };
}

/** The rows that pass a filter text, as the engine's own filters do; see `core/image-filter.ts`. */
export function filterImages(
  rows: readonly Row[],
  text: string,
  engine?: Pick<EngineInformation, 'kind' | 'containerdStore'>,
): readonly Row[] {
  if (text === '') return rows;
  // Docker without the containerd store counts an image as dangling that was pulled by digest, and lists it as none too.
  const danglingByDigest = engine?.kind === 'docker' && !engine.containerdStore;
  const passes = imageFilterTest(parseImageFilter(text), rows.map(filtered), danglingByDigest);
  return rows.filter((row) => passes(filtered(row)));
}

function engineOf({ connection: { state } }: App): EngineInformation | undefined {
  return state.kind === 'connected' ? state.information : undefined;
}

/** Marks what a registry has told of; a pull takes the mark away by itself. */
function markNewer(rows: readonly Row[], app: App): readonly Row[] {
  const answers = tagAnswers(app);
  if (answers.size === 0) return rows;
  return rows.map((row) => {
    const { image, reference } = row.data;
    const newer = reference !== undefined && isNewer(image, reference, answers.get(reference));
    return newer ? { ...row, data: { ...row.data, newer } } : row;
  });
}

function withDigest(row: Row): Row {
  const { image, reference } = row.data;
  const own = tryParseReference(reference ?? '');
  const found = image.digests
    .map((digest) => tryParseReference(digest))
    .find((digest) => digest?.path === own?.path && digest?.domain === own?.domain);
  return found?.digest === undefined ? row : { ...row, data: { ...row.data, digest: found.digest } };
}

/** The tags that the view shows now. */
export function shownTags(app: App): readonly ShownTag[] {
  const rows = imageRows(app.inventory.get('images')?.values() ?? [], new Map());
  return filterImages(rows, app.views.filter('images'), engineOf(app)).flatMap(({ data: { image, reference } }) =>
    reference !== undefined && tryParseReference(reference)?.tag !== undefined ? [{ image, reference }] : [],
  );
}

/** Images that only other images are built on: those that the engine lists with `all` alone. */
async function intermediateImages(app: App, listed: ReadonlyMap<string, ImageSummary>): Promise<readonly ImageSummary[]> {
  const all = await (await app.connection.engine()).images.list({ all: true });
  return all.filter(({ id, tags }) => !listed.has(id) && tags.length === 0);
}

async function roots(app: App, filter: string): Promise<readonly Node[]> {
  const images = app.inventory.get('images');
  if (!images) return [];
  // Rows below an image are made at once of what is known by then.
  await keptConfigurations(app);
  const { settings } = app;
  const users = containersByImage(app.inventory.get('containers')?.values() ?? []);
  const all = filterImages(imageRows(images.values(), users), filter, engineOf(app));
  const shown = settings.get('images.showDangling') ? all : all.filter(({ repository }) => repository !== undefined);
  const marked = markNewer(shown, app);
  const rows = settings.get('images.showDigests') ? marked.map(withDigest) : marked;
  const order = settings.get('images.sortBy');
  const nodes = groupImages(rows, order, { by: settings.get('images.groupBy'), label: settings.get('images.groupByLabel') });
  if (!settings.get('images.showIntermediate')) return nodes;
  const intermediate = filterImages(imageRows(await intermediateImages(app, images), users), filter, engineOf(app));
  if (intermediate.length === 0) return nodes;
  const group = imageGroupNode.make({
    id: 'intermediate',
    label: t('Intermediate'),
    icon: 'layers',
    nodes: [...intermediate].sort(compareRows(order)).map(({ data }) => imageNode.make(data)),
  });
  return [...nodes, group];
}

/** Local images by repository. */
export const imagesTree = defineTree({
  view: 'images',
  title: 'Images',
  icon: 'package',
  lists: ['images', 'containers'],
  filter: true,
  drop: 'slipway.images.load',
  drag: 'slipway.images.copyToEngine',
  live: (app) => (listener) => watchConfigurations(app, () => listener(undefined)),
  whileVisible: (app) => checkDaily(app, () => shownTags(app)),
  welcome: 'No images yet.\n[Pull an Image](command:slipway.images.pull)',
  roots,
});
