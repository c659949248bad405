import type { App } from '../../app';
import { failure } from '../../core/errors';
import { oneLine } from '../../core/untrusted';
import type { Node } from '../../nodes/define';
import { networkNode } from '../../nodes/network';
import { volumeNode } from '../../nodes/volume';
import { type AskOptions, back } from '../../ports';
import type { CommandCall } from '../define';
import type { Named } from './run-on-each';

/** What a question about volumes or networks needs: how rows and the engine's list name them. */
interface Kind {
  readonly field: 'volumes' | 'networks';
  readonly icon: string;
  readonly ofRow: (node: Node) => Named | undefined;
  readonly all: (app: App) => Promise<readonly (Named & { readonly driver: string })[]>;
}

const volumes: Kind = {
  field: 'volumes',
  icon: 'database',
  ofRow: (node) => (volumeNode.is(node) ? { id: node.data.volume.name, name: node.data.volume.name } : undefined),
  all: async (app) => [...(await app.inventory.read('volumes')).values()].map(({ name, driver }) => ({ id: name, name, driver })),
};

const networks: Kind = {
  field: 'networks',
  icon: 'type-hierarchy',
  ofRow: (node) => (networkNode.is(node) ? { id: node.data.network.id, name: node.data.network.name } : undefined),
  all: async (app) => [...(await app.inventory.read('networks')).values()].map(({ id, name, driver }) => ({ id, name, driver })),
};

async function chosen(
  app: App,
  call: CommandCall<object>,
  given: readonly string[] | undefined,
  options: AskOptions,
  kind: Kind,
): Promise<readonly Named[]> {
  if (given !== undefined) return given.map((name) => ({ id: name, name }));
  const rows = call.nodes.flatMap((node) => kind.ofRow(node) ?? []);
  if (rows.length > 0) return rows;
  const choices = (await kind.all(app)).map((item) => ({
    label: oneLine(item.name),
    description: oneLine(item.driver),
    icon: kind.icon,
    value: item,
  }));
  const one = await app.ask.choose<Named>(choices, options);
  if (one === back) throw failure('cancelled', { operation: options.title });
  return [one];
}

/** Volumes to look at: the caller's, those of the rows, or the one that the user chooses. */
export function chosenVolumes(
  app: App,
  call: CommandCall<{ readonly volumes: readonly string[] }>,
  options: AskOptions,
): Promise<readonly Named[]> {
  return chosen(app, call, call.answers.volumes, options, volumes);
}

/** Networks to look at, in the same way; `id` is the engine's, where it is known. */
export function chosenNetworks(
  app: App,
  call: CommandCall<{ readonly networks: readonly string[] }>,
  options: AskOptions,
): Promise<readonly Named[]> {
  return chosen(app, call, call.answers.networks, options, networks);
}
