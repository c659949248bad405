import { PassThrough, Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { failure, isCancelled, SlipwayError } from '../../core/errors';
import { lastName, parentPath, partsBelow } from '../../core/files/file-path';
import { t } from '../../core/localize';
import type { Engine } from '../engine';
import { engineName } from '../information';
import { text, textMap } from '../json/json';
import type { VolumeSpecification } from '../volumes/volumes';
import { forgetListings } from './list-folder';
import { type OpenPlace, withPlace, withVolumeHelper, withVolumePrograms } from './open-place';
import { packHeader } from './pack-entry';
import { type ArchiveEntry, readArchive } from './read-archive';
import { runProgram } from './run-program';

/** Something that writes an archive into a volume, whose top folder gets the owner, mode and time that the archive has for it. */
export type PutArchive = (archive: Readable) => Promise<void>;

/**
 * Hands `work` the tar archive of what is in a volume, with names from its top; owners, modes and times are in it. Podman's own archives say
 * root of every file (tried with 4.3), so `tar` is asked there. Throws `notFound`, and `unsupported` where no image has the programs for it.
 */
export async function withVolumeArchive<Result>(
  engine: Engine,
  volume: string,
  signal: AbortSignal,
  work: (archive: Readable) => Promise<Result>,
): Promise<Result> {
  await engine.volumes.inspect(volume);
  const place = { kind: 'volume', name: volume } as const;
  const handOn = async (archive: Readable): Promise<Result> => {
    try {
      return await work(archive);
    } finally {
      archive.on('error', () => undefined).destroy();
    }
  };
  if (engine.information.kind !== 'podman')
    return withPlace(engine, place, 'archives', signal, async ({ container, root }) =>
      handOn(await engine.containers.readFiles(container, `${root}/.`, signal)),
    );
  const tar = async (open: OpenPlace): Promise<Result> => handOn(await tarOf(engine, open));
  try {
    return await withVolumePrograms(engine, volume, signal, tar);
  } catch (error) {
    // What runs may have the programs that no image here has.
    if (!SlipwayError.details(error, 'unsupported')) throw error;
    return withPlace(engine, place, 'programs', signal, tar);
  }
}

/** Whether nothing is in a volume. */
export async function isEmptyVolume(engine: Engine, volume: string, signal: AbortSignal): Promise<boolean> {
  return withPlace(engine, { kind: 'volume', name: volume }, 'archives', signal, async ({ container, root }) => {
    let entries = 0;
    await readArchive(await engine.containers.readFiles(container, root, signal), () => {
      entries += 1;
      return Promise.resolve(entries > 1 ? 'stop' : undefined);
    });
    return entries <= 1;
  });
}

/** Makes a volume and fills it; one that could not be filled is removed again. Throws `conflict` where the name is taken. */
export async function createFilledVolume(
  engine: Engine,
  volume: VolumeSpecification,
  signal: AbortSignal,
  fill: (put: PutArchive) => Promise<void>,
): Promise<void> {
  const { name } = await engine.volumes.create(volume);
  try {
    await fillVolume(engine, name, signal, fill);
  } catch (error) {
    // What went wrong first is told; a volume that the engine then does not remove stands in the list.
    await engine.volumes.remove(name, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Fills a volume that is there. What was written before it fails or is cancelled stays in it. */
export async function fillVolume(
  engine: Engine,
  volume: string,
  signal: AbortSignal,
  fill: (put: PutArchive) => Promise<void>,
): Promise<void> {
  try {
    await fill(async (archive) => {
      const top = await withVolumeHelper(engine, volume, (open) => unpack(engine, open, archive, signal));
      if (top && engine.information.kind === 'podman') await giveTop(engine, volume, top, signal);
    });
    if (signal.aborted) throw failure('cancelled', { operation: 'fill volume' });
  } catch (error) {
    throw signal.aborted && !isCancelled(error) ? failure('cancelled', { operation: 'fill volume' }, error) : error;
  } finally {
    forgetListings(engine);
  }
}

/**
 * Makes a volume that was empty anew, as it was declared, after something has been written into it. False where that cannot be, since a
 * container uses it.
 */
export async function emptyAgain(engine: Engine, volume: string): Promise<boolean> {
  const inspected = await engine.volumes.inspect(volume);
  try {
    await engine.volumes.remove(volume);
  } catch {
    return false;
  } finally {
    forgetListings(engine);
  }
  const [driver, options, labels] = [text(inspected['Driver']), textMap(inspected['Options']), textMap(inspected['Labels'])];
  await engine.volumes.create({ name: volume, ...(driver !== '' && { driver }), options, labels });
  return true;
}

/**
 * Gives the entry of the archive for the top folder. Docker passes over that when it unpacks in the same folder, so it is sent once more, by the
 * folder's name in the one around it.
 */
async function unpack(
  engine: Engine,
  { container, root }: OpenPlace,
  archive: Readable,
  signal: AbortSignal,
): Promise<ArchiveEntry | undefined> {
  const beside = new PassThrough();
  const first = firstEntry(beside);
  const noticed = Readable.from(passing(archive, beside), { objectMode: false, highWaterMark: 1 << 20 });
  await engine.containers.writeFiles(container, root, noticed, signal);
  const top = await first;
  if (top?.type !== 'folder' || partsBelow('.', top.name)?.length !== 0) return undefined;
  // Podman would take it for something in the container, beside the volume.
  if (engine.information.kind === 'podman') return top;
  const again = pack();
  again.entry(packHeader({ ...top, name: lastName(root) }), () => undefined);
  again.finalize();
  const sent = Readable.from(again as AsyncIterable<Uint8Array>, { objectMode: false });
  await engine.containers.writeFiles(container, parentPath(root), sent, signal);
  return top;
}

/** Podman gives the top folder its mode and time, and root for its owner (tried with 4.3). */
async function giveTop(engine: Engine, volume: string, { user, group }: ArchiveEntry, signal: AbortSignal): Promise<void> {
  if (user === 0 && group === 0) return;
  await withVolumePrograms(engine, volume, signal, async ({ container, root }) => {
    const end = await runProgram(engine, container, ['chown', `${String(user)}:${String(group)}`, root], signal);
    if (end === 'missing' || end.code !== 0)
      throw failure('engineFailed', { operation: 'chown', status: 200, detail: end === 'missing' ? 'chown' : end.errors.trim() });
  });
}

/** An archive on its way; its beginning goes to `beside` too, for as long as that takes it. */
async function* passing(archive: Readable, beside: PassThrough): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of archive as AsyncIterable<Uint8Array>) {
      if (!beside.destroyed) beside.write(chunk);
      yield chunk;
    }
  } finally {
    if (!beside.destroyed) beside.end();
  }
}

/** The first entry of an archive; undefined for what is none. */
async function firstEntry(archive: Readable): Promise<ArchiveEntry | undefined> {
  let first: ArchiveEntry | undefined;
  const take = (entry: ArchiveEntry): Promise<'stop'> => {
    first = entry;
    return Promise.resolve('stop');
  };
  // What is wrong with it the engine says.
  await readArchive(archive, take).catch(() => undefined);
  return first;
}

/** The output of `tar` in the container. Its end is checked by who reads it: an archive that is cut off has no empty blocks. */
async function tarOf(engine: Engine, { container, root, name }: OpenPlace): Promise<Readable> {
  let errors = '';
  const stream = await engine.containers.execute(container, {
    command: ['tar', '-cf', '-', '-C', root, '.'],
    tty: false,
    user: '0',
    errors: (data) => (errors = `${errors}${new TextDecoder().decode(data)}`.slice(0, 2_000)),
  });
  const archive = new Readable({
    read: () => stream.flow?.(true),
    destroy: (error, done) => {
      stream.dispose();
      done(error);
    },
  });
  stream.onData((data) => {
    if (!archive.push(Buffer.from(data))) stream.flow?.(false);
  });
  stream.onEnd((code) => {
    if (code === 0) archive.push(null);
    else if (code === 126 || code === 127)
      archive.destroy(
        failure('unsupported', {
          operation: 'tar',
          engine: engineName(engine.information),
          detail: t('{0} has no program {1}, and engines cannot do this themselves.', name, 'tar'),
        }),
      );
    else archive.destroy(stream.failure ?? failure('engineFailed', { operation: 'tar', status: 200, detail: errors.trim() }));
  });
  return archive;
}
