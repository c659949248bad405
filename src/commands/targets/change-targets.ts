import type { App } from '../../app';
import { failure } from '../../core/errors';
import { isWithin } from '../../core/files/file-path';
import { containerChangeNode } from '../../nodes/container-change';
import type { Node } from '../../nodes/define';
import { name, text } from '../answers/takes';
import { namedContainer } from './container-targets';
import { checkedPath } from './file-targets';

/** Files of one container that differ from its image. */
export interface ChangeTarget {
  readonly container: { readonly id: string; readonly name: string };
  readonly paths: readonly string[];
}

/** Whose changed files a program means. */
export const changedContainerAnswer = name('Name or id of the container.');

/** A changed file that a program means. */
export const changeAnswers = { container: changedContainerAnswer, path: text('Absolute path in the container.') };

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
    return [
      { container: await namedContainer(app, container), paths: outermost(paths.map((each) => checkedPath(each, { mayBeTop: false }))) },
    ];
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

function outermost(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !paths.some((other) => other !== path && isWithin(other, path)));
}
