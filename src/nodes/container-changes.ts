import type { App } from '../app';
import { isCancelled } from '../core/errors';
import { changeTree, doubtfulPaths } from '../core/files/change-tree';
import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import type { ContainerSummary } from '../engine/containers/containers';
import type { Engine } from '../engine/engine';
import { factsIfAny } from '../engine/files/image-files';
import { mountPoints } from '../engine/files/restore-file';
import { Limiter } from '../engine/transport/limiter';
import { changeRows } from './container-change';
import { defineNode, type Node } from './define';
import { messageNode } from './message';

/** The row below a container under which stands what it has changed of its image; read when it is opened. */
export const containerChangesNode = defineNode<{ readonly container: ContainerSummary }>({
  kind: 'containerChanges',
  id: ({ container }) => container.id,
  view: ({ container }) => ({
    label: t('Changes'),
    icon: 'diff',
    accessibleLabel: t('Changes of {0} since its image', oneLine(container.name)),
    expandable: 'collapsed',
  }),
  tooltip: ({ container }) =>
    [
      t('What {0} has added, changed and deleted since its image {1}.', escapeMarkdown(container.name), escapeMarkdown(container.image)),
      '',
      t(
        'Folders of which nothing but the time, mode or owner differs are left out, and so is what is mounted; Show Changed Files lists everything.',
      ),
    ].join('\n'),
  children: ({ container }, app, signal) => readChanges(app, container, signal),
  childrenOnlyWhenOpened: true,
  childrenAreRead: true,
});

/** Of so many files the engine is asked whether they are folders. */
const mostAsked = 200;
const inFlight = 8;

async function readChanges(app: App, container: ContainerSummary, signal: AbortSignal): Promise<readonly Node[]> {
  const { id, name } = container;
  try {
    return await app.progress.run(t('Comparing {0} with its image', oneLine(name)), async (_report, cancelled) => {
      const either = AbortSignal.any([signal, cancelled]);
      const engine = await app.connection.engine(either);
      const [changes, inspected] = await Promise.all([engine.containers.changes(id, either), engine.containers.inspect(id)]);
      const folders = await foldersAmong(engine, id, doubtfulPaths(changes, mostAsked), either);
      const entries = changeTree(changes, { isFolder: (path) => folders.get(path), mounts: mountPoints(inspected) });
      if (entries.length > 0) return changeRows({ id, name }, entries, '/');
      return [messageNode.make({ id: `unchanged/${id}`, label: t('Nothing differs from the image.'), icon: 'check' })];
    });
  } catch (error) {
    if (!isCancelled(error) || signal.aborted) throw error;
    return [messageNode.make({ id: `cancelled/changes/${id}`, label: t('Not read. Choose Read Changes Again.'), icon: 'circle-slash' })];
  }
}

async function foldersAmong(
  engine: Engine,
  container: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, boolean>> {
  const limiter = new Limiter(inFlight);
  const facts = await Promise.all(
    paths.map((path) =>
      limiter.run(async () => [path, (await factsIfAny(engine, { container }, path, signal))?.type === 'folder'] as const),
    ),
  );
  return new Map(facts);
}
