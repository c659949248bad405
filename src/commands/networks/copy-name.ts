import { t } from '../../core/localize';
import { copiedName } from '../../core/untrusted';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { networks } from '../targets/network-targets';

/** Copies names, one a line. */
export const copyNetworkName = defineCommand({
  id: 'slipway.networks.copyName',
  title: 'Copy Network Name',
  summary: 'Copies the names of networks, one per line.',
  icon: 'copy',
  on: [{ node: 'network' }],
  many: true,
  placement: { group: '7_copy', order: 1 },
  palette: true,
  answers: { networks: names('Names of the networks.') },
  result: '{ readonly text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const targets = await chooseTargets(app, call, networks, {
      title: t('Copy Network Name'),
      placeholder: t('Choose a network'),
      askForOne: true,
    });
    const text = targets.map(({ name }) => copiedName(name)).join('\n');
    await app.clipboard.write(text);
    return { text };
  },
});
