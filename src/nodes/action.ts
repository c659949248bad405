import { oneLine } from '../core/untrusted';
import { defineNode } from './define';
import { defined } from '../core/records';

/** A row that does something when clicked, for views that have nothing else to show. */
export const actionNode = defineNode<{
  readonly label: string;
  readonly icon: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}>({
  kind: 'action',
  // The same action stands below several rows.
  id: ({ command, arguments: values }) => (values ? `${command} ${JSON.stringify(values)}` : command),
  view: ({ label, icon, command, arguments: values }) => ({
    label: oneLine(label),
    icon,
    accessibleLabel: oneLine(label),
    command: { id: command, title: label, ...defined({ arguments: values }) },
  }),
});
