import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { Engine } from '../engine';
import { engineName } from '../information';
import type { OpenPlace } from './open-place';
import { type ArchiveEntry, readArchive } from './read-archive';
import { runProgram } from './run-program';

/** Whose a file is. */
export type Owner = Pick<ArchiveEntry, 'user' | 'group'>;

/**
 * The owner of a file, by its path in the container. Podman's archives say root of everything (tried with 4.3): there `stat` is asked in a container
 * that runs, and the archive of the whole container elsewhere. Throws `unsupported` where it cannot be known.
 */
export async function ownerOf(engine: Engine, open: OpenPlace, path: string, told: Owner, signal?: AbortSignal): Promise<Owner> {
  if (engine.information.kind !== 'podman' || told.user !== 0 || told.group !== 0) return { user: told.user, group: told.group };
  if (open.running) {
    const end = await runProgram(engine, open.container, ['stat', '-c', '%u %g', '--', path], signal);
    const [, user, group] = /^(\d+) (\d+)\s*$/.exec(end === 'missing' ? '' : end.output) ?? [];
    if (user !== undefined && group !== undefined) return { user: Number(user), group: Number(group) };
  }
  const found = open.root === '' ? await ownerInExport(engine, open.container, path, signal) : undefined;
  if (found) return found;
  throw failure('unsupported', {
    operation: 'read files',
    engine: engineName(engine.information),
    detail: t(
      '{0} does not tell to whom {1} belongs while no container with the program stat runs that has it. Start the container first.',
      engineName(engine.information),
      path,
    ),
  });
}

async function ownerInExport(engine: Engine, container: string, path: string, signal?: AbortSignal): Promise<Owner | undefined> {
  let found: Owner | undefined;
  const wanted = path.split('/').filter(Boolean).join('/');
  // The archive has no entry for its top.
  if (wanted === '') return { user: 0, group: 0 };
  await readArchive(await engine.containers.export(container, signal), ({ name, user, group }) => {
    if (
      name
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/') !== wanted
    )
      return Promise.resolve(undefined);
    found = { user, group };
    return Promise.resolve('stop');
  });
  return found;
}
