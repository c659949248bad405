import type { App } from '../../app';
import { dockerLine, type DockerTerminal } from '../../core/docker-line';
import { t } from '../../core/localize';
import type { PruneItem } from '../../core/prune/items';
import { nothingPruned, type PruneOutcome, type PrunePageModel } from '../../core/prune/page';
import { countOf, itemLabel } from '../../core/prune/reasons';
import { pruneKinds } from '../../core/prune/request';
import { someNames } from '../targets/choose-targets';
import { checkSameEngine, inOrderOfRemoval, removePlanned } from './removal';

/** Names the volumes that somebody gave a name before the data in them are lost. Throws `cancelled`. */
export async function askAboutVolumes(app: App, { plan }: PrunePageModel, keys: ReadonlySet<string>): Promise<void> {
  const named = plan.items.flatMap((item) =>
    item.kind === 'volumes' && !item.anonymous && keys.has(item.key) ? [{ id: item.id, name: item.id }] : [],
  );
  if (named.length === 0) return;
  const question = named.length === 1 ? t('Remove the volume {0}?', someNames(named)) : t('Remove {0} volumes with a name?', named.length);
  const lost = t('The data in them is lost.');
  await app.ask.confirm(question, t('Remove'), named.length === 1 ? t('The data in it is lost.') : `${someNames(named, 20)}\n\n${lost}`);
}

/** Removes the rows of a plan with these keys, and writes to the log what that equals and what refused. Throws when nothing could be begun with. */
export async function removeSelected(app: App, model: PrunePageModel, keys: ReadonlySet<string>): Promise<PruneOutcome> {
  const items = inOrderOfRemoval(model.plan, keys);
  if (items.length === 0) return nothingPruned;
  const outcome = await app.progress.run(t('Removing {0}', countOf(model.request.subject, items.length)), async (report, signal) => {
    const engine = await app.connection.engine(signal);
    const { state } = app.connection;
    checkSameEngine(model, state.kind === 'connected' ? state.candidate.name : model.engine);
    for (const line of dockerLines(items, app.terminalShell())) app.log.command(line);
    return removePlanned(engine, model, keys, signal, report);
  });
  for (const item of outcome.refused)
    app.log.information(t('Not removed: {0}: {1}', item.names.join(', ') || itemLabel(item), item.reason));
  if (outcome.interrupted !== undefined) app.log.information(t('Not started: {0}', outcome.untouched.map(itemLabel).join(', ') || '-'));
  return outcome;
}

const nouns = { containers: 'container', networks: 'network', volumes: 'volume', images: 'image' } as const;

/** The docker command lines that a removal equals. The builder takes one record at a time. */
function dockerLines(items: readonly PruneItem[], terminal: DockerTerminal): readonly string[] {
  return pruneKinds.flatMap((kind) => {
    const mine = items.filter((item) => item.kind === kind);
    if (kind === 'buildCache')
      return mine.map(({ id }) => dockerLine(['builder', 'prune', '--all', '--force', '--filter', `id=^${id}$`], terminal));
    const targets = mine.flatMap((item) =>
      item.kind === 'images' ? item.image.targets : item.kind === 'volumes' ? [item.id] : item.names,
    );
    return mine.length === 0 ? [] : [dockerLine([nouns[kind], 'rm', ...targets], terminal)];
  });
}
