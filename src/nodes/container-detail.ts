import { escapeMarkdown, oneLine } from '../core/untrusted';
import { defineNode } from './define';

/** One fact of a container: a port, a mount, a network, a variable, a health check or a process. All texts may be untrusted. */
export interface ContainerDetail {
  readonly container: { readonly id: string; readonly name: string };
  /** Unique among the facts of the container. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly iconColor?: string;
  /** Kind, name and state in words. */
  readonly spoken: string;
  /** What the tooltip tells beside the label: a heading and a text each. */
  readonly facts: readonly (readonly [heading: string, text: string])[];
  /** What Copy Value copies. */
  readonly copied?: string;
  /** What a browser on this machine opens. */
  readonly url?: string;
  /** Of a variable: whether its value, which may be secret, is hidden or was asked for. */
  readonly secret?: 'masked' | 'revealed';
  /** When it was read, in milliseconds since 1970; undefined for what the engine's list tells. */
  readonly readAt?: number;
}

/** Of an output in a tooltip. */
const mostLines = 40;

/** One row below a group of facts of a container. */
export const containerDetailNode = defineNode<ContainerDetail>({
  kind: 'containerDetail',
  id: ({ container, key }) => `${container.id}/${key}`,
  view: ({ label, description, icon, iconColor, spoken, copied, url, secret }) => ({
    label: oneLine(label),
    ...(description !== '' && { description: oneLine(description, 400) }),
    icon,
    ...(iconColor !== undefined && { iconColor }),
    accessibleLabel: oneLine(spoken, 400),
    flags: [
      ...(copied === undefined && secret !== 'masked' ? [] : ['copyable' as const]),
      ...(url === undefined ? [] : ['port' as const]),
      ...(secret === undefined ? [] : [secret]),
    ],
  }),
  tooltip: ({ label, facts }) =>
    [
      `**${escapeMarkdown(label)}**`,
      '',
      ...facts.filter(([, text]) => text !== '').map(([heading, text]) => `- ${escapeMarkdown(heading)}: ${lines(text)}`),
    ].join('\n'),
});

/** Several lines of an output stay lines; empty ones would end the list. */
function lines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, mostLines)
    .map((line) => escapeMarkdown(line))
    .join('  \n');
}
