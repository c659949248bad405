import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import type { TerminalShell } from '../../core/terminal-shell';
import { t } from '../../core/localize';
import { pruneKey, type PruneItem } from '../../core/prune/items';
import { nothingPruned, type PruneOutcome, type PrunePageModel, type RefusedPruneItem } from '../../core/prune/page';
import { countOf, itemLabel } from '../../core/prune/reasons';
import { type PruneKind, pruneKinds, type PruneSubject } from '../../core/prune/request';
import { tickedAtFirst } from '../../core/prune/selection';
import { someNames } from '../container-targets';
import { LivePlan } from './live-plan';
import { planPrune, type PruneAnswers, pruneRequest } from './planned';
import { checkSameEngine, inOrderOfRemoval, removePlanned } from './removal';

/** What every prune command takes besides its own answers. */
export interface PruneWish extends PruneAnswers {
  readonly items?: readonly string[];
  readonly apply?: boolean;
}

/**
 * The work of all prune commands: makes the plan, and removes the given `items` of it, or with `apply` all that it
 * ticks by itself, or opens its page. `onRemoved` is called after each removal.
 */
export async function prune(app: App, subject: PruneSubject, wish: PruneWish, onRemoved?: () => void): Promise<PruneOutcome> {
  const request = pruneRequest(subject, wish);
  const asked = wish.items !== undefined || wish.apply === true;
  const model = await app.progress.run(t('Finding what can be removed'), (report, signal) => planPrune(app, request, { fast: !asked, report, signal }));
  if (wish.items !== undefined) return removeGiven(app, model, wish.items);
  if (wish.apply === true) return remove(app, model, tickedAtFirst(model.plan));
  const live = new LivePlan(app, model);
  try {
    const outcome = await app.pages.prunePlan({
      model,
      onModel: live.onModel,
      plan: (next) => live.plan(pruneRequest(subject, next)),
      remove: (keys) =>
        live.without(async () => {
          try {
            const wanted = new Set(keys);
            await askAboutVolumes(app, live.model, wanted);
            return await remove(app, live.model, wanted);
          } finally {
            onRemoved?.();
          }
        }),
    });
    return outcome ?? nothingPruned;
  } finally {
    live.dispose();
  }
}

/** Names the volumes that somebody gave a name before the data in them are lost. */
async function askAboutVolumes(app: App, { plan }: PrunePageModel, keys: ReadonlySet<string>): Promise<void> {
  const named = plan.items.flatMap((item) => (item.kind === 'volumes' && !item.anonymous && keys.has(item.key) ? [{ id: item.id, name: item.id }] : []));
  if (named.length === 0) return;
  const question = named.length === 1 ? t('Remove the volume {0}?', someNames(named)) : t('Remove {0} volumes with a name?', named.length);
  const lost = t('The data in them is lost.');
  await app.ask.confirm(question, t('Remove'), named.length === 1 ? t('The data in it is lost.') : `${someNames(named, 20)}\n\n${lost}`);
}

/** Removes what a caller named, as far as the plan has it. */
async function removeGiven(app: App, model: PrunePageModel, given: readonly string[]): Promise<PruneOutcome> {
  const keys = new Set<string>();
  const unknown: RefusedPruneItem[] = [];
  for (const name of given) {
    const item = itemNamed(model, name);
    if (item) keys.add(item.key);
    else unknown.push({ kind: model.plan.kinds[0] ?? 'images', id: name, names: [name], reason: t('it cannot be pruned') });
  }
  const outcome = await remove(app, model, keys);
  return { ...outcome, refused: [...unknown, ...outcome.refused] };
}

/** An item by its key, its id or the beginning of it, or its name, if that means one item only. */
function itemNamed({ plan }: PrunePageModel, name: string): PruneItem | undefined {
  const exact = plan.items.find(({ key }) => key === name);
  if (exact) return exact;
  const [kind, rest] = splitKind(name);
  const found = plan.items.filter((item) => (kind === undefined || item.kind === kind) && isCalled(item, rest));
  return found.length === 1 ? found[0] : undefined;
}

function splitKind(name: string): readonly [PruneKind | undefined, string] {
  const kind = pruneKinds.find((known) => name.startsWith(pruneKey(known, '')));
  return kind ? [kind, name.slice(kind.length + 1)] : [undefined, name];
}

function isCalled(item: PruneItem, name: string): boolean {
  const { id, names } = item;
  const targets = item.kind === 'images' ? item.image.targets : names;
  const bare = id.replace(/^sha256:/, '');
  return id === name || targets.includes(name) || (item.kind !== 'volumes' && /^[0-9a-f]{12,64}$/.test(name) && bare.startsWith(name));
}

async function remove(app: App, model: PrunePageModel, keys: ReadonlySet<string>): Promise<PruneOutcome> {
  const items = inOrderOfRemoval(model.plan, keys);
  if (items.length === 0) return nothingPruned;
  const outcome = await app.progress.run(t('Removing {0}', countOf(model.request.subject, items.length)), async (report, signal) => {
    const engine = await app.connection.engine(signal);
    const { state } = app.connection;
    checkSameEngine(model, state.kind === 'connected' ? state.candidate.name : model.engine);
    for (const line of dockerLines(items, app.terminalShell())) app.log.command(line);
    return removePlanned(engine, model, keys, signal, report);
  });
  for (const item of outcome.refused) app.log.information(t('Not removed: {0}: {1}', item.names.join(', ') || itemLabel(item), item.reason));
  if (outcome.interrupted !== undefined) app.log.information(t('Not started: {0}', outcome.untouched.map(itemLabel).join(', ') || '-'));
  return outcome;
}

const nouns = { containers: 'container', networks: 'network', volumes: 'volume', images: 'image' } as const;

/** The docker command lines that a removal equals. The builder takes one record at a time. */
function dockerLines(items: readonly PruneItem[], shell: TerminalShell): readonly string[] {
  return pruneKinds.flatMap((kind) => {
    const mine = items.filter((item) => item.kind === kind);
    if (kind === 'buildCache') return mine.map(({ id }) => dockerLine(['builder', 'prune', '--all', '--force', '--filter', `id=^${id}$`], shell));
    const targets = mine.flatMap((item) => (item.kind === 'images' ? item.image.targets : item.kind === 'volumes' ? [item.id] : item.names));
    return mine.length === 0 ? [] : [dockerLine([nouns[kind], 'rm', ...targets], shell)];
  });
}
