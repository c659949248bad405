import { isAbsolute } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { App } from '../../app';
import { dockerLine, quoteWord } from '../../core/docker-line';
import { failure, SlipwayError } from '../../core/errors';
import { archiveProblem, isArchiveIndex } from '../../core/image-archive';
import { t } from '../../core/localize';
import type { ReportProgress } from '../../core/progress';
import { formatBytes } from '../../core/sizes';
import { TarEntries } from '../../core/tar-entries';
import { oneLine } from '../../core/untrusted';
import { writeWhole } from '../../files/atomic-file';
import { defineCommand } from '../define';
import { checkImageArgument, chooseImages, imageName, imagesOf } from '../image-targets';

interface Answers {
  readonly images: readonly string[];
  readonly file: string;
}

interface Result {
  readonly images: readonly string[];
  readonly file: string;
  /** Size of the file. */
  readonly bytes: number;
}

/** Saves images to one tar archive. */
export const saveImages = defineCommand<Answers, Result>({
  id: 'slipway.images.save',
  title: 'Save Images to a File…',
  summary: 'Saves one or several images to one tar archive that `docker load` reads; `.tar.gz` and `.tgz` are compressed.',
  icon: 'save',
  on: [{ node: 'image' }, { node: 'repository' }],
  many: true,
  placement: { group: '3_share' },
  palette: true,
  key: { key: 's', views: ['images'] },
  answers: {
    images: { type: 'readonly string[]', text: 'References or ids of local images.' },
    file: { type: 'string', text: 'Absolute path of the archive; an existing file is replaced when the new one is whole.' },
  },
  result: '{ images: readonly string[]; file: string; bytes: number }',
  run: async (app, call) => {
    const rows = imagesOf(call.nodes).map(imageName);
    const images = call.answers.images ?? (rows.length > 0 ? rows : (await chooseImages(app, t('Save Images'))).map(imageName));
    if (images.length === 0) throw failure('invalidInput', { field: 'images', value: '', reason: t('No image is named.') });
    for (const image of images) checkImageArgument(image);
    const file = call.answers.file ?? (await askFile(app, images));
    if (!isAbsolute(file)) throw failure('invalidInput', { field: 'file', value: file, reason: t('The path of the file must be absolute.') });

    app.log.command(isCompressed(file) ? `${dockerLine(['save', ...images])} | gzip > ${quoteWord(file)}` : dockerLine(['save', '-o', file, ...images]));
    const title = images.length === 1 ? t('Saving {0}', oneLine(images[0] ?? '')) : t('Saving {0} images', images.length);
    const bytes = await app.progress.run(title, (report, signal) => save(app, { images, file }, report, signal));
    if (!call.programmatic) app.show.status(t('Saved {0} ({1})', oneLine(file), formatBytes(bytes)));
    return { images, file, bytes };
  },
});

function isCompressed(file: string): boolean {
  return /\.(?:tar\.gz|tgz)$/i.test(file);
}

async function askFile(app: App, images: readonly string[]): Promise<string> {
  const name = (images.length === 1 ? (images[0] ?? '') : 'images').replace(/^sha256:/, '').replace(/[^\w.-]+/g, '_');
  return app.ask.saveFile({
    title: t('Save Images'),
    defaultName: `${name}.tar`,
    filters: { [t('Tar archive')]: ['tar'], [t('Compressed tar archive')]: ['tar.gz', 'tgz'] },
  });
}

async function save(app: App, { images, file }: Answers, report: ReportProgress, signal: AbortSignal): Promise<number> {
  const engine = await app.connection.engine(signal);
  const different = await countDifferent(app, images);
  const { stream, estimatedBytes } = await engine.saveImages(images, signal);
  const entries = new TarEntries(isArchiveIndex);
  let received = 0;
  const watch = new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _encoding, done) {
      entries.push(chunk);
      received += chunk.length;
      report({ current: received, ...(estimatedBytes === undefined ? {} : { total: Math.max(estimatedBytes, received) }) });
      done(null, chunk);
    },
  });
  const check = (): void => {
    if (signal.aborted) throw failure('cancelled', { operation: 'save' });
    const problem = entries.complete ? archiveProblem(entries.entries, different) : t('the archive ends too early');
    if (problem === undefined) return;
    const detail = t('The engine does not have all of {0}: {1}. Pull it again.', images.join(', '), problem);
    throw failure('engineFailed', { operation: 'save', status: 200, detail });
  };
  let written: Promise<number> | undefined;
  const write = (chunks: AsyncIterable<Uint8Array>): Promise<number> => (written = writeWhole(file, chunks, check));
  try {
    if (isCompressed(file)) await pipeline(stream, watch, createGzip(), write, { signal });
    else await pipeline(stream, watch, write, { signal });
  } catch (error) {
    stream.destroy();
    // The pipeline may give up before the part of the file is gone.
    const cause: unknown = await written?.then(
      () => error,
      (problem: unknown) => (problem instanceof SlipwayError ? problem : error),
    );
    if (signal.aborted) throw failure('cancelled', { operation: 'save' }, error);
    if (cause instanceof SlipwayError) throw cause;
    throw error instanceof SlipwayError ? error : failure('connectionLost', { operation: 'save' }, error);
  }
  return (await written) ?? 0;
}

/** How many different images the names stand for: one that is named twice is listed once in the archive. */
async function countDifferent(app: App, names: readonly string[]): Promise<number> {
  const engine = await app.connection.engine();
  const ids = await Promise.all(names.map(async (name) => (await engine.inspectImage(name))['Id']));
  return new Set(ids).size;
}
