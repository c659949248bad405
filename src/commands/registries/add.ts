import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { registryNode } from '../../nodes/registry';
import { back, type Remark } from '../../ports';
import { text } from '../answers/takes';
import { defineCommand } from '../define';
import { invalidRegistryAddress, registryAddress } from '../../registry/address';

/** Adds a registry to the Registries view. */
export const addRegistry = defineCommand({
  id: 'slipway.registries.add',
  title: 'Add Registry…',
  summary: 'Adds a registry by its address, once it has answered.',
  icon: 'add',
  palette: true,
  titleBar: { views: ['registries'], order: 1 },
  answers: { address: text('`ghcr.io`, `127.0.0.1:5000`, `https://registry.example.com`.') },
  result: '{ address: string }',
  run: async (app, call): Promise<{ readonly address: string }> => {
    let typed = call.answers.address;
    if (typed === undefined) {
      const answer = await app.ask.input({
        title: t('Add Registry'),
        prompt: t('Address of the registry, like ghcr.io or 127.0.0.1:5000'),
        check: (value) =>
          remark(
            value,
            app.registries.list().map(({ address }) => address),
          ),
      });
      if (answer === back) throw failure('cancelled', { operation: 'add registry' });
      typed = answer;
    }
    const reason = invalidRegistryAddress(typed);
    if (reason !== undefined) throw failure('invalidInput', { field: 'address', value: typed, reason });
    const address = registryAddress(typed);
    await app.progress.run(t('Contacting {0}', address), (_report, signal) => app.registries.add(address, signal));
    const entry = app.registries.list().find((known) => known.address === address);
    if (entry && !call.programmatic) await app.show.reveal(registryNode.make({ entry, user: undefined }).id);
    return { address };
  },
});

function remark(value: string, known: readonly string[]): Remark | undefined {
  const reason = invalidRegistryAddress(value);
  if (reason !== undefined) return { severity: 'error', message: reason };
  return known.includes(registryAddress(value))
    ? { severity: 'information', message: t('This registry is already in the list.') }
    : undefined;
}
