import type { App } from '../app';
import { isCancelled, SlipwayError } from '../core/errors';
import { t } from '../core/localize';
import { severalFailed } from '../core/several-failed';
import { oneLine } from '../core/untrusted';
import type { Node } from '../nodes/define';
import { shownEngineNode } from '../nodes/shown-engine';
import type { MessageAction } from '../ports';
import { type Elsewhere, OnOtherEngines } from './targets/elsewhere';

/**
 * What of rows a command is about: a row that is an engine stands for none of its objects, and says only where the command acts, but for commands
 * about engines themselves.
 */
export function objectsOf({ id }: { readonly id: string }, nodes: readonly Node[]): readonly Node[] {
  return id.startsWith('slipway.engines.') ? nodes : nodes.filter((node) => !shownEngineNode.is(node));
}

/** One engine of several, and what a verb does there. */
export interface EngineWork<Result> {
  readonly app: App;
  readonly run: (app: App) => Promise<Result>;
}

/**
 * Does what a person has asked for. Where it turns out that what is meant is on other engines, the verb begins anew on each of
 * them, with what was chosen there. Gives the result of the last.
 */
export async function onEngines<Result>(app: App, run: (app: App, elsewhere: Elsewhere) => Promise<Result>): Promise<Result> {
  try {
    return await run(app, {});
  } catch (error) {
    if (!(error instanceof OnOtherEngines)) throw error;
    return await engineByEngine(
      error.chosen.map(({ app: other, targets }) => ({ app: other, run: (engine) => run(engine, { chosen: targets }) })),
    );
  }
}

/**
 * Does the same on several engines, one after the other, with one message at the end for what they told. One that fails does not keep the
 * others from being tried; what the user cancels is not tried on the next. Gives the result of the last.
 */
export async function engineByEngine<Result>(works: readonly EngineWork<Result>[]): Promise<Result> {
  const [only] = works;
  if (only && works.length === 1) return only.run(only.app);
  const told: string[] = [];
  const actions: MessageAction[] = [];
  const failures: { readonly name: string; readonly error: unknown }[] = [];
  let last: { readonly result: Result } | undefined;
  for (const { app, run } of works) {
    const name = oneLine(app.identity.name);
    const tell = (message: string): void => void told.push(t('{0}: {1}', name, message));
    const gather = (message: string, ...more: readonly MessageAction[]): Promise<void> => {
      tell(message);
      actions.push(...more.map((action) => ({ ...action, title: t('{0} ({1})', action.title, name) })));
      return Promise.resolve();
    };
    try {
      const result = await run({ ...app, show: { ...app.show, status: tell, information: gather, offer: gather } });
      last = { result };
    } catch (error) {
      if (isCancelled(error)) throw error;
      failures.push({ name, error });
    }
  }
  const app = works[0]?.app;
  if (told.length > 0 && actions.length > 0) await app?.show.information(told.join('\n'), ...actions);
  else if (told.length > 0) app?.show.status(told.join(' · '));
  const [first] = failures;
  if (first && failures.length === 1) throw first.error;
  if (first) throw severalFailed(operationOf(first.error), works.length, failures);
  if (!last) throw new Error('There is no engine to work on');
  return last.result;
}

/** What failed, in the words of the first failure. */
function operationOf(error: unknown): string {
  const details = error instanceof SlipwayError ? (error.failure.details as { readonly operation?: unknown }) : {};
  return typeof details.operation === 'string' ? details.operation : t('this action');
}
