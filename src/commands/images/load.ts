import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { ReportProgress } from '../../core/progress';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import { type Compression, describeArchive } from '../../files/archive-file';
import { names, optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { revealImage } from '../targets/image-targets';
import { localPath } from '../archives/local-files';
import { oneAfterAnother } from '../asking/one-after-another';
import { archiveFailure, sentArchive } from '../archives/sent-archive';

interface LoadedFile {
  readonly file: string;
  /** References, and ids of images without one. */
  readonly images: readonly string[];
}

interface Result {
  readonly loaded: readonly LoadedFile[];
}

/** Loads images from tar archives. */
export const loadImages = defineCommand({
  id: 'slipway.images.load',
  title: 'Load Images from Files…',
  summary:
    'Loads the images of archives that `docker save` wrote: tar, also compressed with gzip, xz, zstd or bzip2 as the engine can. A damaged file leaves nothing.',
  icon: 'folder-opened',
  on: [{ node: 'shownEngine', with: ['ofImages'] }],
  placement: { group: '1_run', order: 2 },
  palette: true,
  titleBar: { views: ['images'], overflow: '1_bring', order: 2 },
  explorer: { group: '7_slipway', file: '/\\.(tar|tgz|tar\\.gz|tar\\.xz|tar\\.zst)$/i' },
  answers: {
    files: optional(names('Absolute paths (or `file:` URIs) of the archives.')),
    uri: optional(text('One archive, by its URI, as the Explorer gives it.')),
    uris: optional(names('Several archives, by their URIs.')),
  },
  oneOf: [['files'], ['uri'], ['uris']],
  result: '{ loaded: readonly { file: string; images: readonly string[] }[] }',
  run: async (app, call): Promise<Result> => {
    const { uri, uris, files = uris ?? (uri === undefined ? undefined : [uri]) } = call.answers;
    const chosen = (files ?? (await askFiles(app))).map((file) => localPath('files', file));
    if (chosen.length === 0) throw failure('invalidInput', { field: 'files', value: '', reason: t('No file is specified.') });
    const loaded = await oneAfterAnother(
      app,
      'load',
      chosen,
      (file) => file,
      (file) => loadFile(app, file),
    );
    const images = loaded.flatMap((entry) => entry.images);
    app.log.information(t('Loaded {0}', images.map((image) => oneLine(image)).join(', ')));
    if (!call.programmatic) {
      app.show.status(
        images.length > 3 ? t('Loaded {0} images', images.length) : t('Loaded {0}', images.map((image) => oneLine(image)).join(', ')),
      );
      const last = images.at(-1);
      if (last !== undefined) await revealImage(app, last);
    }
    return { loaded };
  },
});

function askFiles(app: App): Promise<readonly string[]> {
  const filters = { [t('Image archives')]: ['tar', 'tgz', 'gz', 'xz', 'zst', 'bz2'], [t('All files')]: ['*'] };
  return app.ask.openFiles({ title: t('Load Images'), filters, many: true });
}

async function loadFile(app: App, file: string): Promise<LoadedFile> {
  const { size, compression } = await describeArchive(file);
  app.log.command(dockerLine(['load', '-i', file], app.terminalShell()));
  const engine = await app.connection.engine();
  return app.progress.run(t('Loading {0}', oneLine(file)), async (report, signal) => {
    const onProgress: ReportProgress = (progress) => report(progress.total === undefined ? { ...progress, total: size } : progress);
    return { file, images: await load(engine, file, compression, onProgress, signal) };
  });
}

async function load(
  engine: Engine,
  file: string,
  compression: Compression,
  onProgress: ReportProgress,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const sent = { operation: 'load', file, compression } as const;
  const archive = sentArchive(sent, engine.information);
  try {
    return await engine.images.load(archive, { signal, onProgress });
  } catch (error) {
    throw signal.aborted ? error : archiveFailure(error, sent, engine.information);
  } finally {
    archive.destroy();
  }
}
