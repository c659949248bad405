import type { App } from '../app';
import { type Disposable, DisposableStore, toDisposable } from '../core/disposable';
import { isCancelled, SlipwayError } from '../core/errors';
import { tryParseReference } from '../core/reference';
import type { ImageSummary } from '../engine/images/images';
import { Limiter } from '../engine/transport/limiter';
import { askRegistry, forgetTagAnswer, tagAnswers } from './image-updates';

const dayMilliseconds = 24 * 60 * 60 * 1000;
/** Of more tags those are asked for whose answer is the oldest; the others the next day. */
const mostTags = 200;
const requestsInFlight = 4;
const stateKey = 'images.updatesChecked';

/** A tag that is shown in the Images view. */
export interface ShownTag {
  readonly reference: string;
  readonly image: ImageSummary;
}

/**
 * Asks registries once a day for the tags that are shown, where the user has switched it on. It looks whether a day has
 * passed when the view is opened and when the lists or the settings change, and stops when the view is hidden; what
 * fails is only logged. After a push the registry has what the engine has. Dispose when the view is hidden.
 */
export function checkDaily(app: App, shownTags: () => readonly ShownTag[]): Disposable {
  const owned = new DisposableStore();
  const leaving = new AbortController();
  let running = false;
  const look = (): void => {
    if (running || !isDue(app) || app.inventory.get('images') === undefined) return;
    running = true;
    void check(app, shownTags(), leaving.signal).finally(() => (running = false));
  };
  owned.add(toDisposable(() => leaving.abort()));
  owned.add(app.inventory.onChange((list) => list === 'images' && look()));
  owned.add(
    app.connection.onEvent(({ type, action, id }) => {
      if (type === 'image' && action === 'push') void forgetTagAnswer(app, id).then((had) => had && app.views.redraw('images'));
    }),
  );
  owned.add(app.settings.onChange((changed) => changed('images.checkDaily') && look()));
  look();
  return owned;
}

function isDue(app: App): boolean {
  const last = app.state.get(stateKey);
  // A clock that was set back must not put it off for long.
  return app.settings.get('images.checkDaily') && !(typeof last === 'number' && Math.abs(Date.now() - last) < dayMilliseconds);
}

/** Kinds of failure after which nothing else of that registry is asked for. */
const registryFailures: readonly string[] = ['rateLimited', 'registryUnreachable', 'tlsFailed'];

async function check(app: App, tags: readonly ShownTag[], signal: AbortSignal): Promise<void> {
  const answers = tagAnswers(app);
  const stale = tags
    .map((tag) => ({ ...tag, answer: answers.get(tag.reference) }))
    .filter(({ image, answer }) => answer?.image !== image.id || Date.now() - answer.checked >= dayMilliseconds)
    .sort((left, right) => (left.answer?.checked ?? 0) - (right.answer?.checked ?? 0))
    .slice(0, mostTags);
  const limiter = new Limiter(requestsInFlight);
  const silent = new Set<string>();
  const one = async ({ reference, image }: ShownTag): Promise<void> => {
    const domain = tryParseReference(reference)?.domain ?? '';
    if (signal.aborted || silent.has(domain)) return;
    try {
      await askRegistry(app, image, reference, signal);
    } catch (error) {
      if (isCancelled(error)) return;
      if (error instanceof SlipwayError && registryFailures.includes(error.kind)) silent.add(domain);
      app.log.error(`Daily check of ${reference}`, error);
    }
  };
  await Promise.all(stale.map((tag) => limiter.run(() => one(tag))));
  // What was interrupted goes on at the next opening; young answers are not asked for again.
  if (signal.aborted) return;
  await app.state.set(stateKey, Date.now());
  if (stale.length > 0) app.views.redraw('images');
}
