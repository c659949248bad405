import type { App } from '../../app';
import { isCancelled } from '../../core/errors';
import type { ImagePageVerb } from '../../core/image-page';
import type { Node } from '../../nodes/define';
import { imageNode } from '../../nodes/image';
import { imageName, localImages } from '../targets/image-targets';
import { pushImage } from './push';
import { removeImages } from './remove';
import { runImage } from './run';
import { saveImages } from './save';
import { tagImage } from './tag';
import type { OneImage } from '../targets/one-image';

const verbs = { run: runImage, tag: tagImage, push: pushImage, save: saveImages, remove: removeImages } as const;

/**
 * Does to the image of a page what the same verb does on its row, questions and messages included. Never throws: what
 * went wrong is shown as it is for a row, with its action and Try Again.
 */
export async function performOnPage(app: App, verb: ImagePageVerb, one: OneImage): Promise<void> {
  const perform = async (): Promise<void> => {
    // With fresh facts: the page may be older than what happened meanwhile.
    const row = await rowOf(app, one);
    // Which of several names is to be pushed is asked.
    const nodes = verb === 'push' && row.data.reference === undefined ? [] : [row];
    await verbs[verb].run(app, { nodes, answers: {}, programmatic: false });
  };
  try {
    await perform();
  } catch (error) {
    // The message stays as long as the user likes, and the page can be used meanwhile.
    if (!isCancelled(error)) void app.show.error(error, perform).catch((failed: unknown) => app.log.error(verb, failed));
  }
}

/** The row of the name by which the page was opened; one for the whole image where that is an id. */
async function rowOf(app: App, { name, image }: OneImage): Promise<Node<Parameters<typeof imageNode.make>[0]>> {
  const rows = (await localImages(app)).filter((data) => data.image.id === image.id);
  const named = rows.find((data) => imageName(data) === name) ?? (rows.length === 1 ? rows[0] : undefined);
  if (named) return imageNode.make(named);
  return imageNode.make({ image: rows[0]?.image ?? image, reference: undefined, label: name, usedBy: rows[0]?.usedBy ?? [] });
}
