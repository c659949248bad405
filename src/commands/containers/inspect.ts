import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { oneLine, readableJson } from '../../core/untrusted';
import { name } from '../answers/takes';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { defineCommand } from '../define';
import { nameInErrors } from '../targets/run-on-each';

/** Opens what the engine says of a container as a read-only document. */
export const inspectContainer = defineCommand({
  id: 'slipway.containers.inspect',
  title: 'Inspect Container',
  summary: 'Opens the details of a container, as `docker container inspect` prints them.',
  icon: 'json',
  on: [{ node: 'container' }],
  placement: { group: '3_look', order: 2 },
  palette: true,
  answers: { container: name('A name or an id.') },
  result: 'Readonly<Record<string, unknown>>',
  run: async (app, call): Promise<Readonly<Record<string, unknown>>> => {
    const question = { title: t('Inspect Container'), placeholder: t('Choose a container') };
    const target = await chooseTarget(app, call, containers, question);
    const { id, name } = target;
    app.log.command(dockerLine(['container', 'inspect', name], app.terminalShell()));
    const engine = await app.connection.engine();
    const inspected = await nameInErrors(target, engine.containers.inspect(id));
    await app.show.document({ title: `${oneLine(name)}.json`, language: 'json', content: readableJson(inspected) });
    return inspected;
  },
});
