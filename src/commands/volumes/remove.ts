import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { volumeNode } from '../../nodes/volume';
import { back } from '../../ports';
import type { App } from '../../app';
import { type AnswersOf, flag, names, optional } from '../answers/takes';
import { someNames } from '../targets/container-targets';
import { type CommandCall, defineCommand } from '../define';
import { type Named, runOnEach } from '../targets/run-on-each';

const answers = {
  volumes: names('Names of the volumes.'),
  force: optional(flag('Success also for volumes that are not there, and when the driver fails.')),
};

type Answers = AnswersOf<typeof answers>;

/** Removes volumes with the data in them. One that a container uses is refused by the engine. */
export const removeVolumes = defineCommand({
  id: 'slipway.volumes.remove',
  title: 'Remove Volume…',
  summary: 'Removes volumes with the data in them; says first which.',
  icon: 'trash',
  on: [{ node: 'volume', with: ['removable'] }],
  many: true,
  placement: { group: '9_remove', order: 1 },
  palette: true,
  key: { key: 'delete', mac: 'cmd+backspace', views: ['volumes'] },
  answers,
  result: '{ readonly volumes: readonly string[] }',
  run: async (app, call): Promise<{ readonly volumes: readonly string[] }> => {
    const targets = await chosenVolumes(app, call);
    const { force = false } = call.answers;
    if (!call.programmatic) {
      const question = targets.length === 1 ? t('Remove the volume {0}?', someNames(targets)) : t('Remove {0} volumes?', targets.length);
      const lost = t('The data in it is lost.');
      await app.ask.confirm(question, t('Remove'), targets.length === 1 ? lost : `${someNames(targets, 10)}\n\n${lost}`);
    }
    app.log.command(dockerLine(['volume', 'rm', ...(force ? ['--force'] : []), ...targets.map(({ name }) => name)], app.terminalShell()));
    return app.progress.run(t('Removing {0}', someNames(targets)), async (_report, signal) => {
      const engine = await app.connection.engine(signal);
      return { volumes: await runOnEach(targets, 'remove', ({ id }) => engine.volumes.remove(id, { force }), signal) };
    });
  },
});

async function chosenVolumes(app: App, call: CommandCall<Answers>): Promise<readonly Named[]> {
  const { volumes } = call.answers;
  if (volumes !== undefined) return volumes.map((name) => ({ id: name, name }));
  const rows = call.nodes.filter(volumeNode.is).map(({ data }) => ({ id: data.volume.name, name: data.volume.name }));
  if (rows.length > 0) return rows;
  const title = t('Remove Volumes');
  const [all, containers] = await Promise.all([app.inventory.read('volumes'), app.inventory.read('containers')]);
  const used = new Set([...containers.values()].flatMap(({ mounts }) => mounts.map(({ source }) => source)));
  const choices = [...all.values()]
    .filter(({ name, mountpoint }) => !used.has(name) && !used.has(mountpoint))
    .map(({ name, driver }) => ({ label: oneLine(name), description: oneLine(driver), icon: 'database', value: { id: name, name } }));
  const chosen = await app.ask.chooseMany(choices, {
    title,
    placeholder: t('Volumes that no container uses'),
    none: t('There are no volumes that no container uses'),
  });
  if (chosen === back || chosen.length === 0) throw failure('cancelled', { operation: title });
  return chosen;
}
