import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { isImageId } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import { containerNode } from '../../nodes/container';
import { flag, names, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { pullImage } from '../images/pull';
import { type ChangedContainers, changedContainers } from '../targets/change-containers';
import { chooseTargets, someNames } from '../targets/choose-targets';
import { containers, type ContainerTarget } from '../targets/container-targets';
import { nameInErrors, runOnEach } from '../targets/run-on-each';
import { recreateContainer, type RecreatedContainer } from './recreate-container';

/** Makes containers anew with the same configuration, of what their images' names now mean. */
export const recreateContainers = defineCommand({
  id: 'slipway.containers.recreate',
  title: 'Recreate Container…',
  summary:
    'Makes containers anew with their configuration, names, networks and volumes (also those without a name), of the image that their reference now means, after a pull if wanted. The old container is removed when the new one has started; when something fails everything is as before.',
  icon: 'refresh',
  on: [{ node: 'container' }],
  many: true,
  placement: { group: '1_state', order: 9 },
  palette: true,
  answers: {
    containers: names('Names or ids of the containers.'),
    pull: optional(flag('Pulls the image of each first.')),
  },
  result: changedContainers,
  run: async (app, call): Promise<ChangedContainers> => {
    const title = t('Recreate Container');
    const targets = await chooseTargets(app, call, containers, { title, placeholder: t('Containers to make anew') });
    const pull = call.answers.pull ?? (call.programmatic ? false : await wantsPull(app, targets));
    const images = pull ? await imagesOf(app, targets) : [];
    for (const reference of images) await pullImage.run(app, { nodes: [], answers: { reference }, programmatic: call.programmatic });
    const made: RecreatedContainer[] = [];
    const done = await app.progress.run(t('Making {0} anew', someNames(targets)), async (_report, signal) => {
      const engine = await app.connection.engine(signal);
      return runOnEach(
        targets,
        'recreate',
        async (target) => {
          const anew = await recreateContainer(engine, target, {
            signal,
            log: (words) => app.log.command(dockerLine(words, app.terminalShell())),
            problem: (what, error) => app.log.error(what, error),
          });
          made.push(anew);
        },
        signal,
      );
    });
    const [first] = made;
    if (first !== undefined && made.length === 1) await reveal(app, first);
    return { containers: done };
  },
});

async function wantsPull(app: App, targets: readonly ContainerTarget[]): Promise<boolean> {
  const [again, newer] = [t('Recreate'), t('Pull and Recreate')];
  const detail = t(
    'Configuration, name, networks and volumes stay. What was written to other folders of the container is lost. If the new container does not start, the old one goes on.',
  );
  return (await app.ask.decide(t('Recreate {0}?', someNames(targets)), [again, newer], detail)) === newer;
}

/** What is to be pulled, each once. Throws `invalidInput` for a container whose image has no name. */
async function imagesOf(app: App, targets: readonly ContainerTarget[]): Promise<readonly string[]> {
  const engine = await app.connection.engine();
  const references = await Promise.all(
    targets.map(async (target) => {
      const config = (await nameInErrors(target, engine.containers.inspect(target.id)))['Config'];
      const image = (config as Readonly<Record<string, unknown>> | undefined)?.['Image'];
      if (typeof image === 'string' && image !== '' && !isImageId(image)) return image;
      const reason = t('The image of {0} has no name by which it could be pulled.', oneLine(target.name));
      throw failure('invalidInput', { field: 'image', value: String(image), reason });
    }),
  );
  return [...new Set(references)];
}

async function reveal(app: App, { id, name }: RecreatedContainer): Promise<void> {
  const engine = await app.connection.engine();
  const [container] = await nameInErrors({ id, name }, engine.containers.list({ all: true, filters: { id: [id] } }));
  if (container) await app.show.reveal(containerNode.make({ container, readAt: Date.now() }).id);
}
