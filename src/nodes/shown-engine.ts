import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import type { ConnectionState } from '../engine/connection/connection';
import { engineName } from '../engine/information';
import type { EngineIdentity } from '../engines';
import { defineNode, type NodeFlag } from './define';
import type { ViewId } from './view-ids';

/** An engine as the first rows of a view have it where several are shown. */
export interface ShownEngineData {
  readonly identity: Pick<EngineIdentity, 'id' | 'name' | 'inUse'>;
  readonly state: ConnectionState;
  /** The view in which it stands: it has the verbs of that view's title bar. */
  readonly view: ViewId;
}

/** The flag of the engines of one view. */
export const flagOfView = {
  images: 'ofImages',
  containers: 'ofContainers',
  volumes: 'ofVolumes',
  networks: 'ofNetworks',
} as const satisfies Partial<Record<ViewId, NodeFlag>>;

/** Why an engine does not answer, and when it is tried next; undefined for one that does. */
export function awayWords(state: ConnectionState): { readonly reason: string; readonly next: string } | undefined {
  if (state.kind !== 'unreachable') return undefined;
  const reason = state.tried[0]?.reason ?? t('does not answer');
  const next = t('next attempt at {0}', new Date(state.retryAt).toLocaleTimeString());
  return { reason: oneLine(reason), next };
}

function stateWords(state: ConnectionState): string {
  switch (state.kind) {
    case 'idle':
    case 'connecting':
      return t('connecting');
    case 'connected':
      return engineName(state.information);
    case 'unreachable':
      return Object.values(awayWords(state) ?? {}).join(', ');
  }
}

/** One of several engines, above what it has. */
export const shownEngineNode = defineNode<ShownEngineData>({
  kind: 'shownEngine',
  id: ({ identity }) => identity.id ?? '',
  view: ({ identity, state, view }) => {
    const words = stateWords(state);
    const away = state.kind === 'unreachable';
    const ofView: readonly NodeFlag[] = Object.hasOwn(flagOfView, view) ? [flagOfView[view as keyof typeof flagOfView]] : [];
    return {
      label: oneLine(identity.name),
      description: [identity.inUse ? t('in use') : '', oneLine(words)].filter(Boolean).join(' · '),
      icon: away ? 'warning' : state.kind === 'connected' ? 'server-environment' : 'loading~spin',
      ...(away ? { iconColor: 'problemsWarningIcon.foreground' } : state.kind === 'connected' ? { iconColor: 'charts.green' } : {}),
      accessibleLabel: oneLine(t('Engine {0}, {1}, {2}', identity.name, identity.inUse ? t('in use') : t('not in use'), words)),
      flags: [...ofView, ...(identity.inUse ? (['current'] as const) : []), ...(away ? (['away'] as const) : [])],
      expandable: 'expanded',
    };
  },
  tooltip: ({ identity, state }) => {
    const lines = [`**${escapeMarkdown(identity.name)}** — ${escapeMarkdown(stateWords(state))}`, ''];
    if ('candidate' in state && state.candidate) lines.push(`- ${t('Address')}: ${escapeMarkdown(state.candidate.address)}`);
    if (state.kind === 'unreachable') {
      for (const { address, reason } of state.tried) lines.push(`- ${escapeMarkdown(address)}: ${escapeMarkdown(reason)}`);
    }
    return lines.join('\n');
  },
});
