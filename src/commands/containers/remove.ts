import type { App } from '../../app';
import { t } from '../../core/localize';
import { flag, optional } from '../answers/takes';
import { changeTargets, type ChangedContainers, changedContainers, containersAnswer } from '../targets/change-containers';
import { chooseTargets, someNames } from '../targets/choose-targets';
import { containers, type ContainerTarget, isUp } from '../targets/container-targets';
import { defineCommand } from '../define';

/** Removes containers. The user is told which of them run and what is lost; a program says `force` itself. */
export const removeContainers = defineCommand({
  id: 'slipway.containers.remove',
  title: 'Remove Container…',
  summary: 'Removes containers, or all of a Compose project; says first which of them are running.',
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
    const { volumes = false } = call.answers;
    const force = call.programmatic ? (call.answers.force ?? false) : await confirmRemoval(app, targets);
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

/** True when something has to be stopped for it. */
async function confirmRemoval(app: App, targets: readonly ContainerTarget[]): Promise<boolean> {
  if (targets.length === 0) return false;
  const running = targets.filter(({ listed }) => listed !== undefined && isUp(listed));
  const [only] = targets;
  const lost = t('Changes in the file system of a container that are not in a volume are lost.');
  if (running.length === 0) {
    const question =
      only && targets.length === 1 ? t('Remove the container {0}?', someNames(targets)) : t('Remove {0} containers?', targets.length);
    await app.ask.confirm(question, t('Remove'), detail(targets, lost));
    return false;
  }
  const question =
    only && targets.length === 1
      ? t('The container {0} is running. Stop and remove it?', someNames(targets))
      : t('{0} of these {1} containers are running. Stop and remove them?', running.length, targets.length);
  await app.ask.confirm(
    question,
    t('Stop and Remove'),
    detail(targets, targets.length > 1 ? `${t('Running: {0}', someNames(running, 10))}\n${lost}` : lost),
  );
  return true;
}

function detail(targets: readonly ContainerTarget[], lost: string): string {
  return targets.length > 1 ? `${someNames(targets, 10)}\n\n${lost}` : lost;
}
