import { isAbsolute } from 'node:path';
import type { App } from '../../app';
import { failure, isCancelled } from '../../core/errors';
import { t } from '../../core/localize';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import { archiveFilters, compressor } from '../../files/archive-target';
import { NewNames, portableFileName } from '../../files/file-names';
import { type AnswersOf, choice, names, optional, text } from '../answers/takes';
import { archiveLine } from '../archives/archive-line';
import { chooseTargets } from '../targets/choose-targets';
import { containers, type ContainerTarget } from '../targets/container-targets';
import { defineCommand } from '../define';
import { oneAfterAnother } from '../asking/one-after-another';
import { writeArchive } from '../archives/write-archive';
import { nameInErrors } from '../targets/run-on-each';

const answers = {
  containers: names('Names or ids.'),
  file: optional(
    text(
      'Absolute path of the archive of the only container: `.tar`, `.tar.gz`, `.tgz`, and `.tar.zst` where VS Code can. An existing file is replaced when the new one is whole.',
    ),
  ),
  folder: optional(
    text(
      'Absolute path of a folder in which each file has the name of its container; what is there already is kept, and the new file gets a number.',
    ),
  ),
  format: optional(choice(['tar', 'tar.gz', 'tar.zst'], 'Of the files in the folder.'), 'tar'),
};

type Answers = AnswersOf<typeof answers>;

interface ExportedContainer {
  readonly container: string;
  readonly file: string;
  /** Size of the file. */
  readonly bytes: number;
}

/** A container and the file that its file system goes to. */
interface Export {
  readonly target: ContainerTarget;
  readonly file: string;
}

/** Writes the file systems of containers to tar archives, one file each. */
export const exportContainers = defineCommand({
  id: 'slipway.containers.export',
  title: 'Export File System…',
  summary:
    'Writes the file system of a container, without its volumes, to a tar archive, as `docker export` does; of several containers to one file each in a folder. Import File System as Image… makes an image of it.',
  icon: 'file-zip',
  on: [{ node: 'container' }],
  many: true,
  placement: { group: '4_keep', order: 2 },
  palette: true,
  key: { key: 'x', views: ['containers'] },
  answers,
  oneOf: [['file'], ['folder']],
  result: '{ exported: readonly { container: string; file: string; bytes: number }[] }',
  run: async (app, call): Promise<{ readonly exported: readonly ExportedContainer[] }> => {
    const targets = await chooseTargets(app, call, containers, {
      title: t('Export File System'),
      placeholder: t('Containers to export the file system of'),
      accepts: ({ state }) => state !== 'removing',
    });
    const exports = await filesFor(app, targets, call.answers);
    const exported = await oneAfterAnother(
      app,
      'export',
      exports,
      ({ target }) => target.name,
      (one) => exportOne(app, one),
    );
    if (!call.programmatic) {
      const [only] = exported;
      const bytes = formatBytes(exported.reduce((sum, one) => sum + one.bytes, 0));
      app.show.status(
        only && exported.length === 1
          ? t('Exported {0} to {1} ({2})', oneLine(only.container), oneLine(only.file), bytes)
          : t('Exported {0} containers ({1})', exported.length, bytes),
      );
    }
    return { exported };
  },
});

/** Where each container goes to: asked for where it is not said, and checked before the engine is asked. */
async function filesFor(app: App, targets: readonly ContainerTarget[], answers: Partial<Answers>): Promise<readonly Export[]> {
  const [only, second] = targets;
  if (!only) throw failure('invalidInput', { field: 'containers', value: '', reason: t('No container is specified.') });
  const { file, folder, format = 'tar' } = answers;
  if (folder !== undefined) return inFolder(checkPath('folder', folder), targets, format);
  if (second) {
    if (file !== undefined)
      throw failure('invalidInput', { field: 'file', value: file, reason: t('Specify a folder to export several containers.') });
    return inFolder(await app.ask.openFolder({ title: t('Export {0} containers to a folder', targets.length) }), targets, format);
  }
  const path = checkPath('file', file ?? (await askFile(app, only)));
  compressor(path)?.destroy();
  return [{ target: only, file: path }];
}

function checkPath(field: string, path: string): string {
  if (isAbsolute(path)) return path;
  throw failure('invalidInput', { field, value: path, reason: t('The path of the file must be absolute.') });
}

function askFile(app: App, { name }: ContainerTarget): Promise<string> {
  return app.ask.saveFile({
    title: t('Export File System of {0}', oneLine(name)),
    defaultName: portableFileName(fileName(name), '.tar'),
    filters: archiveFilters(),
  });
}

/** Names of containers have only such characters; a program may give anything. */
function fileName(name: string): string {
  return name.replace(/[^\w.-]+/g, '_');
}

/** A file for each container that is not there yet: `web.tar`, or `web-2.tar` when that is taken. */
async function inFolder(folder: string, targets: readonly ContainerTarget[], format: string): Promise<readonly Export[]> {
  compressor(`x.${format}`)?.destroy();
  const names = await NewNames.in(folder);
  return targets.map((target) => ({ target, file: names.take(fileName(target.name), `.${format}`) }));
}

async function exportOne(app: App, { target, file }: Export): Promise<ExportedContainer> {
  const { id, name } = target;
  app.log.command(archiveLine('export', [name], file, app.terminalShell()));
  const bytes = await app.progress.run(t('Exporting {0}', oneLine(name)), async (report, signal) => {
    const engine = await app.connection.engine(signal);
    const archive = {
      operation: 'export',
      file,
      bytes: await sizeOf(engine, id, signal),
      open: () => nameInErrors(target, engine.containers.export(id, signal)),
      broken: (problem: string) => t('The engine did not send all of {0}: {1}.', oneLine(name), problem),
    };
    return writeArchive(archive, report, signal);
  });
  return { container: name, file, bytes };
}

/** A size that cannot be had is no reason not to export; what else is wrong the export itself will say. */
async function sizeOf(engine: Engine, container: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    return await engine.containers.size(container, signal);
  } catch (error) {
    if (isCancelled(error)) throw error;
    return undefined;
  }
}
