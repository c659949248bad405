import type { App } from '../../app';
import { t } from '../../core/localize';
import type { PruneOutcome, PrunePageModel, PrunePageWish } from '../../core/prune/page';
import { pruneTitle } from '../../core/prune/reasons';
import { pruneKinds, type PruneRequest, type PruneSubject } from '../../core/prune/request';
import { pruneRequestOf } from '../../core/prune/request-fields';
import type { OpenPage, PageReading, ShownPage } from '../../pages';
import { definePage } from '../define-page';
import { planPrune } from './planned';
import { askAboutVolumes, removeSelected } from './selected';
import { defined } from '../../core/records';

/** Kinds of events after which a plan may not be true any more. */
const telling: ReadonlySet<string> = new Set(['container', 'image', 'volume', 'network', 'builder']);
const subjects: readonly PruneSubject[] = [...pruneKinds, 'everything'];

/** The page of what can be removed, of one kind or of everything. */
export const prunePage = definePage<PruneRequest, PrunePageModel, PrunePageWish>({
  id: 'prune-plan',
  title: ({ subject }) => pruneTitle(subject),
  key: ({ subject }) => subject,
  saved: (fields) => pruneRequestOf(Object.fromEntries(fields), subjects),
  argumentOf: ({ request }) => request,
  waiting: () => t('Finding what can be removed'),
  read,
  unfinished: ({ counting = false }) => counting,
  staleBy: ({ type, action }) => telling.has(type) && !action.startsWith('exec_') && action !== 'top' && action !== 'attach',
  wishes: {
    plan: {
      check(fields, { request }) {
        const wanted = pruneRequestOf(fields.get('request'), [request.subject]);
        return wanted && { request: wanted };
      },
      fulfil: async ({ app, model }, { request }) => ({ ...(await planPrune(app, request, { fast: true })), ...removedOn(model) }),
    },
    remove: {
      check(fields, { plan }) {
        const items = fields.get('items');
        const wanted = new Set<unknown>(Array.isArray(items) ? items : []);
        const listed = plan.items.flatMap(({ key }) => (wanted.has(key) ? [key] : []));
        return listed.length > 0 ? { items: listed } : undefined;
      },
      fulfil: (page, { items }) => remove(page, new Set(items)),
    },
  },
});

type PrunePage = OpenPage<App, PruneRequest, PrunePageModel>;

/** From the lists and the layers that are known at first; then with the bytes that only the layers tell. */
async function read({ app, argument, model: shown }: PrunePage, { reason, report, signal }: PageReading): Promise<PrunePageModel> {
  const made = await planPrune(app, argument, { fast: reason !== 'rest', report, signal });
  if (!shown || reason === 'open' || reason === 'refresh') return { ...made, ...removedOn(shown) };
  const changed = shown.changed === true || !isAlike(made, shown);
  return { ...made, ...(changed && { changed }), ...defined({ outcome: shown.outcome }), ...removedOn(shown) };
}

/** What stays from one plan to the next. */
function removedOn(shown: PrunePageModel | undefined): Pick<PrunePageModel, 'removed'> {
  return shown?.removed ? { removed: shown.removed } : {};
}

async function remove(page: ShownPage<App, PruneRequest, PrunePageModel>, keys: ReadonlySet<string>): Promise<PrunePageModel> {
  const { app, model } = page;
  await askAboutVolumes(app, model, keys);
  const outcome = await removeSelected(app, model, keys);
  const came = { outcome, removed: together(model.removed, outcome) };
  try {
    return { ...(await planPrune(app, model.request, { fast: true })), ...came };
  } catch (error) {
    page.show({ ...model, ...came });
    throw error;
  }
}

/** Whether two plans list the same rows, for the same engine. */
function isAlike(one: PrunePageModel, other: PrunePageModel): boolean {
  const rows = ({ plan }: PrunePageModel): string =>
    plan.items
      .map(({ key, needs }) => [key, ...needs].join(' '))
      .sort()
      .join('\n');
  return one.engine === other.engine && rows(one) === rows(other);
}

function together(before: PruneOutcome | undefined, now: PruneOutcome): PruneOutcome {
  if (!before) return now;
  return {
    removed: [...before.removed, ...now.removed],
    refused: [...before.refused, ...now.refused],
    untouched: [...before.untouched, ...now.untouched],
    freedBytes: before.freedBytes + now.freedBytes,
    upperBound: before.upperBound || now.upperBound,
    unknownSizes: before.unknownSizes + now.unknownSizes,
    stopped: before.stopped || now.stopped,
    ...((now.interrupted ?? before.interrupted) !== undefined && { interrupted: now.interrupted ?? before.interrupted ?? '' }),
  };
}
