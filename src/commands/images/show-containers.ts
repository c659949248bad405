import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { familiarReference, shortId, tryParseReference } from '../../core/reference';
import { iconFree } from '../../core/untrusted';
import type { ContainerSummary } from '../../engine/containers/containers';
import { containerNode } from '../../nodes/container';
import { containerFilterTest } from '../../nodes/trees/containers';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { images as imageKind } from '../targets/image-targets';
import { imageOfTarget, type OneImage } from '../targets/one-image';
import { showContainer } from '../targets/show-container';

interface UsingContainer {
  readonly id: string;
  readonly name: string;
  readonly state: ContainerSummary['state'];
  /** Id of the image that it was made from. */
  readonly imageId: string;
}

/** Shows the containers made from images in their view. */
export const showContainersOfImages = defineCommand({
  id: 'slipway.images.showContainers',
  title: 'Show Containers',
  summary: 'Shows the containers made from an image in the Containers view: the only one selected, several filtered by `image:`.',
  icon: 'vm',
  on: [
    { node: 'image', with: ['inUse'] },
    { node: 'repository', with: ['inUse'] },
  ],
  many: true,
  placement: { group: '3_look', order: 2, inline: ['image'] },
  palette: true,
  answers: { images: names('References or ids.') },
  result: '{ containers: readonly { id, name, state, imageId }[] }',
  run: async (app, call): Promise<{ readonly containers: readonly UsingContainer[] }> => {
    const targets = await chooseTargets(app, call, imageKind, { title: t('Show Containers'), askForOne: true });
    const images = await Promise.all(targets.map((target) => imageOfTarget(app, target)));
    const ids = new Set(images.map(({ image }) => image.id));
    app.log.command(dockerLine(['ps', '--all', ...images.flatMap(({ name }) => ['--filter', `ancestor=${name}`])], app.terminalShell()));
    const all = [...(await app.inventory.read('containers')).values()];
    const using = all.filter(({ imageId }) => ids.has(imageId));
    await show(app, images, all, using);
    return { containers: using.map(({ id, name, state, imageId }) => ({ id, name, state, imageId })) };
  },
});

async function show(
  app: App,
  images: readonly OneImage[],
  all: readonly ContainerSummary[],
  using: readonly ContainerSummary[],
): Promise<void> {
  const [first, second] = using;
  if (!first) {
    await app.show.information(t('No container was created from {0}.', images.map(({ name }) => iconFree(name)).join(', ')));
    return;
  }
  if (!second) {
    await showContainer(app, first);
    return;
  }
  await app.views.setFilter('containers', filterFor(images, all, using));
  await app.show.reveal(containerNode.make({ container: first, readAt: Date.now() }).id, 'containers');
}

/** By name where that means exactly these containers; else by id, since a name may have moved to another image. */
function filterFor(images: readonly OneImage[], all: readonly ContainerSummary[], using: readonly ContainerSummary[]): string {
  const byName = images.map(({ name }) => {
    const reference = tryParseReference(name);
    return `image:${reference && !name.startsWith('sha256:') ? familiarReference(reference) : shortId(name)}`;
  });
  const filter = [...new Set(byName)].join(' ');
  const passing = all.filter(containerFilterTest(filter));
  if (passing.length === using.length && passing.every((container) => using.includes(container))) return filter;
  return [...new Set(images.map(({ image }) => `image:${shortId(image.id)}`))].join(' ');
}
