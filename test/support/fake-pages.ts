import assert from 'node:assert/strict';
import type { App } from '../../src/app';
import { Emitter } from '../../src/core/emitter';
import type { OpenedPage, Page, PageReading, Pages } from '../../src/pages';

/** A page as a test holds it: what it shows, and what somebody could wish for on it. Nothing is read behind it. */
export interface FakePage<Model = unknown> {
  /** Name of its definition. */
  readonly id: string;
  readonly argument: unknown;
  readonly model: Model;
  /** How often it was said that it is stale. */
  readonly stale: number;
  /** Whether its definition has closed it. */
  readonly isClosed: boolean;
  /** Fulfils a wish and gives what is shown then; rejects with what went wrong. Fails for what the page does not offer. */
  wish(message: object): Promise<Model>;
  /** Whether the page offers this. */
  offers(message: object): boolean;
  /** Reads it again, as its host would for this reason. */
  read(reason: 'refresh' | 'stale' | 'rest'): Promise<Model>;
}

/** Pages that are closed as soon as `use` is done with them. Their definitions are the real ones. */
export function fakePages(app: () => App, use: (page: FakePage) => Promise<unknown>): Pages<App> {
  return {
    async open<Argument, Model>(page: Page<App, Argument, Model>, opened: Argument): Promise<OpenedPage<Model>> {
      let argument = opened;
      const models = new Emitter<Model>();
      const waiting = page.waiting(argument);
      const read = (reason: PageReading['reason'], shown: Model | undefined): Promise<Model> =>
        app().progress.run(waiting, (report, signal) => page.read({ app: app(), argument, model: shown, stale: () => undefined, show: () => undefined, close: () => undefined }, { reason, report, signal }));
      let model: Model = await read('open', undefined);
      let stale = 0;
      let isClosed = false;
      const take = (next: Model): Model => {
        model = next;
        argument = page.argumentOf?.(model) ?? argument;
        models.fire(model);
        return model;
      };
      const made: FakePage<Model> = {
        id: page.id,
        get argument() {
          return argument;
        },
        get model() {
          return model;
        },
        get stale() {
          return stale;
        },
        get isClosed() {
          return isClosed;
        },
        offers: (message) => page.wish(message, model) !== undefined,
        async wish(message) {
          const shown = model;
          const fulfil = page.wish(message, shown);
          assert.ok(fulfil, `the page does not offer ${JSON.stringify(message)}`);
          const next = await fulfil({ app: app(), argument, model: shown, stale: () => { stale++; }, show: (midst) => void take(midst), close: () => void (isClosed = true) });
          return next === undefined ? model : take(next);
        },
        read: async (reason) => take(await read(reason, model)),
      };
      const first = model;
      const closed = use(made).then(() => model);
      // Whoever opened it may not wait until it is closed.
      closed.catch(() => undefined);
      return { model: first, onModel: models.event, closed };
    },
  };
}
