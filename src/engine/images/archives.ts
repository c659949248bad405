import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type ArchivedImage, archiveSize } from '../../core/archive-size';
import { failure, SlipwayError } from '../../core/errors';
import { NameCount } from '../../core/limit-exceeded';
import { t } from '../../core/localize';
import { ArchiveCheck } from './archive-check';
import { byteCounter } from '../streams/byte-counter';
import type { EngineImages } from './images';
import type { EngineInformation } from '../information';
import type { OperationOptions } from '../operation';
import { imageLayersOf } from './image-shapes';
import { type JsonObject, list, number, object, text } from '../json/json';
import { LayerProgress } from './layer-progress';
import { checkImageName } from '../transport/names';
import { compareApiVersions } from '../transport/negotiation';
import { followProgress } from './progress-lines';
import type { EngineTransport } from '../transport/transport';

type ArchiveMethods = Pick<EngineImages, 'estimateArchive' | 'save' | 'load'>;

/** Images as tar archives. */
export function archiveMethods(transport: EngineTransport, information: EngineInformation): ArchiveMethods {
  return {
    async estimateArchive(images, signal) {
      const described = await Promise.all(images.map((name) => archivedImage(transport, information, checkImageName(name), signal)));
      return archiveSize(described);
    },

    async save(images, signal) {
      const names = images.map(checkImageName);
      const context = { operation: 'save', what: 'image', name: images.join(', ') } as const;
      const response = await transport.download({ path: '/images/get', query: { names }, signal, context });
      return { stream: information.containerdStore ? checked(response, context.name, transport.options.address) : response };
    },

    load: (archive, options) => loadImages(transport, information, archive, options),
  };
}

/** The archive, failing at its end when it is not whole. */
function checked(response: Readable, name: string, address: string): Readable {
  const check = new ArchiveCheck(address, (missing) => {
    const detail = t(
      'The engine does not have all layers of {0} ({1} are missing). Remove the image, pull it again and then save it.',
      name,
      missing.length,
    );
    return failure('engineFailed', { operation: 'save', status: 200, detail });
  });
  // The error of either side reaches the reader through the stream that it reads.
  return pipeline(response, check, () => undefined);
}

/**
 * The image with its layers. The containerd store writes what it keeps, mostly compressed blobs, of every platform that
 * it has: from API 1.48 on it tells how large they are (`Manifests[].Size.Content`).
 */
async function archivedImage(
  transport: EngineTransport,
  information: EngineInformation,
  name: string,
  signal: AbortSignal | undefined,
): Promise<ArchivedImage> {
  const context = { operation: 'inspect', what: 'image', name } as const;
  const path = `/images/${name}`;
  const query = information.containerdStore && compareApiVersions(information.apiVersion, '1.48') >= 0 ? { manifests: true } : {};
  const [inspected, history] = await Promise.all([
    transport.json({ method: 'GET', path: `${path}/json`, query, signal, context }),
    // Without a history the sizes are unknown, which is no reason not to save.
    transport.json({ method: 'GET', path: `${path}/history`, signal, context }).catch(() => undefined),
  ]);
  const raw = object(inspected);
  const kept = list(raw.Manifests)
    .map(object)
    .filter(({ Available }) => Available === true);
  const content = kept.reduce((sum, manifest) => sum + number(object(manifest.Size).Content), 0);
  const layers = imageLayersOf(inspected, history);
  const unpacked = layers.layerSizes.includes(-1) ? number(raw.Size) : layers.layerSizes.reduce((sum, size) => sum + size, 0);
  return { ...layers, size: content > 0 ? content : unpacked };
}

async function loadImages(
  transport: EngineTransport,
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
  const names = new NameCount(transport.options.address);
  const progress = new LayerProgress('load', options.onProgress);
  const context = { operation: 'load', what: 'file', name: '' } as const;
  try {
    const request = { method: 'POST', path: '/images/load', query: { quiet: '0' }, upload, signal: options.signal, context } as const;
    await followProgress(transport, request, (line) => {
      progress.add(line);
      for (const name of loadedNames(line)) {
        names.add(name);
        loaded.push(name);
      }
    });
  } catch (error) {
    if (fileError && !options.signal?.aborted) {
      if (fileError instanceof SlipwayError) throw fileError;
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
    throw failure('engineFailed', { operation: 'load', status: 200, detail: t('The archive contains no image.') });
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
