import type { App } from '../../app';
import { isLocalAddress, noEngineAdvice } from '../../core/engine-place';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { ConnectionState } from '../../engine/connection/connection';
import { actionNode } from '../../nodes/action';
import type { Node } from '../../nodes/define';
import type { TreeDefinition } from '../../nodes/define-tree';
import { problemNode } from './tree-rows';

/** What stands in a view: its first rows, and the text above them where that is known; empty for none. */
export interface TopRows {
  readonly nodes: readonly Node[];
  readonly message?: string;
}

/** The first rows of a view as things are; undefined while the engine's part of it is not known. Never throws. */
export async function topRows({ lists, roots, view, filter }: TreeDefinition, app: App): Promise<TopRows | undefined> {
  const { connection, inventory } = app;
  if (lists.length > 0) {
    if (connection.state.kind === 'unreachable') return { nodes: withoutEngine(), message: unreachableMessage(connection.state) };
    if (lists.some((list) => inventory.get(list) === undefined)) {
      const failed = lists.map((list) => inventory.failure(list)).find((error) => error !== undefined);
      return failed === undefined || connection.state.kind !== 'connected' ? undefined : { nodes: [problemNode(failed)] };
    }
  }
  const text = filter ? app.views.filter(view) : '';
  try {
    const nodes = await roots(app, text);
    if (text === '') return { nodes, message: '' };
    if (nodes.length > 0) return { nodes, message: t('Filtered by “{0}”', oneLine(text)) };
    // Without a row VS Code would show the text of an empty view: that nothing is there.
    const clear = actionNode.make({ label: t('Clear Filter'), icon: 'clear-all', command: `slipway.${view}.clearFilter` });
    return { nodes: [clear], message: t('Nothing matches “{0}”.', oneLine(text)) };
  } catch (error) {
    return { nodes: [problemNode(error)] };
  }
}

function withoutEngine(): readonly Node[] {
  return [
    actionNode.make({ label: t('Try Again'), icon: 'refresh', command: 'slipway.engines.retry' }),
    actionNode.make({ label: t('Choose Another Engine…'), icon: 'server-environment', command: 'slipway.engines.use' }),
    actionNode.make({ label: t('How to Get an Engine'), icon: 'link-external', command: 'slipway.engines.install' }),
  ];
}

function unreachableMessage({ tried, place = 'linux' }: Extract<ConnectionState, { readonly kind: 'unreachable' }>): string {
  const lines = tried.map(({ address, source, reason }) => `• ${oneLine(address)} (${oneLine(source)}): ${oneLine(reason)}`);
  // Nothing of this computer helps an engine of another.
  const advice = noEngineAdvice(tried.some(({ address }) => isLocalAddress(address)) ? place : 'linux');
  return [`${t('No container engine answers.')} ${advice}`, t('Tried:'), ...lines].join('\n');
}
