import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { tryParseReference } from '../../core/reference';
import { copiedName } from '../../core/untrusted';
import type { ImageNodeData } from '../../nodes/image';
import { defineCommand } from '../define';
import { chooseOneImage, imageName, imagesOf } from '../image-targets';

/** Copies an image's name with its digest, which always means the same image. */
export const copyImageDigest = defineCommand<object, string>({
  id: 'slipway.images.copyDigest',
  title: 'Copy Digest Reference',
  summary: 'Copies `name@sha256:…`, which always refers to the same image; an image has it when it was pulled or pushed.',
  on: [{ node: 'image', with: ['tagged'] }],
  placement: { group: '7_copy', order: 3 },
  palette: false,
  answers: {},
  result: 'string',
  run: async (app, call) => {
    const data = imagesOf(call.nodes)[0] ?? (await chooseOneImage(app, t('Copy Digest Reference')));
    const text = digestReference(data);
    if (text === undefined) {
      throw failure('notFound', { what: 'manifest', name: imageName(data), detail: t('The image was neither pulled nor pushed, so no registry gave it a digest.') });
    }
    const copied = copiedName(text);
    await app.clipboard.write(copied);
    return copied;
  },
});

/** The digest of the row's own repository; an image may have others from other registries. */
function digestReference({ image, reference }: ImageNodeData): string | undefined {
  const own = reference === undefined ? undefined : tryParseReference(reference);
  return image.digests.find((name) => {
    const parsed = tryParseReference(name);
    return parsed !== undefined && (own === undefined || (parsed.domain === own.domain && parsed.path === own.path));
  });
}
