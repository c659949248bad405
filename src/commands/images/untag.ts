import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { imageMeant, lastingNames } from '../../core/image-names';
import { t } from '../../core/localize';
import { isImageId, shortId } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { ImageSummary } from '../../engine/images/images';
import type { ImageNodeData } from '../../nodes/image';
import type { Choice } from '../../ports';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets, type Target } from '../targets/choose-targets';
import { checkImageArgument, images as imageKind } from '../targets/image-targets';
import { oneAfterAnother } from '../asking/one-after-another';

/** Removes names and never an image: the last name of an image is refused, and then nothing goes. */
export const untagImages = defineCommand({
  id: 'slipway.images.untag',
  title: 'Untag…',
  summary:
    'Removes names of images and never an image: engines delete an image with its last name, so the last one is refused with `lastName`.',
  icon: 'close',
  on: [{ node: 'image', with: ['tagged'] }],
  many: true,
  placement: { group: '2_name', order: 2 },
  palette: true,
  answers: { references: names('Names of local images; without a tag `latest`.') },
  result: '{ untagged: readonly string[] }',
  run: async (app, call): Promise<{ readonly untagged: readonly string[] }> => {
    const asked = { nodes: call.nodes, answers: { images: call.answers.references }, elsewhere: call.elsewhere };
    const targets = await chooseTargets(app, asked, imageKind, {
      title: t('Untag'),
      placeholder: t('Choose names to remove; their images are kept'),
      choices: namesOfSeveral,
    });
    const references = checkedNames(targets.map(({ name }) => name));
    const images = await refuseLastNames(app, references);
    if (!call.programmatic && references.length > 1) {
      await app.ask.confirm(t('Remove {0} names?', references.length), t('Untag'), preview(references));
    }
    app.log.command(dockerLine(['rmi', ...references], app.terminalShell()));
    const title = references.length === 1 ? t('Removing {0}', oneLine(references[0] ?? '')) : t('Removing {0} names', references.length);
    const untagged = await app.progress.run(title, async (report, signal) => {
      const engine = await app.connection.engine(signal);
      let done = 0;
      const results = await oneAfterAnother(app, 'untag', references, String, async (reference) => {
        if (signal.aborted) throw failure('cancelled', { operation: 'untag' });
        report({ message: t('{0} of {1}', ++done, references.length) });
        // Other names may have gone while this was asked.
        checkNotLast(await engine.images.list(), reference, images);
        return (await engine.images.remove(reference)).untagged;
      });
      return results.flat();
    });
    if (!call.programmatic)
      app.show.status(
        untagged.length === 1 ? t('Removed the name {0}', oneLine(untagged[0] ?? '')) : t('Removed {0} names', untagged.length),
      );
    return { untagged };
  },
});

/** The names that are meant, each once. Throws `invalidInput` where there are none, or one is none. */
function checkedNames(given: readonly string[]): readonly string[] {
  const references = [...new Set(given)];
  if (references.length === 0) throw failure('invalidInput', { field: 'references', value: '', reason: t('No image is specified.') });
  for (const reference of references) {
    checkImageArgument(reference);
    if (reference.startsWith('sha256:') || (isImageId(reference) && reference.length === 64)) {
      throw failure('invalidInput', {
        field: 'references',
        value: reference,
        reason: t('Only a name can be removed from an image, and this is an ID.'),
      });
    }
  }
  return references;
}

/** Only names of images that have several: the others cannot go alone. */
async function namesOfSeveral(app: App): Promise<readonly Choice<Target<ImageNodeData>>[]> {
  const images = [...(await app.inventory.read('images')).values()].filter(({ tags }) => tags.length > 1);
  if (images.length === 0) {
    throw failure('notFound', {
      what: 'image',
      name: t('with several names'),
      detail: t('No image has more than one name; removing its only name deletes the image.'),
    });
  }
  return images.flatMap((image) =>
    image.tags.map((tag) => ({
      label: tag,
      description: t('{0}, {1} names', shortId(image.id), image.tags.length),
      icon: 'tag',
      value: { id: image.id, name: tag },
    })),
  );
}

/** Throws `lastName` with every name that would take its image along, `notFound` for one that is not there. Gives the id behind each. */
async function refuseLastNames(app: App, references: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const images = [...(await app.inventory.read('images')).values()];
  const ids = new Map<string, string>();
  for (const reference of references) {
    const meant = imageMeant(images, reference);
    if (meant?.by !== 'name') throw failure('notFound', { what: 'image', name: reference });
    ids.set(reference, meant.image.id);
  }
  const last = references.filter((reference) => {
    const image = images.find(({ id }) => id === ids.get(reference));
    return image && lastingNames(image, references).length === 0;
  });
  if (last.length > 0) throw failure('lastName', { references: last });
  return ids;
}

function checkNotLast(images: readonly ImageSummary[], reference: string, ids: ReadonlyMap<string, string>): void {
  const image = imageMeant(images, reference)?.image;
  if (!image) throw failure('notFound', { what: 'image', name: reference });
  if (image.id !== ids.get(reference))
    throw failure('conflict', { name: reference, usedBy: [], detail: t('The name was moved to another image in the meantime.') });
  if (lastingNames(image, [reference]).length === 0) throw failure('lastName', { references: [reference] });
}

function preview(references: readonly string[]): string {
  const shown = references.slice(0, 20).map((reference) => oneLine(reference));
  const more = references.length > 20 ? [t('… and {0} more', references.length - 20)] : [];
  return [...shown, ...more, '', t('The images are kept under their other names.')].join('\n');
}
