import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { Node } from '../../nodes/define';
import { registryNode } from '../../nodes/registry';
import { back } from '../../ports';
import { registryAddress } from '../../registry/address';
import type { RegistryEntry } from '../../registry/registries';

/** Address of the registry that a call means: of its answers, of its row, or the one chosen from those that fit. */
export async function registryOfCall(
  app: App,
  call: { readonly nodes: readonly Node[]; readonly answers: { readonly registry?: string } },
  title: string,
  fits: (entry: RegistryEntry) => boolean | Promise<boolean> = () => true,
): Promise<string> {
  if (call.answers.registry !== undefined) return registryAddress(call.answers.registry);
  const row = call.nodes.find((node) => registryNode.is(node));
  if (row) return row.data.entry.address;
  const chosen = await app.ask.choose(choices(app, fits), {
    title,
    placeholder: t('Choose a registry'),
    none: t('This applies to none of the registries in the list'),
  });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}

async function choices(
  app: App,
  fits: (entry: RegistryEntry) => boolean | Promise<boolean>,
): Promise<readonly { label: string; description: string; icon: string; value: string }[]> {
  const entries = app.registries.list();
  const fitting = await Promise.all(entries.map(async (entry) => fits(entry)));
  return entries
    .filter((_, index) => fitting[index])
    .map(({ name, address }) => ({ label: name, description: name === address ? '' : address, icon: 'cloud', value: address }));
}
