import type { App } from '../../app';
import { failure } from '../../core/errors';
import { normalPath } from '../../core/files/file-path';
import { t } from '../../core/localize';
import { text } from '../../engine/json/json';
import { containerChangeNode } from '../../nodes/container-change';
import type { Node } from '../../nodes/define';
import { name, text as textAnswer } from '../answers/takes';

/** Files of one container that differ from its image. */
export interface ChangeTarget {
  readonly container: { readonly id: string; readonly name: string };
  readonly paths: readonly string[];
}

/** Whose changed files a program means. */
export const changedContainerAnswer = name('Name or id of the container.');

/** A changed file that a program means. */
export const changeAnswers = { container: changedContainerAnswer, path: textAnswer('Absolute path in the container.') };

interface Given {
  readonly container?: string | undefined;
  readonly path?: string | undefined;
  readonly paths?: readonly string[] | undefined;
}

/** What rows and answers mean, container by container; of a folder and what is in it the folder alone. */
export async function changeTargets(
  app: App,
  { nodes, answers }: { readonly nodes: readonly Node[]; readonly answers: Given },
): Promise<readonly ChangeTarget[]> {
  const { container, path, paths = path === undefined ? [] : [path] } = answers;
  if (container !== undefined) {
    const inspected = await (await app.connection.engine()).containers.inspect(container);
    const id = text(inspected['Id']) || container;
    return [{ container: { id, name: text(inspected['Name']).replace(/^\//, '') || container }, paths: outermost(paths.map(checkedPath)) }];
  }
  const found = new Map<string, { readonly container: ChangeTarget['container']; readonly paths: string[] }>();
  for (const node of nodes) {
    if (!containerChangeNode.is(node)) continue;
    const { container: owner, entry } = node.data;
    const known = found.get(owner.id);
    if (known) known.paths.push(entry.path);
    else found.set(owner.id, { container: owner, paths: [entry.path] });
  }
  return [...found.values()].map(({ container: owner, paths: all }) => ({ container: owner, paths: outermost(all) }));
}

/** The one file that is meant. */
export async function changeTarget(
  app: App,
  call: Parameters<typeof changeTargets>[1],
  title: string,
): Promise<{ readonly container: ChangeTarget['container']; readonly path: string }> {
  const [target] = await changeTargets(app, call);
  const [path] = target?.paths ?? [];
  if (!target || path === undefined) throw failure('cancelled', { operation: title });
  return { container: target.container, path };
}

/** Id of the row under which the changes of a container stand. */
export function changesRowId(container: string): string {
  return `containerChanges/${container}`;
}

function checkedPath(path: string): string {
  if (path.startsWith('/') && !path.includes('\u0000') && normalPath(path) !== '/') return normalPath(path);
  throw failure('invalidInput', { field: 'path', value: path, reason: t('The path must be absolute.') });
}

function outermost(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(`${other}/`)));
}
