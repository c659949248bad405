import { failure, SlipwayError } from '../../core/errors';
import { lastName, parentPath } from '../../core/files/file-path';
import { t } from '../../core/localize';
import type { Engine } from '../engine';
import { engineName } from '../information';
import { findFile, findFileIfAny } from './container-files';
import { forgetListings, fullPath } from './list-folder';
import type { OpenPlace } from './open-place';
import { runProgram } from './run-program';

/*
 * Engines have no request that removes or renames a file. Both are done by programs of the container, so it has to run, and to have them.
 */

/** Removes a file, or a folder with all that is in it. A link is removed itself. Throws `notFound`. */
export async function removeFile(engine: Engine, open: OpenPlace, path: string, signal?: AbortSignal): Promise<void> {
  await refuseTop(path);
  // Also for a link that leads nowhere.
  await engine.containers.fileFacts(open.container, fullPath(open, path), signal);
  await change(engine, open, ['rm', '-rf', '--', fullPath(open, path)], path, signal);
}

/** Gives a file or folder another path, in any folder of the place. Throws `conflict` where something has it and `replace` is not said. */
export async function renameFile(
  engine: Engine,
  open: OpenPlace,
  from: string,
  to: string,
  { replace = false, signal }: { readonly replace?: boolean; readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  await refuseTop(from);
  await refuseTop(to);
  if (from === to) return;
  await engine.containers.fileFacts(open.container, fullPath(open, from), signal);
  const before = await findFileIfAny(engine, open, to, signal);
  if (before && !replace)
    throw failure('conflict', { name: parentPath(to), usedBy: [], detail: t('It has something of this name already.') });
  const parent = await findFile(engine, open, parentPath(to), signal);
  if (parent.type !== 'folder') throw failure('invalidInput', { field: 'path', value: parentPath(to), reason: t('It is not a folder.') });
  // A folder that is there would take it in.
  if (before) await removeFile(engine, open, to, signal);
  await change(engine, open, ['mv', '--', fullPath(open, from), fullPath(open, to)], from, signal);
}

async function change(engine: Engine, open: OpenPlace, command: readonly string[], path: string, signal?: AbortSignal): Promise<void> {
  const [program = ''] = command;
  try {
    const end = await runProgram(engine, open.container, command, signal);
    if (end === 'missing') {
      throw failure('unsupported', {
        operation: program,
        engine: engineName(engine.information),
        detail: t('{0} has no program {1}, and engines cannot do this themselves.', open.name, program),
      });
    }
    if (end.code !== 0)
      throw failure('engineFailed', {
        operation: program,
        status: 200,
        detail: end.errors.trim() || t('{0} ended with exit code {1}.', `${program} ${lastName(path)}`, end.code),
      });
  } finally {
    forgetListings(engine);
  }
}

function refuseTop(path: string): Promise<void> {
  if (path !== '/') return Promise.resolve();
  return Promise.reject(failure('invalidInput', { field: 'path', value: path, reason: t('The top folder stays where it is.') }));
}

/** Whether an error says that the container has to run for what was asked. */
export function wantsRunning(error: unknown): boolean {
  const state = SlipwayError.details(error, 'conflict')?.state;
  return state === 'notRunning' || state === 'paused';
}
