import type { App } from '../../app';
import { t } from '../../core/localize';
import { isAnonymous } from '../../core/prune/volumes';
import { flag, optional } from '../answers/takes';
import { changeTargets, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { chooseTargets, someNames } from '../targets/choose-targets';
import { containers, type ContainerTarget, isUp } from '../targets/container-targets';
import { defineCommand } from '../define';

/** Removes containers. The user is told which of them run and what is lost; a program says `force` itself. */
export const removeContainers = defineCommand({
  id: 'slipway.containers.remove',
  title: 'Remove Container…',
  summary:
    'Removes containers, or all of a Compose project; says first which of them are running, and which volumes without a name would go with them.',
  icon: 'trash',
  on: [{ node: 'container' }, { node: 'containerGroup' }],
  many: true,
  placement: { group: '9_remove', order: 1 },
  palette: true,
  key: { key: 'delete', mac: 'cmd+backspace', views: ['containers'] },
  answers: {
    containers: containersAnswer,
    force: optional(flag('Stop those that are running; without it they are refused.')),
    volumes: optional(flag('Remove their anonymous volumes as well.')),
  },
  result: changedContainers,
  run: async (app, call): Promise<ChangedContainers> => {
    const title = t('Remove Containers');
    const targets = await chooseTargets(app, call, containers, { title, placeholder: t('Containers to remove') });
    const { force = false, volumes = false } = call.programmatic ? call.answers : await confirmRemoval(app, targets);
    const words = ['rm', ...(force ? ['--force'] : []), ...(volumes ? ['--volumes'] : [])];
    return changeTargets(
      app,
      targets,
      {
        operation: 'remove',
        progress: (names) => t('Removing {0}', names),
        work: (engine, id) => engine.containers.remove(id, { force, volumes }),
      },
      words,
    );
  },
});

/** Says what is lost. `force` where something has to be stopped for it, `volumes` where the user wants those to go that nobody else has. */
async function confirmRemoval(
  app: App,
  targets: readonly ContainerTarget[],
): Promise<{ readonly force: boolean; readonly volumes: boolean }> {
  if (targets.length === 0) return { force: false, volumes: false };
  const running = targets.filter(({ listed }) => listed !== undefined && isUp(listed));
  const own = await ownVolumes(app, targets);
  const force = running.length > 0;
  const action = force ? t('Stop and Remove') : t('Remove');
  if (own.length === 0) {
    await app.ask.confirm(questionOf(targets, running), action, detail(targets, running, []));
    return { force, volumes: false };
  }
  const withVolumes = force ? t('Stop and Remove with Volumes') : t('Remove with Volumes');
  const decision = await app.ask.decide(questionOf(targets, running), [action, withVolumes], detail(targets, running, own));
  return { force, volumes: decision === withVolumes };
}

function questionOf(targets: readonly ContainerTarget[], running: readonly ContainerTarget[]): string {
  const one = targets.length === 1;
  if (running.length === 0) return one ? t('Remove the container {0}?', someNames(targets)) : t('Remove {0} containers?', targets.length);
  return one
    ? t('The container {0} is running. Stop and remove it?', someNames(targets))
    : t('{0} of these {1} containers are running. Stop and remove them?', running.length, targets.length);
}

/** A volume without a name that no other container mounts, and where in its container it is. */
interface OwnVolume {
  readonly name: string;
  readonly mountedAt: string;
}

/** The engine removes these with their containers where it is told to, and no others. */
async function ownVolumes(app: App, targets: readonly ContainerTarget[]): Promise<readonly OwnVolume[]> {
  const found = new Map<string, OwnVolume>();
  for (const { listed } of targets)
    for (const { type, source, destination } of listed?.mounts ?? [])
      if (type === 'volume' && isAnonymous({ name: source, labels: {} })) found.set(source, { name: source, mountedAt: destination });
  if (found.size === 0) return [];
  const removed = new Set(targets.map(({ id }) => id));
  for (const { id, mounts } of (await app.inventory.read('containers')).values())
    if (!removed.has(id)) for (const { source } of mounts) found.delete(source);
  return [...found.values()];
}

function detail(targets: readonly ContainerTarget[], running: readonly ContainerTarget[], own: readonly OwnVolume[]): string {
  const several = targets.length > 1;
  const lines = [
    ...(several ? [someNames(targets, 10), ''] : []),
    ...(several && running.length > 0 ? [t('Running: {0}', someNames(running, 10))] : []),
    t('Changes in the file system of a container that are not in a volume are lost.'),
  ];
  if (own.length > 0) {
    const named = own.map(({ name, mountedAt }) => ({ id: name, name: `${name.slice(0, 12)} (${mountedAt})` }));
    lines.push(
      '',
      t('Volumes without a name that nobody else uses: {0}. They stay, or go with all that is in them.', someNames(named, 10)),
    );
  }
  return lines.join('\n');
}
