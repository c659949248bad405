import { formatAge } from '../core/age';
import { t } from '../core/localize';
import { escapeMarkdown, markdownList, oneLine } from '../core/untrusted';
import { exitOf, formatUptime, parseUptime } from '../core/uptime';
import type { ContainerState, ContainerSummary } from '../engine/containers/containers';
import { containerRows } from './container-rows';
import { containerTrend } from './container-trend';
import { healthWord, portWords, shortPorts } from './container-words';
import { defineNode, type NodeFlag } from './define';

/** A container and the moment when the engine listed it, in milliseconds since 1970. */
export interface ContainerNodeData {
  readonly container: ContainerSummary;
  readonly readAt: number;
}

function stateWord(state: ContainerState): string {
  switch (state) {
    case 'created':
      return t('created');
    case 'running':
      return t('running');
    case 'paused':
      return t('paused');
    case 'restarting':
      return t('restarting');
    case 'removing':
      return t('being removed');
    case 'exited':
      return t('exited');
    case 'dead':
      return t('dead');
  }
}

function icon({ state, health, status }: ContainerSummary): { icon: string; iconColor?: string } {
  switch (state) {
    case 'running':
      if (health === 'unhealthy') return { icon: 'warning', iconColor: 'problemsWarningIcon.foreground' };
      return { icon: health === 'starting' ? 'loading' : 'vm-running', iconColor: 'charts.green' };
    case 'paused':
      return { icon: 'debug-pause', iconColor: 'charts.yellow' };
    case 'restarting':
      return { icon: 'sync', iconColor: 'charts.yellow' };
    case 'dead':
      return { icon: 'error', iconColor: 'problemsErrorIcon.foreground' };
    case 'exited':
      if ((exitOf(status)?.code ?? 0) !== 0) return { icon: 'error', iconColor: 'problemsErrorIcon.foreground' };
      return { icon: 'vm-outline' };
    case 'created':
    case 'removing':
      return { icon: 'vm-outline' };
  }
}

function flags({ state, ports }: ContainerSummary): readonly NodeFlag[] {
  const result: NodeFlag[] = [];
  if (state === 'running' || state === 'restarting') result.push('running');
  if (state === 'paused') result.push('paused');
  if (state === 'created' || state === 'exited' || state === 'dead') result.push('stopped');
  if (ports.some(({ hostPort }) => hostPort !== undefined)) result.push('hasPorts');
  return result;
}

/** What tells the state beside the icon: how long it runs, or what it does instead, and how it ended. */
function stateWords({ state, status, health }: ContainerSummary, readAt: number): readonly string[] {
  if (state === 'exited') {
    const exit = exitOf(status);
    const since = exit?.milliseconds === undefined ? t('exited') : t('exited {0}', formatAge(readAt - exit.milliseconds, Date.now()));
    return exit === undefined || exit.code === 0 ? [since] : [t('exit code {0}', exit.code), since];
  }
  const uptime = parseUptime(status);
  const up = uptime === undefined ? '' : formatUptime(uptime + Date.now() - readAt);
  // The icon says that it runs, and so does the uptime.
  if (state === 'running') return [health === 'none' || health === 'healthy' ? '' : healthWord(health), up === '' ? stateWord(state) : up];
  return [stateWord(state), up];
}

/** A container. Its uptime is in the description and the tooltip, never in its identity. */
export const containerNode = defineNode<ContainerNodeData>({
  kind: 'container',
  id: ({ container }) => container.id,
  view: ({ container, readAt }) => {
    const words = stateWords(container, readAt).filter(Boolean);
    const health = container.state === 'running' ? healthWord(container.health) : '';
    const exit = exitOf(container.status);
    const spoken = [
      stateWord(container.state),
      exit === undefined || container.state !== 'exited' ? '' : t('exit code {0}', exit.code),
      health,
    ];
    return {
      label: oneLine(container.name),
      // What is looked for first stands first: a narrow side bar cuts the rest.
      description: oneLine([shortPorts(container.ports), ...words, container.image].filter(Boolean).join(' · ')),
      ...icon(container),
      accessibleLabel: oneLine(t('Container {0}, {1}, image {2}', container.name, spoken.filter(Boolean).join(', '), container.image)),
      flags: flags(container),
      expandable: 'collapsed',
    };
  },
  children: ({ container }) => containerRows(container),
  mayHold: ({ container }, nodeId) => nodeId.includes(container.id),
  momentary: ({ container: { state } }) => state === 'running',
  tooltip: async ({ container }, app, signal) => {
    const rows = [`**${escapeMarkdown(container.name)}** — ${escapeMarkdown(container.status)}`, ''];
    if (container.state === 'running') rows.push(...(await containerTrend(app, container.id, signal)));
    rows.push(`- ${t('Image')}: ${escapeMarkdown(container.image)}`);
    rows.push(`- ${t('Command')}: ${escapeMarkdown(container.command)}`);
    rows.push(`- ${t('ID')}: \`${container.id.slice(0, 12).replace(/\W/g, '')}\``);
    rows.push(`- ${t('Created')}: ${new Date(container.created).toLocaleString()}`);
    const ports = portWords(container.ports);
    if (ports) rows.push(`- ${t('Ports')}: ${escapeMarkdown(ports)}`);
    if (container.networks.length > 0) rows.push(`- ${t('Networks')}: ${markdownList(container.networks)}`);
    for (const mount of container.mounts.slice(0, 20)) {
      const mode = mount.readOnly ? ` (${t('read-only')})` : '';
      rows.push(`- ${t('Mount')}: ${escapeMarkdown(mount.source)} → ${escapeMarkdown(mount.destination)}${mode}`);
    }
    return rows.join('\n');
  },
});
