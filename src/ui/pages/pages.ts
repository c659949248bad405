import type { App } from '../../app';
import { type Disposable, DisposableStore } from '../../core/disposable';
import { wishFields } from '../../core/wish-fields';
import type { AnyPage, OpenedPage, OpenPage, Page, PagePlace, Pages } from '../../pages';
import { PageHost } from './page-host';
import type { PagePanel, Panels } from './panel';

/** What {@link createPages} works with. */
export interface PagesOptions {
  readonly panels: Panels;
  /** The engine whose objects these pages show. Pages of another engine are others, whatever they show. */
  readonly engine: string;
  readonly app: () => App;
  /** The kinds of pages that are opened again after a reload of the window, and their definitions. */
  readonly ids: readonly string[];
  readonly definitions: () => Promise<readonly AnyPage<App>[]>;
  /** Names the engine in titles, where several are shown. */
  readonly nameTitle?: (title: string) => string;
  /** The pages of another engine, which a page named before a reload of the window; undefined for none. */
  readonly elsewhere?: (engine: string) => Promise<EnginePages | undefined>;
}

/** {@link Pages} that take those which were open before a reload of the window. */
export interface EnginePages extends Pages<App>, Disposable {
  reopen(id: string, panel: PagePanel, kept: unknown): Promise<void>;
}

const plainTitle = (title: string): string => title;

/** The editor pages of one engine. Each is open at most once: a second wish shows the one that is there. */
export function createPages(options: PagesOptions): EnginePages {
  const { panels, engine, app, ids, definitions, nameTitle = plainTitle, elsewhere } = options;
  const owned = new DisposableStore();
  const hosts = new Map<string, unknown>();

  const place = <Argument, Model>(page: Page<App, Argument, Model>, argument: Argument): string =>
    JSON.stringify([page.id, page.key(argument)]);
  // What stands at a page's place was put there by that page.
  const hostOf = <Argument, Model>(page: Page<App, Argument, Model>, argument: Argument) =>
    hosts.get(place(page, argument)) as PageHost<Argument, Model> | undefined;

  function host<Argument, Model>(
    page: Page<App, Argument, Model>,
    argument: Argument,
    panel: PagePanel,
    model: Model | undefined,
  ): PageHost<Argument, Model> {
    const made = owned.add(
      new PageHost<Argument, Model>({
        page,
        app: app(),
        panel,
        engine,
        language: () => panels.language(),
        named: nameTitle,
        argument,
        model,
      }),
    );
    const here = place(page, argument);
    hosts.set(here, made);
    void made.closed.then(() => {
      hosts.delete(here);
      owned.delete(made);
    });
    return made;
  }

  async function reopen(id: string, panel: PagePanel, kept: unknown): Promise<void> {
    const identity = wishFields(wishFields(kept).get('identity'));
    const other = identity.get('engine');
    if (typeof other === 'string' && other !== engine && elsewhere) {
      const pages = await elsewhere(other).catch(() => undefined);
      if (pages) return pages.reopen(id, panel, kept);
    }
    const page = (await definitions()).find((known) => known.id === id);
    const done =
      identity.get('engine') === engine &&
      page?.reopen(identity.get('argument'), (defined, argument) => {
        if (hostOf(defined, argument)) panel.dispose();
        else host(defined, argument, panel, undefined);
      });
    if (!done) panel.dispose();
  }

  for (const id of ids) owned.add(panels.onReopen(id, (panel, kept) => reopen(id, panel, kept)));
  return {
    async open<Argument, Model>(page: Page<App, Argument, Model>, argument: Argument, how: PagePlace = {}): Promise<OpenedPage<Model>> {
      const shown = hostOf(page, argument)?.shown;
      const asking: OpenPage<App, Argument, Model> = {
        app: app(),
        argument,
        model: shown,
        stale: () => undefined,
        show: () => undefined,
        close: () => undefined,
      };
      const model = await app().progress.run(page.waiting(argument), (report, signal) =>
        page.read(asking, { reason: 'open', report, signal }),
      );
      const open = hostOf(page, argument);
      open?.reopen(argument, model, how);
      const there =
        open ?? host(page, argument, panels.open({ page: page.id, title: nameTitle(page.title(argument, model)), ...how }), model);
      return { model, onModel: there.onModel, closed: there.closed.then((last) => last ?? model) };
    },
    reopen,
    dispose: () => owned.dispose(),
  };
}
