import type { App } from '../../app';
import { isCancelled } from '../../core/errors';
import { newChanges } from '../../core/file-changes';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import { containerNode } from '../../nodes/container';
import { commitContainer } from '../containers/commit';

/**
 * What `--rm` means for a container in which somebody works: it goes when its process has ended, but not without a question
 * when files have changed in it. The engine's own removal would leave no time for one, so it is not asked for. When the
 * window is closed before the end, the container stays. Resolves when it is gone or was kept.
 */
export async function removeAtEnd(app: App, engine: Engine, container: { readonly id: string; readonly name: string }): Promise<void> {
  await engine.containers.wait(container.id);
  if (!(await mayGo(app, engine, container))) {
    const [summary] = await engine.containers.list({ all: true, filters: { id: [container.id] } });
    if (summary) await app.show.reveal(containerNode.make({ container: summary, readAt: Date.now() }).id);
    return;
  }
  await engine.containers.remove(container.id, { volumes: true });
}

async function mayGo(app: App, engine: Engine, { id, name }: { readonly id: string; readonly name: string }): Promise<boolean> {
  const count = newChanges([], await engine.containers.changes(id));
  if (count === 0) return true;
  const commit = t('Commit…');
  const remove = t('Remove');
  const question =
    count === 1
      ? t('{0} has ended and will be removed (--rm); 1 file has changed in it.', oneLine(name))
      : t('{0} has ended and will be removed (--rm); {1} files have changed in it.', oneLine(name), count);
  try {
    const answer = await app.ask.decide(
      question,
      [commit, remove],
      t('Changes that are not committed are lost with the container. Cancel keeps the container.'),
    );
    if (answer === commit) await commitContainer.run(app, { nodes: [], answers: { container: name }, programmatic: false });
    return true;
  } catch (error) {
    // Whoever leaves one of the questions keeps the container.
    if (isCancelled(error)) return false;
    throw error;
  }
}
