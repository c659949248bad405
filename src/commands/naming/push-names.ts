import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { hubDomain, type ImageReference, parseReference } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import { oneAfterAnother } from '../asking/one-after-another';
import { logInAndRetry } from './log-in-and-retry';
import { defined } from '../../core/records';

/** One tag as it went into its registry. */
export interface Pushed {
  readonly reference: string;
  readonly digest: string | undefined;
}

/** Docker Hub keeps names of one part for its official images and refuses everyone else's. */
export function isOfficial({ domain, path }: ImageReference): boolean {
  return domain === hubDomain && path.startsWith('library/');
}

/**
 * Pushes tags of one repository with the credentials that are known; when the registry wants others and the user may be
 * asked, asks and goes on where it stopped. `name` is what people read; `--all-tags` goes into the log line.
 */
export async function pushNames(
  app: App,
  references: readonly string[],
  name: string,
  options: { readonly allTags: boolean; readonly mayAsk: boolean },
): Promise<readonly Pushed[]> {
  app.log.command(dockerLine(['push', ...(options.allTags ? ['--all-tags'] : []), name], app.terminalShell()));
  const pushed: Pushed[] = [];
  const todo = [...references];
  await logInAndRetry(app, options.mayAsk, 'push', name, async () => {
    const engine = await app.connection.engine();
    const credentials = await app.registries.credentials(parseReference(name).domain);
    await app.progress.run(t('Pushing {0}', oneLine(name)), async (report, signal) => {
      for (let next = todo[0]; next !== undefined; next = todo[0]) {
        const { digest } = await engine.images.push(next, { signal, onProgress: report, ...defined({ credentials }) });
        pushed.push({ reference: next, digest });
        todo.shift();
      }
    });
  });
  return pushed;
}

/** Pushes one after another, and gives what came of each. Throws `cancelled` when there is nothing to push. */
export async function pushEach<Wanted, Done>(
  app: App,
  wanted: readonly Wanted[],
  nameOf: (one: Wanted) => string,
  push: (one: Wanted) => Promise<Done>,
): Promise<{ readonly first: Done; readonly all: readonly Done[] }> {
  const all = await oneAfterAnother(app, 'push', wanted, nameOf, push).finally(
    // Also after a failure: others may have been pushed.
    () => app.views.refresh('registries'),
  );
  const [first] = all;
  if (first === undefined) throw failure('cancelled', { operation: 'push' });
  return { first, all };
}

/** Says what was pushed, or how much. */
export function tellPushed(app: App, name: string, count: number): void {
  app.show.status(count === 1 ? t('Pushed {0}', oneLine(name)) : t('Pushed {0} tags', count));
}
