import { isAbsolute } from 'node:path';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import { withVolumeArchive } from '../../engine/files/volume-archives';
import { archiveFilters, compressor } from '../../files/archive-target';
import { portableFileName } from '../../files/file-names';
import { name, text } from '../answers/takes';
import { writeArchive } from '../archives/write-archive';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { volumes } from '../targets/volume-targets';

interface Result {
  readonly volume: string;
  readonly file: string;
  readonly bytes: number;
}

/** Writes what is in a volume to an archive. */
export const backUpVolume = defineCommand({
  id: 'slipway.volumes.backup',
  title: 'Back Up Volume…',
  summary:
    'Writes what is in a volume to a tar archive, with owners, modes and times; Restore Volume from Archive… fills a volume with it. What containers write meanwhile may be in it or not: stop them first.',
  icon: 'archive',
  on: [{ node: 'volume' }],
  placement: { group: '5_keep', order: 1 },
  palette: true,
  answers: {
    volume: name('Name of the volume.'),
    file: text(
      'Absolute path of the archive: `.tar`, `.tar.gz`, `.tgz`, and `.tar.zst` where VS Code can. An existing file is replaced when the new one is whole.',
    ),
  },
  result: '{ readonly volume: string; readonly file: string; readonly bytes: number }',
  run: async (app, call): Promise<Result> => {
    const target = await chooseTarget(app, call, volumes, { title: t('Back Up Volume'), placeholder: t('Choose a volume') });
    const volume = target.name;
    const file =
      call.answers.file ??
      (await app.ask.saveFile({
        title: t('Back up {0}', oneLine(volume)),
        defaultName: portableFileName(volume, '.tar.gz'),
        filters: archiveFilters(),
      }));
    if (!isAbsolute(file))
      throw failure('invalidInput', { field: 'file', value: file, reason: t('The path of the file must be absolute.') });
    compressor(file)?.destroy();
    const bytes = await app.progress.run(t('Backing up {0}', oneLine(volume)), async (report, signal) => {
      const engine = await app.connection.engine(signal);
      return withVolumeArchive(engine, volume, signal, (archive) =>
        writeArchive(
          {
            operation: 'back up',
            file,
            bytes: undefined,
            open: () => Promise.resolve(archive),
            broken: (problem) => t('The engine did not send all of {0}: {1}.', oneLine(volume), problem),
          },
          report,
          signal,
        ),
      );
    });
    if (!call.programmatic) app.show.status(t('Backed up {0} to {1} ({2})', oneLine(volume), oneLine(file), formatBytes(bytes)));
    return { volume, file, bytes };
  },
});
