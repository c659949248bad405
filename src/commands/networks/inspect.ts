import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { oneLine, readableJson } from '../../core/untrusted';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { nameInErrors } from '../targets/run-on-each';
import { networks } from '../targets/network-targets';

/** Opens what the engine says of networks as read-only documents. */
export const inspectNetwork = defineCommand({
  id: 'slipway.networks.inspect',
  title: 'Inspect Network',
  summary: 'Opens the details of networks, as `docker network inspect` prints them.',
  icon: 'json',
  on: [{ node: 'network' }],
  many: true,
  placement: { group: '3_look', order: 1 },
  palette: true,
  key: { key: 'i', views: ['networks'] },
  answers: { networks: names('Names of the networks.') },
  result: 'readonly Readonly<Record<string, unknown>>[]',
  run: async (app, call): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const targets = await chooseTargets(app, call, networks, {
      title: t('Inspect Network'),
      placeholder: t('Choose a network'),
      askForOne: true,
    });
    app.log.command(dockerLine(['network', 'inspect', ...targets.map(({ name }) => name)], app.terminalShell()));
    const engine = await app.connection.engine();
    const inspected = await Promise.all(targets.map((target) => nameInErrors(target, engine.networks.inspect(target.id))));
    for (const [index, { name }] of targets.entries()) {
      await app.show.document({ title: `${oneLine(name)}.json`, language: 'json', content: readableJson(inspected[index]) });
    }
    return inspected;
  },
});
