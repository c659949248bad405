import { formatAge } from '../core/age';
import { formatShare, type HistoryStep, isEmptyStep } from '../core/history';
import { stepLabel } from '../core/history-dockerfile';
import { t } from '../core/localize';
import { formatBytes } from '../core/sizes';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import { defineNode } from './define';

/** One step of an image's history. */
export interface LayerNodeData {
  /** Id of the row above, so that the same step stands once below each name of an image. */
  readonly parent: string;
  /** Id of the image. */
  readonly imageId: string;
  /** Counts from 0, the first step first. */
  readonly index: number;
  readonly step: HistoryStep;
  /** Part of the whole image, from 0 to 1. */
  readonly share: number;
  /** Name of the base image that the step is from. */
  readonly base: string | undefined;
}

/** A step of an image, with or without a layer. */
export const layerNode = defineNode<LayerNodeData>({
  kind: 'layer',
  id: ({ parent, index }) => `${parent}/${String(index)}`,
  view: ({ step, share, base }) => {
    const empty = isEmptyStep(step);
    const command = oneLine(stepLabel(step.createdBy)) || oneLine(step.comment) || t('unknown step');
    const size = empty ? t('no files') : [formatBytes(step.size), formatShare(share)].filter(Boolean).join(' · ');
    const from = base === undefined ? '' : t('from {0}', oneLine(base));
    return {
      label: command,
      description: [size, from].filter(Boolean).join(' · '),
      icon: empty ? 'circle-small' : base === undefined ? 'layers' : 'layers-dot',
      ...((empty || base !== undefined) && { iconColor: 'disabledForeground' }),
      accessibleLabel: t('Step {0}, {1}', command, [size, from].filter(Boolean).join(', ')),
    };
  },
  tooltip: ({ step, share, base }) => {
    const command = step.createdBy.length > longestCommand ? `${step.createdBy.slice(0, longestCommand)}\n…` : step.createdBy;
    const rows = [fenced(command), ''];
    rows.push(
      isEmptyStep(step) ? `- ${t('This step changed no files.')}` : `- ${t('Size')}: ${formatBytes(step.size)} (${formatShare(share)})`,
    );
    if (step.created > 0)
      rows.push(`- ${t('Created')}: ${new Date(step.created).toLocaleString()} (${formatAge(step.created, Date.now())})`);
    if (base !== undefined) rows.push(`- ${t('Base image')}: ${escapeMarkdown(base)}`);
    if (step.comment !== '') rows.push(`- ${t('Comment')}: ${escapeMarkdown(step.comment)}`);
    return rows.join('\n');
  },
});

const longestCommand = 4_000;

/** Code of several lines in a fence that is longer than any in it, each line harmless. */
function fenced(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  const lines = text.split('\n').map((line) => oneLine(line, longestCommand));
  return `${fence}\n${lines.join('\n')}\n${fence}`;
}
