import type { Engine, ImageLayers } from './engine';
import { imageLayersOf, imageSummary, removedImages } from './image-shapes';
import { object } from './json';
import { checkImageName } from './names';
import { familiarRepository, parseReference } from '../core/reference';
import type { Query } from './query';
import type { Transport } from './transport';

type ImageMethods = Pick<Engine, 'listImages' | 'inspectImage' | 'imageLayers' | 'tagImage' | 'removeImage'>;

/** What is done with images that the engine has. */
export function imageMethods(transport: Transport): ImageMethods {
  return {
    async listImages(options = {}) {
      const query = { all: options.all, filters: options.filters };
      const context = { operation: 'list images' };
      return transport.list({ method: 'GET', path: '/images/json', query, context }, imageSummary);
    },

    async inspectImage(image) {
      return object(await inspect(transport, image));
    },

    async imageLayers(image, signal): Promise<ImageLayers> {
      const context = { operation: 'inspect', what: 'image', name: image } as const;
      const path = `/images/${checkImageName(image)}`;
      const [inspected, history] = await Promise.all([
        transport.json({ method: 'GET', path: `${path}/json`, signal, context }),
        transport.json({ method: 'GET', path: `${path}/history`, signal, context }),
      ]);
      return imageLayersOf(inspected, history);
    },

    async tagImage(image, reference) {
      const target = parseReference(reference);
      const query = { repo: familiarRepository(target), tag: target.tag ?? 'latest' };
      const context = { operation: 'tag', what: 'image', name: image } as const;
      await transport.text({ method: 'POST', path: `/images/${checkImageName(image)}/tag`, query, context });
    },

    async removeImage(image, options = {}) {
      const query = { force: options.force, noprune: options.noPrune };
      const context = { operation: 'remove', what: 'image', name: image } as const;
      return removedImages(await transport.longJson({ method: 'DELETE', path: `/images/${checkImageName(image)}`, query, context }));
    },
  };
}

/** The engine's own description of an image. */
export function inspect(
  transport: Transport,
  image: string,
  options: { readonly query?: Query; readonly signal?: AbortSignal | undefined } = {},
): Promise<unknown> {
  const context = { operation: 'inspect', what: 'image', name: image } as const;
  return transport.json({ method: 'GET', path: `/images/${checkImageName(image)}/json`, ...options, context });
}
