import { escapeMarkdown, oneLine } from '../core/untrusted';
import { defineNode } from './define';

/** A row that says why there is nothing else. */
export const messageNode = defineNode<{ readonly id: string; readonly label: string; readonly detail?: string; readonly icon?: string }>({
  kind: 'message',
  id: ({ id }) => id,
  view: ({ label, detail, icon }) => ({
    label: oneLine(label),
    ...(detail !== undefined && { description: oneLine(detail) }),
    icon: icon ?? 'info',
    accessibleLabel: oneLine([label, detail].filter(Boolean).join(', ')),
  }),
  tooltip: ({ label, detail }) => [escapeMarkdown(label), ...(detail === undefined ? [] : ['', escapeMarkdown(detail)])].join('\n'),
});
