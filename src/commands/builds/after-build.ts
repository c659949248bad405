import type { App } from '../../app';
import { t } from '../../core/localize';
import { shortId } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { BuildOutcome } from '../../engine/builder/builder';
import { type ImageNodeData, imageNode } from '../../nodes/image';
import type { Node } from '../../nodes/define';
import type { MessageAction } from '../../ports';
import { pushImage } from '../images/push';
import { runImage } from '../images/run';
import { imageRow, localImages, revealImage } from '../targets/image-targets';

/** Nobody is kept waiting for a list longer than this, in milliseconds. */
const longestReading = 2_000;

/** What a build has made, and under which name it is looked for. */
export interface BuiltImage extends BuildOutcome {
  /** The first of its names. */
  readonly reference?: string;
}

/** Says that a build is done: shows its image where its view is open, and offers to run and to push it. Nobody waits for the answer. */
export async function afterBuild(app: App, built: BuiltImage): Promise<void> {
  const { imageId, reference } = built;
  if (imageId === undefined) return;
  app.show.status(t('Built {0}', oneLine(reference ?? shortId(imageId))));
  if (reference === undefined) return;
  await listed(app, imageId);
  const seen = await revealImage(app, reference);
  const actions: readonly MessageAction[] = [
    { title: t('Run…'), run: () => runBuilt(app, built) },
    { title: t('Push…'), run: () => pushBuilt(app, built) },
    ...(seen ? [] : [{ title: t('Show in Images'), run: () => showBuilt(app, built).then(() => undefined) }]),
  ];
  app.show.information(t('Built {0}', oneLine(reference)), ...actions).catch((error: unknown) => app.show.error(error));
}

/** Runs what a build has made, and asks how. */
export async function runBuilt(app: App, built: BuiltImage, programmatic = false): Promise<void> {
  await runImage.run(app, { nodes: await rowsOf(app, built), answers: {}, programmatic });
}

/** Pushes what a build has made, and asks whither. */
export async function pushBuilt(app: App, built: BuiltImage, programmatic = false): Promise<void> {
  await pushImage.run(app, { nodes: await rowsOf(app, built), answers: {}, programmatic });
}

/** Shows the image in its view. */
export async function showBuilt(app: App, built: BuiltImage): Promise<boolean> {
  const [row] = await rowsOf(app, built);
  return row !== undefined && app.show.reveal(row.id, 'images');
}

/** The row of the image under the name that it was built for, or else under any; none when it is gone. */
async function rowsOf(app: App, { imageId, reference }: BuiltImage): Promise<readonly Node<ImageNodeData>[]> {
  const named = reference === undefined ? undefined : await imageRow(app, reference);
  if (named) return [named];
  const byId = (await localImages(app)).find(({ image }) => image.id === imageId);
  return byId ? [imageNode.make(byId)] : [];
}

/** Some engines tell no event of what BuildKit has made: the list is read again, which takes a moment. */
async function listed({ inventory }: App, imageId: string): Promise<void> {
  const known = inventory.get('images');
  if (!known || known.has(imageId)) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      changes.dispose();
      clearTimeout(latest);
      resolve();
    };
    const changes = inventory.onChange((list) => {
      if (list === 'images' && inventory.get('images')?.has(imageId)) end();
    });
    const latest = setTimeout(end, longestReading);
  });
}
