import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { failure } from '../core/errors';
import { t } from '../core/localize';
import { ArchiveCheck } from './archive-check';
import { byteCounter } from './byte-counter';
import type { Engine, EngineInformation, OperationOptions } from './engine';
import { fullId } from './image-shapes';
import { inspect } from './images';
import { type JsonObject, number, object, text, texts } from './json';
import { LayerProgress } from './layer-progress';
import { checkImageName } from './names';
import { followProgress } from './progress-lines';
import type { Transport } from './transport';

type ArchiveMethods = Pick<Engine, 'saveImages' | 'loadImages'>;

/** Images as tar archives. */
export function archiveMethods(transport: Transport, information: EngineInformation): ArchiveMethods {
  return {
    async saveImages(images, signal) {
      const names = images.map(checkImageName);
      const context = { operation: 'save', what: 'image', name: images.join(', ') } as const;
      const estimatedBytes = await estimate(transport, information, names);
      const request = { method: 'GET', path: '/images/get', query: { names }, signal, context } as const;
      const response = await transport.stream(request);
      return { stream: information.containerdStore ? checked(response, context.name) : response, estimatedBytes };
    },

    loadImages: (archive, options) => loadImages(transport, information, archive, options),
  };
}

/** The archive, failing at its end when it is not whole. */
function checked(response: Readable, name: string): Readable {
  const check = new ArchiveCheck((missing) => {
    const detail = t('The engine does not hold all layers of {0} ({1} are missing). Remove the image, pull it again and then save it.', name, missing.length);
    return failure('engineFailed', { operation: 'save', status: 200, detail });
  });
  // The error of either side reaches the reader through the stream that it reads.
  return pipeline(response, check, () => undefined);
}

/**
 * Bytes of the archive: all layers uncompressed, each counted once. Unknown for the containerd store, which writes its
 * compressed blobs. A missing image throws `notFound` here, before anything is written.
 */
async function estimate(
  transport: Transport,
  information: EngineInformation,
  names: readonly string[],
): Promise<number | undefined> {
  const inspected = await Promise.all(names.map((name) => inspect(transport, name)));
  if (information.containerdStore) return undefined;
  const sizes = new Map<string, { layers: readonly string[]; size: number }>();
  for (const image of inspected.map(object)) {
    const layers = texts(object(image.RootFS).Layers);
    sizes.set(fullId(text(image.Id)), { layers, size: number(image.Size) });
  }
  // What two images share is known by layer but not how large it is; the larger one stands for a common base.
  const distinct = [...sizes.values()].filter(
    (image, _, all) => !all.some((other) => other !== image && startsWith(other.layers, image.layers)),
  );
  return distinct.reduce((sum, image) => sum + image.size, 0);
}

function startsWith(layers: readonly string[], beginning: readonly string[]): boolean {
  return layers.length > beginning.length && beginning.every((layer, index) => layers[index] === layer);
}

async function loadImages(
  transport: Transport,
  information: EngineInformation,
  archive: Readable,
  options: OperationOptions,
): Promise<readonly string[]> {
  const counter = byteCounter(options.onProgress, t('Sending the archive'));
  let fileError: Error | undefined;
  archive.once('error', (error) => {
    fileError = error;
    counter.destroy(error);
  });
  archive.pipe(counter);
  const upload = information.kind === 'podman' ? gunzipped(counter) : counter;
  const loaded: string[] = [];
  const progress = new LayerProgress('load', options.onProgress);
  const context = { operation: 'load', what: 'file', name: '' } as const;
  try {
    const request = { method: 'POST', path: '/images/load', query: { quiet: '0' }, upload, signal: options.signal, context } as const;
    await followProgress(transport, request, (line) => {
      progress.add(line);
      loaded.push(...loadedNames(line));
    });
  } catch (error) {
    if (fileError && !options.signal?.aborted) {
      const code = text(object(fileError).code) || 'EIO';
      throw failure('fileFailed', { file: text(object(fileError).path), code, detail: fileError.message }, fileError);
    }
    throw error;
  } finally {
    archive.unpipe(counter);
    archive.destroy();
    counter.destroy();
  }
  if (loaded.length === 0) {
    throw failure('engineFailed', { operation: 'load', status: 200, detail: t('The archive holds no image.') });
  }
  return loaded;
}

/** Podman's API does not take a compressed archive; the first bytes tell whether it is one. */
function gunzipped(archive: Readable): Readable {
  return Readable.from(gunzipChunks(archive as AsyncIterable<Buffer>), { objectMode: false });
}

async function* gunzipChunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
  const compressed = first.value[0] === 0x1f && first.value[1] === 0x8b;
  yield* compressed ? (pipeline(all, createGunzip(), () => undefined) as AsyncIterable<Buffer>) : all;
}

/** Names in `Loaded image: a:1` and `Loaded image ID: sha256:…`; Podman puts several into one line. */
function loadedNames(line: JsonObject): readonly string[] {
  const match = /^Loaded image(?:\(s\))?(?: ID)?: (.*)/.exec(text(line.stream).trim());
  return match ? (match[1] ?? '').split(/,\s*/).filter((name) => name !== '') : [];
}
