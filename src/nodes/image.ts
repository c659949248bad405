import type { App } from '../app';
import { formatAge } from '../core/age';
import { shareOf } from '../core/history';
import { wholeName } from '../core/image-names';
import { sizeNote } from '../core/image-size';
import { t } from '../core/localize';
import { shortId } from '../core/reference';
import { formatBytes } from '../core/sizes';
import { escapeMarkdown, markdownList, oneLine } from '../core/untrusted';
import type { ImageSummary } from '../engine/images/images';
import { defineNode, type Node } from './define';
import { type KnownHistory, knownHistory, readHistory } from './image-history';
import { type KeptConfigurations, keptConfigurations, knownConfigurations, runsNow } from './kept-configurations';
import { layerNode } from './layer';
import { imageRunConfigurationNode } from './run-configuration';

/** One name of an image, or an image without a name. */
export interface ImageNodeData {
  readonly image: ImageSummary;
  /** Full reference, `repository:tag` or `repository@digest`; `undefined` for a dangling image. */
  readonly reference: string | undefined;
  /** Shown as the label: the tag, or the short id. */
  readonly label: string;
  /** Digest in its registry, where digests are shown. */
  readonly digest?: string;
  /** True when its registry has something newer under this tag. */
  readonly newer?: boolean;
  /** Names of the containers made from it. */
  readonly usedBy: readonly string[];
}

/** What is looked for first stands first, as a narrow side bar cuts the rest: `120MB · 3 days ago · in use`. */
export function imageFacts({ image, usedBy, newer, digest }: Omit<ImageNodeData, 'label' | 'reference'>): string {
  const words = [
    newer ? t('newer available') : '',
    formatBytes(image.size),
    formatAge(image.created, Date.now()),
    usedBy.length > 0 ? t('in use') : '',
    oneLine(digest ?? ''),
  ];
  return words.filter(Boolean).join(' · ');
}

/** A tag of an image, or a dangling image. */
export const imageNode = defineNode<ImageNodeData>({
  kind: 'image',
  dragged: ({ image, reference }) => [reference ?? image.id],
  id: ({ image, reference }) => `${reference ?? ''}/${image.id}`,
  view: (data) => {
    const { image, reference, label, newer, usedBy } = data;
    const age = formatAge(image.created, Date.now());
    const size = formatBytes(image.size);
    const update = newer ? t('newer available') : '';
    const words = usedBy.length > 0 ? t('in use by {0}', oneLine(usedBy.join(', '))) : t('not in use');
    return {
      label: oneLine(label),
      description: imageFacts(data),
      icon: reference === undefined ? 'circle-slash' : usedBy.length > 0 ? 'package' : 'archive',
      ...(usedBy.length > 0 && { iconColor: 'charts.green' }),
      accessibleLabel: t(
        'Image {0}, {1}, created {2}, {3}',
        oneLine(reference ?? shortId(image.id)),
        size,
        age,
        [words, update].filter(Boolean).join(', '),
      ),
      flags: [
        usedBy.length > 0 ? ('inUse' as const) : ('removable' as const),
        reference === undefined ? ('dangling' as const) : ('tagged' as const),
        ...(newer ? (['outdated'] as const) : []),
      ],
      expandable: 'collapsed',
    };
  },
  tooltip: ({ image, reference, usedBy }, app) => {
    const rows: string[] = [`**${escapeMarkdown(reference ?? t('Dangling image'))}**`, ''];
    rows.push(`- ${t('ID')}: \`${image.id.replace(/[^\w:]/g, '')}\``);
    const { state } = app.connection;
    const note = sizeNote(state.kind === 'connected' && state.information.containerdStore, image.size);
    rows.push(`- ${t('Size')}: ${formatBytes(image.size)}${note === undefined ? '' : `. ${note}`}`);
    rows.push(`- ${t('Created')}: ${new Date(image.created).toLocaleString()}`);
    if (image.tags.length > 1) rows.push(`- ${t('All tags')}: ${markdownList(image.tags)}`);
    for (const digest of image.digests.slice(0, 20)) rows.push(`- ${t('Digest')}: ${escapeMarkdown(digest)}`);
    rows.push(`- ${usedBy.length > 0 ? t('Containers: {0}', markdownList(usedBy)) : t('No container uses it')}`);
    return rows.join('\n');
  },
  // What was read once is there at once, so that a change of the lists does not ask the engine again.
  children: (data, app, signal) => {
    const [history, kept] = [knownHistory(app, data.image), knownConfigurations(app)];
    return history && kept ? [...runRows(data, app, kept), ...layerRows(data, history)] : readRows(data, app, signal);
  },
  childrenOnlyWhenOpened: true,
});

async function readRows(data: ImageNodeData, app: App, signal: AbortSignal): Promise<readonly Node[]> {
  const [kept, history] = await Promise.all([
    keptConfigurations(app),
    knownHistory(app, data.image) ?? readHistory(app, data.image, signal),
  ]);
  return [...runRows(data, app, kept), ...layerRows(data, history)];
}

/** The configurations that run it by this name. */
function runRows({ image, reference }: ImageNodeData, app: App, { all }: KeptConfigurations): readonly Node[] {
  if (reference === undefined || all.length === 0) return [];
  const [runs, name] = [runsNow(app), wholeName(reference)];
  return all
    .filter(({ configuration }) => wholeName(configuration.image) === name)
    .map((kept) => imageRunConfigurationNode.make({ ...kept, running: runs(kept.configuration.name), parent: `${reference}/${image.id}` }));
}

/** Steps as in a Dockerfile, the first one first. */
function layerRows({ image, reference }: ImageNodeData, { steps, base }: KnownHistory): readonly Node[] {
  return steps.map((step, index) =>
    layerNode.make({
      parent: `${reference ?? ''}/${image.id}`,
      imageId: image.id,
      index,
      step,
      share: shareOf(step, steps),
      base: base && index < base.steps ? base.name : undefined,
    }),
  );
}
