import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { imageMeant, lastingNames } from '../../core/image-names';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';

/** A name that an image has, and the one that it gets for a while. */
export interface TemporaryTag {
  readonly from: string;
  readonly to: string;
}

/**
 * Does work while images have further names. Names that were not there before are taken away again: `always`, or
 * only when the work `fails` (a cancelled one has failed). A name that another image has is refused with `conflict` before
 * anything is tagged, so there is never one to restore.
 */
export async function withTags<Result>(
  app: App,
  tags: readonly TemporaryTag[],
  takeBack: 'always' | 'fails',
  work: () => Promise<Result>,
): Promise<Result> {
  const engine = await app.connection.engine();
  const images = [...(await app.inventory.read('images')).values()];
  const missing = tags.flatMap((tag) => missingTag(images, tag));
  const made: MissingTag[] = [];
  let kept = false;
  try {
    for (const tag of missing) {
      app.log.command(dockerLine(['tag', tag.from, tag.to], app.terminalShell()));
      // Counted first: when the answer is lost the engine may have tagged all the same.
      made.push(tag);
      await engine.images.tag(tag.from, tag.to);
    }
    const result = await work();
    kept = takeBack === 'fails';
    return result;
  } finally {
    if (!kept) for (const tag of made) await takeAway(app, tag);
  }
}

interface MissingTag extends TemporaryTag {
  /** Id of the image that gets it. */
  readonly id: string;
}

/** Nothing when the image has the name already. Throws `conflict` when another one has it, `notFound` when there is no image. */
function missingTag(images: Parameters<typeof imageMeant>[0], { from, to }: TemporaryTag): readonly MissingTag[] {
  const source = imageMeant(images, from)?.image;
  if (!source) throw failure('notFound', { what: 'image', name: from });
  const holder = imageMeant(images, to);
  if (holder?.by !== 'name') return [{ from, to, id: source.id }];
  if (holder.image.id === source.id) return [];
  throw failure('conflict', {
    name: to,
    usedBy: [],
    detail: t('Another local image has this name. Push that image, or choose another name.'),
  });
}

/**
 * Never throws, since what went before matters more. A name that was given to another image meanwhile, or that is by now
 * the only one of its image, is left.
 */
async function takeAway(app: App, { to, id }: MissingTag): Promise<void> {
  try {
    const engine = await app.connection.engine();
    const images = await engine.images.list();
    const image = imageMeant(images, to)?.image;
    if (!image) return;
    if (image.id !== id || lastingNames(image, [to]).length === 0) {
      app.log.information(t('{0} was not removed: names of its image have changed in the meantime.', oneLine(to)));
      return;
    }
    app.log.command(dockerLine(['rmi', to], app.terminalShell()));
    await engine.images.remove(to);
  } catch (error) {
    app.log.error(`untag ${to}`, error);
  }
}
