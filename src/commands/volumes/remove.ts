import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import type { VolumeSummary } from '../../engine/volumes/volumes';
import type { Choice } from '../../ports';
import { flag, names, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets, someNames, type Target } from '../targets/choose-targets';
import { runOnEach } from '../targets/run-on-each';
import { volumes } from '../targets/volume-targets';

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
  answers: {
    volumes: names('Names of the volumes.'),
    force: optional(flag('Success also for volumes that are not there, and when the driver fails.')),
  },
  result: '{ readonly volumes: readonly string[] }',
  run: async (app, call): Promise<{ readonly volumes: readonly string[] }> => {
    const targets = await chooseTargets(app, call, volumes, {
      title: t('Remove Volumes'),
      placeholder: t('Volumes that no container uses'),
      none: t('There are no volumes that no container uses'),
      choices: unusedVolumes,
    });
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

/** Those that no container uses: the others the engine refuses. */
async function unusedVolumes(app: App): Promise<readonly Choice<Target<VolumeSummary>>[]> {
  const [choices, containers] = await Promise.all([volumes.choices(app), app.inventory.read('containers')]);
  const used = new Set([...containers.values()].flatMap(({ mounts }) => mounts.map(({ source }) => source)));
  return choices.filter(({ value: { name, listed } }) => !used.has(name) && !used.has(listed.mountpoint));
}
