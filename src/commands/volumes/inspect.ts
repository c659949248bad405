import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { oneLine, readableJson } from '../../core/untrusted';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { nameInErrors } from '../targets/run-on-each';
import { volumes } from '../targets/volume-targets';

/** Opens what the engine says of volumes as read-only documents. */
export const inspectVolume = defineCommand({
  id: 'slipway.volumes.inspect',
  title: 'Inspect Volume',
  summary: 'Opens the details of volumes, as `docker volume inspect` prints them.',
  icon: 'json',
  on: [{ node: 'volume' }],
  many: true,
  placement: { group: '3_look', order: 1 },
  palette: true,
  key: { key: 'i', views: ['volumes'] },
  answers: { volumes: names('Names of the volumes.') },
  result: 'readonly Readonly<Record<string, unknown>>[]',
  run: async (app, call): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const targets = await chooseTargets(app, call, volumes, {
      title: t('Inspect Volume'),
      placeholder: t('Choose a volume'),
      askForOne: true,
    });
    app.log.command(dockerLine(['volume', 'inspect', ...targets.map(({ name }) => name)], app.terminalShell()));
    const engine = await app.connection.engine();
    const inspected = await Promise.all(targets.map((target) => nameInErrors(target, engine.volumes.inspect(target.id))));
    for (const [index, { name }] of targets.entries()) {
      await app.show.document({ title: `${oneLine(name)}.json`, language: 'json', content: readableJson(inspected[index]) });
    }
    return inspected;
  },
});
