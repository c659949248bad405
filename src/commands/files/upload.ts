import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { planUpload, type UploadPlan, uploadFiles } from '../../engine/files/upload';
import { texts } from '../answers/takes';
import { localPath } from '../archives/local-files';
import { type CommandCall, defineCommand } from '../define';
import { chooseFile, fileAnswers, type FileTarget, folderOf, inPlace, oneLineName, onePlace, tellChanged } from '../targets/file-targets';

interface Uploaded {
  readonly files: number;
}

/** Copies files of this machine into a folder; also what is dropped on a row. */
export const uploadFilesCommand = defineCommand({
  id: 'slipway.files.upload',
  title: 'Upload Files…',
  summary:
    'Copies files and folders of this computer into a folder of a container, running or not, or of a volume, with modes, times and links; they get the owner of the folder. Files that are dropped on such a row are uploaded too.',
  icon: 'cloud-upload',
  on: [{ node: 'file', with: ['folder'] }, { node: 'volumeFile', with: ['folder'] }, { node: 'volume' }],
  placement: { group: '4_keep', order: 2 },
  palette: false,
  answers: {
    ...fileAnswers,
    uris: texts('Absolute paths or `file:` URIs of files and folders of this computer. What has their names already is replaced.'),
  },
  oneOf: [...onePlace],
  result: '{ readonly files: number }',
  run: async (app, call): Promise<Uploaded> => {
    const target = await chooseFile(app, call, t('Upload Files'));
    const uris =
      call.answers.uris ??
      (await app.ask.openFiles({ title: t('Files to upload to {0}', oneLineName(target, folderOf(target))), filters: {}, many: true }));
    return upload(
      app,
      call,
      target,
      uris.map((uri) => localPath('uris', uri)),
    );
  },
});

/** Uploads local files and folders into the folder that a row means; asks before something is replaced. */
export async function upload(
  app: App,
  call: Pick<CommandCall<unknown>, 'programmatic'>,
  target: FileTarget,
  paths: readonly string[],
): Promise<Uploaded> {
  if (paths.length === 0) throw failure('cancelled', { operation: 'upload' });
  const folder = folderOf(target);
  const { place } = target;
  const shown = oneLineName(target, folder);
  const result = await inPlace(app, call, target, 'owners', async (engine, open) => {
    const plan = await planUpload(engine, open, folder, paths);
    if (!call.programmatic) await confirmTaken(app, plan, shown);
    if (place.kind === 'container')
      for (const path of paths) app.log.command(dockerLine(['cp', path, `${place.name}:${folder}`], app.terminalShell()));
    return app.progress.run(t('Uploading to {0}', shown), (report, signal) =>
      uploadFiles(engine, open, folder, plan, {
        platform: app.host.platform,
        report,
        signal,
        leftBehind: (names) => tellLeft(app, names, shown),
      }),
    );
  });
  await tellChanged(app, place, [folder]);
  if (!call.programmatic)
    app.show.status(result.files === 1 ? t('Uploaded one file to {0}', shown) : t('Uploaded {0} files to {1}', result.files, shown));
  return { files: result.files };
}

async function confirmTaken(app: App, { taken }: UploadPlan, folder: string): Promise<void> {
  if (taken.length === 0) return;
  const names = taken
    .slice(0, 10)
    .map((name) => oneLine(name))
    .join(', ');
  await app.ask.confirm(t('Replace what is in {0} already?', folder), t('Replace'), t('{0}. Folders keep what else is in them.', names));
}

/** A container that runs no program keeps what had come. */
function tellLeft(app: App, names: readonly string[], folder: string): void {
  const some = names
    .slice(0, 5)
    .map((name) => oneLine(name))
    .join(', ');
  app.show
    .information(
      t('A part of this may be in {0} now, and is not whole: {1}. Upload it again, or delete it once the container runs.', folder, some),
    )
    .catch((error: unknown) => app.log.error('upload', error));
}
