import { isAbsolute } from 'node:path';
import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { type Downloaded, downloadFiles, downloadName } from '../../engine/files/download';
import { NewNames } from '../../files/file-names';
import { optional, text, texts } from '../answers/takes';
import { oneAfterAnother } from '../asking/one-after-another';
import { defineCommand } from '../define';
import { chooseFiles, type FileTarget, inPlace, onePlace, placeAnswers, shownName } from '../targets/file-targets';

interface Result {
  readonly downloaded: readonly {
    readonly path: string;
    readonly file: string;
    readonly files: number;
    readonly leftOut: readonly string[];
  }[];
}

/** Copies files and folders to a folder of this machine. */
export const downloadFilesCommand = defineCommand({
  id: 'slipway.files.download',
  title: 'Download to Folder…',
  summary:
    'Copies files and folders of a container, running or not, or of a volume to a folder of this computer, with modes, times and the links that stay within them. What is there already is kept, and the new file gets a number.',
  icon: 'cloud-download',
  on: [{ node: 'file' }, { node: 'volumeFile' }, { node: 'volume' }],
  many: true,
  placement: { group: '4_keep', order: 1 },
  palette: false,
  answers: {
    ...placeAnswers,
    paths: optional(texts('Absolute paths in the container, or from the top of the volume.'), ['/']),
    folder: text('Absolute path of a folder of this computer.'),
  },
  oneOf: [...onePlace],
  result: '{ readonly downloaded: readonly { path: string; file: string; files: number; leftOut: readonly string[] }[] }',
  run: async (app, call): Promise<Result> => {
    const title = t('Download');
    const targets = await chooseFiles(app, call, title);
    const folder = call.answers.folder ?? (await app.ask.openFolder({ title: t('Folder to download to') }));
    if (!isAbsolute(folder))
      throw failure('invalidInput', { field: 'folder', value: folder, reason: t('The path of the folder must be absolute.') });
    const names = await NewNames.in(folder);
    const done = await oneAfterAnother(app, 'download', targets, shownName, async (target) => {
      const file = names.take(downloadName(target.path, target.place.name), '');
      return { path: target.path, file, ...(await downloadOne(app, call, target, file)) };
    });
    if (!call.programmatic) await tellDone(app, done, folder);
    return { downloaded: done.map(({ path, file, files, leftOut }) => ({ path, file, files, leftOut: leftOut.map((one) => one.path) })) };
  },
});

async function downloadOne(app: App, call: { readonly programmatic: boolean }, target: FileTarget, file: string): Promise<Downloaded> {
  const { place, path } = target;
  if (place.kind === 'container') app.log.command(dockerLine(['cp', `${place.name}:${path}`, file], app.terminalShell()));
  return app.progress.run(t('Downloading {0}', shownName(target)), (report, signal) =>
    inPlace(app, call, target, 'archives', (engine, open) =>
      downloadFiles(engine, open, path, { target: file, platform: app.host.platform, report, signal }),
    ),
  );
}

async function tellDone(app: App, done: readonly Downloaded[], folder: string): Promise<void> {
  const files = done.reduce((sum, one) => sum + one.files, 0);
  const bytes = formatBytes(done.reduce((sum, one) => sum + one.bytes, 0));
  const to = oneLine(folder);
  app.show.status(
    files === 1 ? t('Downloaded one file to {0} ({1})', to, bytes) : t('Downloaded {0} files to {1} ({2})', files, to, bytes),
  );
  const left = done.flatMap(({ leftOut }) => leftOut);
  if (left.length === 0) return;
  const some = left
    .slice(0, 3)
    .map(({ path }) => oneLine(path, 80))
    .join(', ');
  await app.show.information(
    t(
      '{0} entries were left out, such as {1}: links that lead out of the folder, devices and pipes, and names that cannot be written here.',
      left.length,
      some,
    ),
  );
}
