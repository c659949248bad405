import type { App } from '../app';
import { wishFields } from '../core/wish-fields';
import type { FeedAsk, FulfilWish, Page, PageFeed, ShownPage } from '../pages';

/** What a wish tells besides its kind. */
type Told<Wish> = Omit<Wish, 'kind'>;

/** One kind of wish of a page. */
export interface PageWish<Argument, Model, Wish> {
  /**
   * What the page has sent, read anew by its own fields: the wish, if it has this form and a page of this model offers it.
   * Nothing that a page sends is trusted: what it was not shown it cannot wish for.
   */
  readonly check: (fields: ReadonlyMap<string, unknown>, model: Model) => Told<Wish> | undefined;
  /** Does it; gives a new model where it may have changed what is shown. Throws `SlipwayError`, which the page shows. */
  readonly fulfil: (page: ShownPage<App, Argument, Model>, wish: Told<Wish>) => Promise<Model | undefined>;
}

/** What a page is told besides its models. */
export interface PageFeedDefinition<Argument, Model, Ask> {
  /** What the page has sent, read anew by its own fields; undefined for anything of another form. */
  readonly check: (fields: ReadonlyMap<string, unknown>, model: Model) => Ask | undefined;
  readonly open: (page: ShownPage<App, Argument, Model>) => PageFeed<Ask, Model>;
}

/** A page: what it shows, what makes that stale, and what may be wished for on it. */
export interface PageDefinition<Argument, Model, Wish extends { readonly kind: string }, Ask = never> extends Omit<
  Page<App, Argument, Model>,
  'wish' | 'reopen' | 'feed'
> {
  /** What the page was opened for, as a page says it after a reload of the window; undefined for anything of another form. */
  readonly saved: (fields: ReadonlyMap<string, unknown>) => Argument | undefined;
  /** Each kind of wish that its file in the browser may send, besides `ready` and `refresh`. */
  readonly feed?: PageFeedDefinition<Argument, Model, Ask>;
  readonly wishes: { readonly [Kind in Wish['kind']]: PageWish<Argument, Model, Extract<Wish, { readonly kind: Kind }>> };
}

type Reader<Argument, Model> = (fields: ReadonlyMap<string, unknown>, model: Model) => FulfilWish<App, Argument, Model> | undefined;

/** Checks a wish of one kind and closes over what it tells. */
function reader<Argument, Model, Wish>({ check, fulfil }: PageWish<Argument, Model, Wish>): Reader<Argument, Model> {
  return (fields, model) => {
    const told = check(fields, model);
    return told && ((page) => fulfil(page, told));
  };
}

/** A feed that hears what has the right form only. */
function checkedFeed<Argument, Model, Ask>(
  { check, open }: PageFeedDefinition<Argument, Model, Ask>,
  page: ShownPage<App, Argument, Model>,
): PageFeed<FeedAsk<Model>, Model> {
  const feed = open(page);
  return {
    onNews: feed.onNews,
    ask({ message, model }) {
      const asked = check(wishFields(message), model);
      if (asked !== undefined) feed.ask(asked);
    },
    shown: (model) => feed.shown(model),
    news: () => feed.news(),
    dispose: () => feed.dispose(),
  };
}

/** Defines one kind of page. */
export function definePage<Argument, Model, Wish extends { readonly kind: string }, Ask = never>(
  definition: PageDefinition<Argument, Model, Wish, Ask>,
): Page<App, Argument, Model> {
  const { wishes, saved, feed, ...rest } = definition;
  const readers = new Map<unknown, Reader<Argument, Model>>();
  for (const kind of Object.keys(wishes) as Wish['kind'][]) readers.set(kind, reader(wishes[kind]));
  const page: Page<App, Argument, Model> = {
    ...rest,
    ...(feed && { feed: (shown: ShownPage<App, Argument, Model>) => checkedFeed(feed, shown) }),
    wish(message, model) {
      const fields = wishFields(message);
      return readers.get(fields.get('kind'))?.(fields, model);
    },
    reopen(told, open) {
      const argument = saved(wishFields(told));
      if (argument !== undefined) open(page, argument);
      return argument !== undefined;
    },
  };
  return page;
}
