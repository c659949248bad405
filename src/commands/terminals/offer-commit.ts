import type { App } from '../../app';
import { type FileChange, newChanges } from '../../core/file-changes';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { TerminalStream } from '../../engine/containers/containers';
import type { ContainerTarget } from '../targets/container-targets';
import { commitContainer } from '../containers/commit';
import { showContainerChanges } from '../containers/show-changes';
import type { AnyCommand } from '../define';

/**
 * Offers, when a session in a container is over, to make an image of what it has changed: one message, only when files
 * differ that did not before the session, and never when the setting says no. Called before the session begins; what
 * it gives is called with the session's terminal. Nothing of it delays the session, and no failure of it is shown.
 */
export function offerCommitAfter(
  app: App,
  container: ContainerTarget,
  { fresh = false }: { /** The container was made for this session: nothing had changed in it before. */ readonly fresh?: boolean } = {},
): (session: TerminalStream) => TerminalStream {
  if (!app.settings.get('containers.offerCommit')) return (session) => session;
  const before = fresh ? Promise.resolve([]) : changesOf(app, container);
  return (session) =>
    withEnd(session, () => {
      offer(app, container, before).catch((error: unknown) => app.show.error(error));
    });
}

async function offer(app: App, container: ContainerTarget, earlier: Promise<readonly FileChange[] | undefined>): Promise<void> {
  const before = await earlier;
  const after = before && (await changesOf(app, container));
  const count = before && after ? newChanges(before, after) : 0;
  if (count === 0) return;
  const name = oneLine(container.name);
  const message =
    count === 1
      ? t('The session in {0} has ended; 1 file has changed.', name)
      : t('The session in {0} has ended; {1} files have changed.', name, count);
  const run = async (command: AnyCommand, named: string): Promise<void> => {
    await command.run(app, { nodes: [], answers: { container: named }, programmatic: false });
  };
  await app.show.offer(
    message,
    { title: t('Commit…'), run: () => run(commitContainer, container.name) },
    // Its rows are known by the id.
    { title: t('Show Changes'), run: () => run(showContainerChanges, container.id) },
  );
}

/** Undefined where there is nothing to compare: the container removed itself, or the engine is away. */
async function changesOf(app: App, { id }: ContainerTarget): Promise<readonly FileChange[] | undefined> {
  try {
    return await (await app.connection.engine()).containers.changes(id);
  } catch {
    return undefined;
  }
}

/** The same terminal; `ended` is called once, when its process ends or when the user closes it. */
function withEnd(session: TerminalStream, ended: () => void): TerminalStream {
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    ended();
  };
  session.onEnd(end);
  return {
    onData: session.onData,
    onEnd: session.onEnd,
    get failure() {
      return session.failure;
    },
    write: (data) => session.write(data),
    resize: (columns, rows) => session.resize(columns, rows),
    dispose() {
      session.dispose();
      end();
    },
  };
}
