import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { isImageId, tryParseReference } from '../../core/reference';
import { copiedName } from '../../core/untrusted';
import type { ImageSummary } from '../../engine/images/images';
import { name as nameAnswer } from '../answers/takes';
import { defineCommand } from '../define';
import { oneImage } from '../targets/one-image';

/** Copies an image's name with its digest, which always means the same image. */
export const copyImageDigest = defineCommand({
  id: 'slipway.images.copyDigest',
  title: 'Copy Digest Reference',
  summary: 'Copies `name@sha256:…`, which always refers to the same image; an image has it when it was pulled or pushed.',
  on: [{ node: 'image', with: ['tagged'] }],
  placement: { group: '7_copy', order: 3 },
  palette: false,
  answers: { image: nameAnswer('A reference or an id.') },
  result: 'string',
  run: async (app, call): Promise<string> => {
    const { name, image } = await oneImage(app, call, t('Copy Digest Reference'));
    const text = digestReference(image, name);
    if (text === undefined) {
      throw failure('notFound', {
        what: 'manifest',
        name: isImageId(name) ? image.id : name,
        detail: t('The image was neither pulled nor pushed, so no registry gave it a digest.'),
      });
    }
    const copied = copiedName(text);
    await app.clipboard.write(copied);
    return copied;
  },
});

/** The digest of the row's own repository; an image may have others from other registries. */
function digestReference(image: ImageSummary, name: string): string | undefined {
  const own = isImageId(name) ? undefined : tryParseReference(name);
  return image.digests.find((digest) => {
    const parsed = tryParseReference(digest);
    return parsed !== undefined && (own === undefined || (parsed.domain === own.domain && parsed.path === own.path));
  });
}
