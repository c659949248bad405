import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { withoutUserInfo } from '../../core/secrets';
import { oneLine, readableJson } from '../../core/untrusted';
import { defineCommand } from '../define';

/** Opens what an engine says of itself as a read-only document. */
export const showEngineInformation = defineCommand({
  id: 'slipway.engines.info',
  title: 'Show Engine Information',
  summary: 'Opens the information of an engine, as `docker info` prints it: version, storage, insecure registries, mirrors, plugins.',
  icon: 'info',
  on: [{ node: 'engine', with: ['current'] }, { node: 'engine', with: ['shown'] }, { node: 'shownEngine' }],
  placement: { group: '3_look', order: 1 },
  palette: true,
  answers: {},
  result: 'Readonly<Record<string, unknown>>',
  run: async (app): Promise<Readonly<Record<string, unknown>>> => {
    app.log.command(dockerLine(['info', '--format', '{{json .}}'], app.terminalShell()));
    const engine = await app.connection.engine();
    const information = await app.progress.run(t('Contacting the engine'), (_report, signal) => engine.system.info(signal));
    const { state } = app.connection;
    const name = state.kind === 'connected' ? state.candidate.name : t('Engine');
    await app.show.document({ title: `${oneLine(name)}.json`, language: 'json', content: withoutUserInfo(readableJson(information)) });
    return information;
  },
});
