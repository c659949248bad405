import { compareNatural } from '../../core/natural-order';
import { familiarRepository, shortId, tryParseReference } from '../../core/reference';
import type { App } from '../../app';
import type { ContainerSummary, ImageSummary } from '../../engine/engine';
import { danglingImagesNode } from '../dangling-images';
import type { Node } from '../define';
import { defineTree } from '../define-tree';
import type { ImageNodeData } from '../image';
import { repositoryNode } from '../repository';

type Order = 'name' | 'size' | 'age';

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

/** Repositories with their tags in the given order, then the group of dangling images. */
export function groupImages(rows: readonly Row[], order: Order): readonly Node[] {
  const groups = new Map<string, ImageNodeData[]>();
  const dangling: ImageNodeData[] = [];
  const compare = compareRows(order);
  // Sorted before grouping, so that groups stand in the order of their first row for size and age.
  for (const row of [...rows].sort(compare)) {
    if (row.repository === undefined) dangling.push(row.data);
    else {
      const group = groups.get(row.repository);
      if (group) group.push(row.data);
      else groups.set(row.repository, [row.data]);
    }
  }
  const names = [...groups.keys()];
  if (order === 'name') names.sort(compareNatural);
  const nodes: Node[] = names.map((name) => repositoryNode.make({ name, images: groups.get(name) ?? [] }));
  if (dangling.length > 0) nodes.push(danglingImagesNode.make({ images: dangling }));
  return nodes;
}

function matches({ data, repository }: Row, filter: string): boolean {
  const text = `${data.reference ?? ''} ${repository ?? ''} ${data.image.id}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function roots(app: App, filter: string): readonly Node[] {
  const images = app.inventory.get('images');
  if (!images) return [];
  const users = containersByImage(app.inventory.get('containers')?.values() ?? []);
  const rows = imageRows(images.values(), users);
  const order = app.settings.get('images.sortBy');
  return groupImages(filter === '' ? rows : rows.filter((row) => matches(row, filter)), order);
}

/** Local images by repository. */
export const imagesTree = defineTree({
  view: 'images',
  title: 'Images',
  icon: 'package',
  lists: ['images', 'containers'],
  filter: true,
  welcome: 'No images yet.\n[Pull an Image](command:slipway.images.pull)',
  roots,
});
