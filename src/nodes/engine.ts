import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import type { EngineCandidate, EngineStatus } from '../engine/connection/connection';
import { defineNode } from './define';
import { engineName } from '../engine/information';

function stateWords({ state, reason }: EngineStatus): string {
  switch (state) {
    case 'unknown':
      return t('not tried yet');
    case 'connecting':
      return reason === undefined ? t('connecting') : oneLine(reason);
    case 'connected':
      return t('connected');
    case 'unreachable':
      return reason === undefined ? t('does not answer') : oneLine(reason);
  }
}

/** An engine as its row has it. */
export interface EngineNodeData extends EngineStatus {
  /** Trees show it, beside others. */
  readonly shown?: boolean;
}

/** Docker's own context, and sockets that were found, are nowhere to be changed. */
function isStoredContext({ id }: EngineCandidate): boolean {
  return id.startsWith('context:') && id !== 'context:default';
}

/** An engine's address: a docker context, the environment's, or a well-known socket. */
export const engineNode = defineNode<EngineNodeData>({
  kind: 'engine',
  id: ({ candidate }) => candidate.id,
  engine: ({ information }) => information?.id ?? '',
  view: (status) => {
    const { candidate, current, information, shown = false } = status;
    const inViews = shown ? t('shown in views') : '';
    const product = information ? engineName(information) : '';
    const words = stateWords(status);
    return {
      label: oneLine(candidate.name),
      description: [current ? t('in use') : '', inViews, product || words, candidate.address]
        .filter(Boolean)
        .map((part) => oneLine(part))
        .join(' · '),
      icon: status.state === 'unreachable' ? 'warning' : current ? 'pass-filled' : 'server-environment',
      ...(status.state === 'unreachable'
        ? { iconColor: 'problemsWarningIcon.foreground' }
        : status.state === 'connected'
          ? { iconColor: 'charts.green' }
          : {}),
      accessibleLabel: oneLine(
        t(
          'Engine {0}, {1}, {2}',
          candidate.name,
          [current ? t('in use') : t('not in use'), inViews].filter(Boolean).join(', '),
          product ? `${product}, ${words}` : words,
        ),
      ),
      flags: [
        ...(current ? (['current'] as const) : []),
        ...(shown ? (['shown'] as const) : []),
        ...(isStoredContext(candidate) ? (['removable'] as const) : []),
      ],
    };
  },
  tooltip: (status) => {
    const { candidate, information } = status;
    const rows = [`**${escapeMarkdown(candidate.name)}** — ${escapeMarkdown(stateWords(status))}`, ''];
    rows.push(`- ${t('Address')}: ${escapeMarkdown(candidate.address)}`, `- ${t('Found through')}: ${escapeMarkdown(candidate.source)}`);
    if (information) {
      rows.push(`- ${t('API version')}: ${escapeMarkdown(information.apiVersion)}`);
      rows.push(`- ${t('System')}: ${escapeMarkdown(information.operatingSystem)} (${escapeMarkdown(information.platform)})`);
      rows.push(
        `- ${t('Storage')}: ${escapeMarkdown(information.storageDriver)}${information.containerdStore ? ` (${t('containerd image store')})` : ''}`,
      );
    }
    return rows.join('\n');
  },
});
