import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { mostCharted, type StatsPageModel, type StatsPageWish } from '../../core/stats-page';
import { oneLine } from '../../core/untrusted';
import type { OpenPage, PageReading } from '../../pages';
import { definePage } from '../define-page';
import { showContainer } from '../targets/show-container';
import { StatsFeed } from './stats-feed';

/** Containers by their ids; all that run without them. */
export interface StatsPageArgument {
  readonly ids?: readonly string[];
}

type StatsPage = OpenPage<App, StatsPageArgument, StatsPageModel>;

/** What is read for a page, for as long as the page is there. */
const feeds = new WeakMap<StatsPageArgument, StatsFeed>();

/** What containers use: a table that can be sorted, and charts. Read while the page is seen. */
export const statsPage = definePage<StatsPageArgument, StatsPageModel, StatsPageWish>({
  id: 'stats',
  title: ({ ids }, { rows }) => {
    const [only, ...others] = rows;
    return ids !== undefined && only && others.length === 0 ? t('Stats: {0}', oneLine(only.name, 60)) : t('Stats');
  },
  key: ({ ids }) => (ids === undefined ? '' : [...ids].sort().join(' ')),
  saved(fields) {
    const ids = fields.get('ids');
    if (ids === undefined) return {};
    return Array.isArray(ids) && ids.length <= 100 && ids.every((id): id is string => typeof id === 'string' && /^[0-9a-f]{64}$/.test(id))
      ? { ids }
      : undefined;
  },
  waiting: () => t('Reading what containers use'),
  // It goes on for as long as it is looked at.
  unfinished: () => true,
  read,
  wishes: {
    chart: {
      check(fields, { rows }) {
        const shown = fields.get('shown');
        const row = rows.find(({ id }) => id === fields.get('id'));
        if (typeof shown !== 'boolean' || row === undefined || row.charted === shown) return undefined;
        return shown && rows.filter(({ charted }) => charted).length >= mostCharted ? undefined : { id: row.id, shown };
      },
      fulfil({ app, argument, model }, { id, shown }) {
        const feed = feedOf(app, argument);
        feed.chart(id, shown);
        return Promise.resolve(feed.model(model.engine));
      },
    },
    container: {
      check(fields, { rows }) {
        const row = rows.find(({ id }) => id === fields.get('id'));
        return row && { id: row.id };
      },
      async fulfil({ app, model }, { id }) {
        const container = (await app.inventory.read('containers')).get(id);
        if (!container) throw failure('notFound', { what: 'container', name: model.rows.find((row) => row.id === id)?.name ?? id });
        await showContainer(app, container);
        return undefined;
      },
    },
  },
});

function feedOf(app: App, argument: StatsPageArgument): StatsFeed {
  const feed = feeds.get(argument) ?? new StatsFeed(app, argument.ids);
  feeds.set(argument, feed);
  return feed;
}

async function read({ app, argument }: StatsPage, { reason, signal }: PageReading): Promise<StatsPageModel> {
  const feed = feedOf(app, argument);
  // At first there are names; everything else comes behind them.
  if (reason === 'rest') await feed.next(signal);
  else await feed.list();
  const { state } = app.connection;
  return feed.model(state.kind === 'connected' ? state.candidate.name : '');
}
