import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import { defineNode } from './define';

/** One of the last lines that a step has printed. Its place, not its text, is its identity: lines move up. */
export const buildOutputNode = defineNode<{
  readonly build: number;
  readonly step: string;
  /** Counts from 0 among the lines that are shown. */
  readonly place: number;
  readonly line: string;
}>({
  kind: 'buildOutput',
  id: ({ build, step, place }) => `${String(build)}/${step}/${String(place)}`,
  view: ({ build, step, line }) => ({
    label: oneLine(line),
    icon: 'blank',
    accessibleLabel: t('Output: {0}', oneLine(line)),
    command: { id: 'slipway.builds.show', title: t('Show Build'), arguments: [{ build, step }] },
  }),
  tooltip: ({ line }) => escapeMarkdown(line),
});
