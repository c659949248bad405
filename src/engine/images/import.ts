import { pipeline, type Readable, Transform } from 'node:stream';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import type { ReportProgress } from '../../core/progress';
import { familiarReference, familiarRepository, type ImageReference, parseReference, withDefaultTag } from '../../core/reference';
import { type EngineInformation, engineName } from '../information';
import type { EngineImages, ImportOptions } from './images';
import { fullId } from './image-shapes';
import { inspect } from './inspection';
import { number, object, text } from '../json/json';
import { checkImageName } from '../transport/names';
import { followProgress } from './progress-lines';
import type { EngineRequest, EngineTransport } from '../transport/transport';

type ImportMethods = Pick<EngineImages, 'import'>;

/** Images of one layer, made from the archive of a file system. */
export function importMethods(transport: EngineTransport, information: EngineInformation): ImportMethods {
  return { import: (source, options) => importImage(transport, information, source, options) };
}

async function importImage(
  transport: EngineTransport,
  information: EngineInformation,
  source: Readable | string,
  options: ImportOptions,
): Promise<{ readonly imageId: string }> {
  const parsed = options.reference === undefined ? undefined : withDefaultTag(parseReference(options.reference));
  const reference = parsed && familiarReference(parsed);
  const before = reference === undefined ? undefined : await identify(transport, reference);
  // Podman takes no notice of the tag; the image gets its name there when it is made.
  const named = information.kind === 'podman' ? undefined : parsed;
  const query = {
    fromSrc: typeof source === 'string' ? source : '-',
    repo: named && familiarRepository(named),
    tag: named?.tag,
    message: options.message,
    changes: options.changes,
    platform: options.platform,
  };
  const context = { operation: 'import', what: 'file', name: typeof source === 'string' ? source : (reference ?? '') } as const;
  let imageId = '';
  try {
    const request = { method: 'POST', path: '/images/create', query, signal: options.signal, context } as const;
    await send(transport, request, source, options.onProgress, (status) => (imageId = status));
    if (imageId === '')
      throw failure('engineFailed', { operation: 'import', status: 200, detail: t('The engine did not report which image it created.') });
    await checkPlatform(transport, information, imageId, options.platform);
    if (parsed && !named) await tag(transport, imageId, parsed);
    return { imageId };
  } catch (error) {
    await takeBack(transport, reference, before, imageId);
    throw error;
  }
}

async function send(
  transport: EngineTransport,
  request: EngineRequest,
  source: Readable | string,
  report: ReportProgress | undefined,
  onImage: (id: string) => void,
): Promise<void> {
  const onLine = (line: Readonly<Record<string, unknown>>): void => {
    const status = text(line['status']);
    if (/^sha256:[0-9a-f]{64}$/.test(status)) onImage(status);
    else if (status !== '') report?.(downloaded(status, object(line['progressDetail'])));
  };
  if (typeof source === 'string') {
    await followProgress(transport, request, onLine);
    return;
  }
  // The error of the source reaches the request through the stream that it reads.
  const upload = pipeline(source, counter(report), () => undefined);
  try {
    await followProgress(transport, { ...request, upload }, onLine);
  } catch (error) {
    if (source.errored && !request.signal?.aborted) throw fileFailure(source.errored);
    throw error;
  } finally {
    source.destroy();
  }
}

function fileFailure(error: Error): SlipwayError {
  if (error instanceof SlipwayError) return error;
  const { code, path } = object(error);
  return failure('fileFailed', { file: text(path), code: text(code) || 'EIO', detail: error.message }, error);
}

/** The engine tells -1 as the total of a download whose length is unknown. */
function downloaded(message: string, detail: Readonly<Record<string, unknown>>): Parameters<ReportProgress>[0] {
  const total = number(detail['total']);
  return { message, current: number(detail['current']), ...(total > 0 && { total }) };
}

function counter(report: ReportProgress | undefined): Transform {
  let sent = 0;
  return new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _encoding, done) {
      sent += chunk.length;
      report?.({ message: t('Sending the archive'), current: sent });
      done(null, chunk);
    },
  });
}

/** Docker 20.10 and Podman make an image of their own platform whatever they are asked for. */
async function checkPlatform(
  transport: EngineTransport,
  information: EngineInformation,
  imageId: string,
  platform: string | undefined,
): Promise<void> {
  const [os, architecture] = platform?.split('/') ?? [];
  if (os === undefined) return;
  const image = object(await inspect(transport, imageId));
  if (text(image['Os']) === os && (architecture === undefined || text(image['Architecture']) === architecture)) return;
  const engine = engineName(information);
  throw failure('unsupported', { operation: `import --platform ${platform ?? ''}`, engine });
}

/** The containerd store names an image before it has found its layer broken. */
async function takeBack(
  transport: EngineTransport,
  reference: string | undefined,
  before: string | undefined,
  imageId: string,
): Promise<void> {
  const remove = async (name: string): Promise<void> => {
    const context = { operation: 'remove', what: 'image', name } as const;
    await transport.longJson({ method: 'DELETE', path: `/images/${checkImageName(name)}`, context });
  };
  try {
    const now = reference === undefined ? undefined : await identify(transport, reference);
    if (reference === undefined || now === undefined || now === before) {
      if (imageId !== '' && imageId !== before) await remove(imageId);
      return;
    }
    await remove(reference);
    if (before === undefined) return;
    await tag(transport, before, parseReference(reference));
  } catch {
    // What went wrong first is what must be told.
  }
}

async function tag(transport: EngineTransport, image: string, reference: ImageReference): Promise<void> {
  const query = { repo: familiarRepository(reference), tag: reference.tag };
  const context = { operation: 'tag', what: 'image', name: image } as const;
  await transport.text({ method: 'POST', path: `/images/${checkImageName(image)}/tag`, query, context });
}

async function identify(transport: EngineTransport, reference: string): Promise<string | undefined> {
  try {
    return fullId(text(object(await inspect(transport, reference))['Id']));
  } catch (error) {
    if (SlipwayError.details(error, 'notFound')) return undefined;
    throw error;
  }
}
