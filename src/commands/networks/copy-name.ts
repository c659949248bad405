import { t } from '../../core/localize';
import { copiedName } from '../../core/untrusted';
import { defineCommand } from '../define';
import { chosenNetworks } from '../resource-targets';

/** Copies names, one a line. */
export const copyNetworkName = defineCommand<{ readonly networks: readonly string[] }, { readonly text: string }>({
  id: 'slipway.networks.copyName',
  title: 'Copy Network Name',
  summary: 'Copies the names of networks, one per line.',
  icon: 'copy',
  on: [{ node: 'network' }],
  many: true,
  placement: { group: '7_copy', order: 1 },
  palette: true,
  answers: { networks: { type: 'readonly string[]', text: 'Names of the networks.' } },
  result: '{ readonly text: string }',
  run: async (app, call) => {
    const targets = await chosenNetworks(app, call, { title: t('Copy Network Name'), placeholder: t('Choose a network') });
    const text = targets.map(({ name }) => copiedName(name)).join('\n');
    await app.clipboard.write(text);
    return { text };
  },
});
