import { isAbsolute } from 'node:path';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { archiveProblem, imageArchiveEntries } from '../../core/image-archive';
import { t } from '../../core/localize';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { archiveFilters, compressor } from '../../files/archive-target';
import { portableFileName } from '../../files/file-names';
import { type AnswersOf, names, text } from '../answers/takes';
import { archiveLine } from '../archives/archive-line';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { checkImageArgument, images as imageKind } from '../targets/image-targets';
import { writeArchive } from '../archives/write-archive';

const answers = {
  images: names('References or ids of local images.'),
  file: text('Absolute path of the archive; an existing file is replaced when the new one is whole.'),
};

type Answers = AnswersOf<typeof answers>;

interface Result {
  readonly images: readonly string[];
  readonly file: string;
  /** Size of the file. */
  readonly bytes: number;
}

/** What is known of an archive before it is written. */
interface Estimate {
  /** How many different images. */
  readonly images: number;
  readonly bytes: number;
}

/** Saves images to one tar archive. */
export const saveImages = defineCommand({
  id: 'slipway.images.save',
  title: 'Save Images to a File…',
  summary:
    'Saves one or several images to one tar archive that `docker load` reads; `.tar.gz`, `.tgz` and, where VS Code can, `.tar.zst` are compressed.',
  icon: 'save',
  on: [{ node: 'image' }, { node: 'repository' }],
  many: true,
  placement: { group: '5_keep', order: 1 },
  palette: true,
  key: { key: 's', views: ['images'] },
  answers,
  result: '{ images: readonly string[]; file: string; bytes: number }',
  run: async (app, call): Promise<Result> => {
    const images = (await chooseTargets(app, call, imageKind, { title: t('Save Images') })).map(({ name }) => name);
    if (images.length === 0) throw failure('invalidInput', { field: 'images', value: '', reason: t('No image is specified.') });
    for (const image of images) checkImageArgument(image);
    if (call.answers.file !== undefined) checkFile(call.answers.file);
    const estimate = await (await app.connection.engine()).images.estimateArchive(images);
    const file = call.answers.file ?? checkFile(await askFile(app, images, estimate));

    app.log.command(archiveLine('save', images, file, app.terminalShell()));
    const bytes = await save(app, { images, file }, estimate);
    if (!call.programmatic) app.show.status(t('Saved {0} ({1})', oneLine(file), formatBytes(bytes)));
    return { images, file, bytes };
  },
});

/** Throws `invalidInput` for a file that cannot be written by its name. */
function checkFile(file: string): string {
  if (!isAbsolute(file)) throw failure('invalidInput', { field: 'file', value: file, reason: t('The path of the file must be absolute.') });
  compressor(file)?.destroy();
  return file;
}

async function askFile(app: App, images: readonly string[], { bytes }: Estimate): Promise<string> {
  const name = (images.length === 1 ? (images[0] ?? '') : 'images').replace(/^sha256:/, '').replace(/[^\w.-]+/g, '_');
  return app.ask.saveFile({
    title: t('Save Images (archive of about {0} before compression)', formatBytes(bytes)),
    defaultName: portableFileName(name, '.tar'),
    filters: archiveFilters(),
  });
}

async function save(app: App, { images, file }: Answers, estimate: Estimate): Promise<number> {
  const size = formatBytes(estimate.bytes);
  const title =
    images.length === 1
      ? t('Saving {0} to an archive of about {1}', oneLine(images[0] ?? ''), size)
      : t('Saving {0} images to an archive of about {1}', images.length, size);
  const entries = imageArchiveEntries();
  return app.progress.run(title, async (report, signal) => {
    const engine = await app.connection.engine(signal);
    const archive = {
      operation: 'save',
      file,
      bytes: estimate.bytes,
      open: async () => (await engine.images.save(images, signal)).stream,
      entries,
      problem: () => archiveProblem(entries.entries, estimate.images),
      broken: (problem: string) => t('The engine does not have all of {0}: {1}. Pull it again.', images.join(', '), problem),
    };
    return writeArchive(archive, report, signal);
  });
}
