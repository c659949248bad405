import type { EngineImages, ImageLayers } from './images';
import { imageLayersOf, imageSummary, removedImages } from './image-shapes';
import { list, number, object, text } from '../json/json';
import type { HistoryStep } from '../../core/history';
import { checkImageName } from '../transport/names';
import { familiarRepository, parseReference } from '../../core/reference';
import type { Query } from '../transport/query';
import type { EngineTransport } from '../transport/transport';

type ImageMethods = Pick<EngineImages, 'list' | 'inspect' | 'layers' | 'history' | 'tag' | 'remove'>;

/** What is done with images that the engine has. */
export function imageMethods(transport: EngineTransport): ImageMethods {
  return {
    async list(options = {}) {
      const query = { all: options.all, filters: options.filters };
      const context = { operation: 'list images' };
      return transport.list({ method: 'GET', path: '/images/json', query, context }, imageSummary);
    },

    async inspect(image) {
      return object(await inspect(transport, image));
    },

    async layers(image, signal): Promise<ImageLayers> {
      const context = { operation: 'inspect', what: 'image', name: image } as const;
      const path = `/images/${checkImageName(image)}`;
      const [inspected, history] = await Promise.all([
        transport.json({ method: 'GET', path: `${path}/json`, signal, context }),
        transport.json({ method: 'GET', path: `${path}/history`, signal, context }),
      ]);
      return imageLayersOf(inspected, history);
    },

    async history(image, signal) {
      const context = { operation: 'history', what: 'image', name: image } as const;
      const path = `/images/${checkImageName(image)}/history`;
      return list(await transport.json({ method: 'GET', path, signal, context }))
        .map(historyStep)
        .reverse();
    },

    async tag(image, reference) {
      const target = parseReference(reference);
      const query = { repo: familiarRepository(target), tag: target.tag ?? 'latest' };
      const context = { operation: 'tag', what: 'image', name: image } as const;
      await transport.text({ method: 'POST', path: `/images/${checkImageName(image)}/tag`, query, context });
    },

    async remove(image, options = {}) {
      const query = { force: options.force, noprune: options.noPrune };
      const context = { operation: 'remove', what: 'image', name: image } as const;
      return removedImages(await transport.longJson({ method: 'DELETE', path: `/images/${checkImageName(image)}`, query, context }));
    },
  };
}

/** The engine's own description of an image. */
export function inspect(
  transport: EngineTransport,
  image: string,
  options: { readonly query?: Query; readonly signal?: AbortSignal | undefined } = {},
): Promise<unknown> {
  const context = { operation: 'inspect', what: 'image', name: image } as const;
  return transport.json({ method: 'GET', path: `/images/${checkImageName(image)}/json`, ...options, context });
}

function historyStep(value: unknown): HistoryStep {
  const raw = object(value);
  return { createdBy: text(raw.CreatedBy), size: number(raw.Size), created: number(raw.Created) * 1000, comment: text(raw.Comment) };
}
