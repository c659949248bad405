import { basename } from 'node:path';
import { pipeline, type Readable, type Transform } from 'node:stream';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import { createFilledVolume, emptyAgain, fillVolume, isEmptyVolume, type PutArchive } from '../../engine/files/volume-archives';
import { checkedArchive, type Compression, decompressor, describeArchive } from '../../files/archive-file';
import { back, type Choice } from '../../ports';
import { flag, name, optional, text } from '../answers/takes';
import { localPath } from '../archives/local-files';
import { askInSteps } from '../asking/steps';
import { textSteps } from '../asking/text-steps';
import { type CommandCall, defineCommand } from '../define';
import { targetsOfRows } from '../targets/choose-targets';
import { volumes } from '../targets/volume-targets';
import { counted } from './counted';
import { checkedVolumeName, wrongVolumeName } from './new-volume';

interface Given {
  readonly file?: string;
  readonly volume?: string;
  readonly replace?: boolean;
}

/** Fills a volume, new or there already, with what is in an archive. */
export const restoreVolume = defineCommand({
  id: 'slipway.volumes.restore',
  title: 'Restore Volume from Archive…',
  summary:
    'Fills a volume, a new one or one that is there, with what is in a tar archive, such as one that Back Up Volume… has written. Asks before it unpacks over what is in a volume. A new volume that could not be filled is removed again.',
  icon: 'history',
  on: [{ node: 'shownEngine', with: ['ofVolumes'] }, { node: 'volume' }],
  placement: { group: '5_keep', order: 2 },
  palette: true,
  titleBar: { views: ['volumes'], overflow: '1_bring', order: 1 },
  answers: {
    file: text('Absolute path or `file:` URI of the archive: tar, also compressed with gzip, and with zstd where VS Code can.'),
    volume: name('Name of the volume; one that is not there is created.'),
    replace: optional(flag('Unpack also over what is in the volume already: files of the same names are replaced, others stay.')),
  },
  result: '{ readonly volume: string; readonly created: boolean }',
  run: async (app, call): Promise<{ readonly volume: string; readonly created: boolean }> => {
    const title = t('Restore Volume');
    const archive = await chooseArchive(app, call, title);
    const there = await app.inventory.read('volumes');
    const [row] = targetsOfRows(call.nodes, volumes);
    const volume = call.answers.volume ?? row?.name ?? (await askVolume(app, title, archive.file, [...there.keys()]));
    const created = !there.has(volume);
    if (created) checkedVolumeName(volume, 'volume');
    const before = created ? 'new' : await lookInto(app, call, volume);
    await app.progress.run(t('Restoring {0}', oneLine(volume)), async (report, signal) => {
      const engine = await app.connection.engine(signal);
      const fill = (put: PutArchive): Promise<void> => put(counted(archive.open(), report));
      if (before === 'new') await createFilledVolume(engine, { name: volume }, signal, fill);
      else await refill(app, engine, volume, before, signal, fill);
    });
    if (!call.programmatic) await app.show.reveal(`volume/${volume}`, 'volumes');
    return { volume, created };
  },
});

interface ChosenArchive {
  readonly file: string;
  /** Its bytes without compression; they fail where it is damaged. */
  readonly open: () => Readable;
}

async function chooseArchive(app: App, call: CommandCall<Given>, title: string): Promise<ChosenArchive> {
  const filters = { [t('Tar archive')]: ['tar', 'gz', 'tgz', 'zst'] };
  const [asked] =
    call.answers.file === undefined
      ? await app.ask.openFiles({ title: t('Archive to restore'), filters, many: false })
      : [call.answers.file];
  if (asked === undefined) throw failure('cancelled', { operation: title });
  const file = localPath('file', asked);
  const { compression } = await describeArchive(file);
  plainBytes(file, compression).destroy();
  return { file, open: () => pipeline(checkedArchive(file, compression, 'files'), plainBytes(file, compression), () => undefined) };
}

function plainBytes(file: string, compression: Compression): Transform {
  const plain = decompressor(compression);
  if (plain) return plain;
  throw failure('invalidInput', {
    field: 'file',
    value: file,
    reason: t('Archives of this kind cannot be read here. Decompress it first.'),
  });
}

/** The name of a volume that is there, or of one to be made. */
async function askVolume(app: App, title: string, file: string, there: readonly string[]): Promise<string> {
  const typed = { name: basename(file).split('.', 1)[0] ?? '' };
  let chosen: string | undefined;
  const choices: readonly Choice<string | undefined>[] = [
    { label: t('New volume…'), icon: 'add', value: undefined },
    ...there.map((volume) => ({ label: oneLine(volume), icon: 'database', value: volume })),
  ];
  const taken = new Set(there);
  const ask = textSteps(app, title, typed);
  await askInSteps([
    async (place) => {
      const answer = await app.ask.choose(choices, { ...place, title, placeholder: t('Volume to restore to') });
      if (answer === back) return back;
      chosen = answer;
      return undefined;
    },
    ask({
      key: 'name',
      prompt: t('Name of the new volume'),
      problem: (value) => wrongVolumeName(value, taken),
      wanted: () => chosen === undefined,
    }),
  ]);
  return chosen ?? typed.name;
}

/** Whether something is in a volume; then the user, or the program, has to want that. */
async function lookInto(app: App, call: CommandCall<Given>, volume: string): Promise<'empty' | 'filled'> {
  const isEmpty = await app.progress.run(t('Looking into {0}', oneLine(volume)), async (_report, signal) =>
    isEmptyVolume(await app.connection.engine(signal), volume, signal),
  );
  if (isEmpty) return 'empty';
  if (call.programmatic) {
    if (call.answers.replace !== true) throw failure('conflict', { name: volume, usedBy: [], detail: t('Something is in it already.') });
    return 'filled';
  }
  const containers = await app.inventory.read('containers');
  const users = [...containers.values()].filter(({ mounts }) => mounts.some(({ type, source }) => type === 'volume' && source === volume));
  const lost = t('Files of the same names are replaced, others stay. This cannot be undone.');
  const names = users
    .slice(0, 10)
    .map((user) => oneLine(user.name))
    .join(', ');
  await app.ask.confirm(
    t('Something is in the volume {0} already. Unpack the archive over it?', oneLine(volume)),
    t('Unpack Over It'),
    users.length === 0 ? lost : `${t('Containers: {0}', names)}\n\n${lost}`,
  );
  return 'filled';
}

/** Unpacks in a volume that is there, after the whole archive was found to be sound. */
async function refill(
  app: App,
  engine: Engine,
  volume: string,
  before: 'empty' | 'filled',
  signal: AbortSignal,
  fill: (put: PutArchive) => Promise<void>,
): Promise<void> {
  await fill(async (archive) => {
    let read = 0;
    for await (const chunk of archive as AsyncIterable<Uint8Array>) {
      read += chunk.length;
      if (signal.aborted) throw failure('cancelled', { operation: `restore after ${String(read)} bytes` });
    }
  });
  try {
    await fillVolume(engine, volume, signal, fill);
  } catch (error) {
    const isEmpty = before === 'empty' && (await emptyAgain(engine, volume).catch(() => false));
    if (!isEmpty)
      app.show
        .information(t('A part of the archive may be in the volume {0} now. Restore it again to have all of it.', oneLine(volume)))
        .catch((reason: unknown) => app.log.error('restore', reason));
    throw error;
  }
}
