import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { isImageId, tryParseReference } from '../../core/reference';
import { copiedName } from '../../core/untrusted';
import type { ImageNodeData } from '../../nodes/image';
import { name } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseOneImage, imagesOf } from '../targets/image-targets';
import { localImage } from '../targets/one-image';

/** Copies an image's name with its digest, which always means the same image. */
export const copyImageDigest = defineCommand({
  id: 'slipway.images.copyDigest',
  title: 'Copy Digest Reference',
  summary: 'Copies `name@sha256:…`, which always refers to the same image; an image has it when it was pulled or pushed.',
  on: [{ node: 'image', with: ['tagged'] }],
  placement: { group: '7_copy', order: 3 },
  palette: false,
  answers: { image: name('A reference or an id.') },
  result: 'string',
  run: async (app, call): Promise<string> => {
    const data = await imageOf(app, call.answers.image, imagesOf(call.nodes)[0]);
    const text = digestReference(data);
    if (text === undefined) {
      throw failure('notFound', {
        what: 'manifest',
        name: data.reference ?? data.image.id,
        detail: t('The image was neither pulled nor pushed, so no registry gave it a digest.'),
      });
    }
    const copied = copiedName(text);
    await app.clipboard.write(copied);
    return copied;
  },
});

type NamedImage = Pick<ImageNodeData, 'image' | 'reference'>;

async function imageOf(app: App, given: string | undefined, row: NamedImage | undefined): Promise<NamedImage> {
  if (given === undefined) return row ?? chooseOneImage(app, t('Copy Digest Reference'));
  const { image } = await localImage(app, given);
  return { image, reference: isImageId(given) ? undefined : given };
}

/** The digest of the row's own repository; an image may have others from other registries. */
function digestReference({ image, reference }: NamedImage): string | undefined {
  const own = reference === undefined ? undefined : tryParseReference(reference);
  return image.digests.find((digest) => {
    const parsed = tryParseReference(digest);
    return parsed !== undefined && (own === undefined || (parsed.domain === own.domain && parsed.path === own.path));
  });
}
