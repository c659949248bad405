import type { App } from '../../app';
import { shownName } from '../../core/image-names';
import { t } from '../../core/localize';
import { freedBytes, goingIds, type ImageRemoval, type RemovalPlan } from '../../core/removal-plan';
import { formatBytes } from '../../core/sizes';
import { oneLine } from '../../core/untrusted';
import type { RemovalManner } from './image-removal';

/** What the user chose of what a plan offers. */
export type RemovalChoice = RemovalManner | 'whole';

const mostLines = 20;

/**
 * Says what will happen to each image, what comes free and what is in the way, and asks. Force, keeping of parents and
 * the whole image are offered only where they change something. Throws `cancelled`.
 */
export async function askRemoval(app: App, plan: RemovalPlan, upperBound: boolean): Promise<RemovalChoice> {
  const possible = plan.removals.filter(({ blocked }) => !blocked);
  const forced = possible.filter(({ force }) => force);
  const others = possible.length - forced.length;
  const { cascaded } = freedBytes(plan, goingIds(plan, false));
  const [only] = plan.removals.length === 1 ? plan.removals : [];
  const actions = new Map<string, RemovalChoice>();
  // What does least comes first: it is the button that Enter presses.
  if (others > 0) {
    const deletes = possible.some(({ outcome }) => outcome === 'delete');
    actions.set(forced.length > 0 ? t('Remove Only the Others') : deletes ? t('Delete') : t('Untag'), { force: false, keepParents: false });
  }
  if (forced.length > 0) actions.set(t('Remove by Force'), { force: true, keepParents: false });
  if (others > 0 && cascaded.length > 0 && plan.rules.mayKeepParents)
    actions.set(t('Delete, Keep Its Parents'), { force: false, keepParents: true });
  if (only?.outcome === 'untag') actions.set(t('Delete the Whole Image…'), 'whole');
  const lines = [...(only ? aboutOne(only) : aboutSeveral(plan.removals)), ...aboutAll(plan, forced.length > 0, upperBound)];
  const action = await choose(app, only ? questionOfOne(only) : questionOfSeveral(plan.removals), [...actions.keys()], lines.join('\n'));
  return actions.get(action) ?? { force: false, keepParents: false };
}

async function choose(app: App, message: string, actions: readonly string[], detail: string): Promise<string> {
  const [only] = actions;
  if (actions.length > 1 || only === undefined) return app.ask.decide(message, actions, detail);
  await app.ask.confirm(message, only, detail);
  return only;
}

function nameOf({ names, image }: ImageRemoval): string {
  return oneLine(shownName(names[0] ?? image.id));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostLines).map((name) => oneLine(shownName(name)));
  return names.length > mostLines ? t('{0} and {1} more', shown.join(', '), names.length - mostLines) : shown.join(', ');
}

/** Digests say nothing to people where there are tags. */
function tagsFirst(names: readonly string[]): readonly string[] {
  const tags = names.filter((name) => !name.includes('@'));
  return tags.length > 0 ? tags : names;
}

function questionOfOne(removal: ImageRemoval): string {
  const { outcome, names } = removal;
  if (outcome !== 'delete') return names.length === 1 ? t('Remove the name {0}?', nameOf(removal)) : t('Remove {0} names?', names.length);
  return names.length === 1
    ? t('Delete the image {0}?', nameOf(removal))
    : t('Delete the image {0} with all its {1} names?', nameOf(removal), names.length);
}

function questionOfSeveral(removals: readonly ImageRemoval[]): string {
  const deleted = removals.filter(({ outcome, blocked }) => outcome === 'delete' && !blocked).length;
  const untagged = removals.filter(({ outcome, blocked }) => outcome !== 'delete' && !blocked).flatMap(({ names }) => names).length;
  if (deleted === 0) return t('Remove {0} names? Their images are kept.', untagged);
  const images = deleted === 1 ? t('1 image') : t('{0} images', deleted);
  if (untagged === 0) return t('Delete {0}?', images);
  return t('Delete {0} and remove {1} of other images?', images, untagged === 1 ? t('1 name') : t('{0} names', untagged));
}

function aboutOne(removal: ImageRemoval): readonly string[] {
  const { outcome, names, lasting, image } = removal;
  if (outcome === 'untag')
    return [...(names.length > 1 ? [listed(names)] : []), t('The image is kept under its other names: {0}', listed(tagsFirst(lasting)))];
  if (outcome === 'parent') return [t('Other images are built on it: it is kept, without a name.')];
  const named = names[0] !== image.id;
  return [
    ...(names.length > 1
      ? [t('All its names are removed: {0}', listed(names))]
      : named
        ? [t('This was its last name, so the image is deleted with it.')]
        : []),
    ...users(removal),
  ];
}

function users({ stopped, running }: ImageRemoval): readonly string[] {
  return [
    ...(running.length > 0 ? [t('Running containers use it: {0}', listed(running))] : []),
    ...(stopped.length > 0 ? [t('Stopped containers use it: {0}', listed(stopped))] : []),
  ];
}

function aboutSeveral(removals: readonly ImageRemoval[]): readonly string[] {
  const more = removals.length > mostLines ? [t('… and {0} more', removals.length - mostLines)] : [];
  return [...removals.slice(0, mostLines).map(describe), ...more];
}

function describe(removal: ImageRemoval): string {
  const { outcome, names, lasting, stopped, running, blocked } = removal;
  const what = listed(names);
  if (blocked === 'running') return t('{0}: kept, in use by {1}, which is running; force does not remove it either', what, listed(running));
  if (blocked === 'children') return t('{0}: kept, other images are built on it', what);
  if (outcome === 'untag') return t('{0}: only the name is removed, the image is kept as {1}', what, listed(tagsFirst(lasting)));
  if (outcome === 'parent') return t('{0}: only the name is removed, other images are built on it', what);
  const inUse = [...running, ...stopped];
  return inUse.length > 0 ? t('{0}: deleted only with force, in use by {1}', what, listed(inUse)) : t('{0}: deleted', what);
}

/** What holds for all of it together. */
function aboutAll(plan: RemovalPlan, force: boolean, upperBound: boolean): readonly string[] {
  const ids = goingIds(plan, plan.rules.forceRemovesContainers);
  const { bytes, cascaded } = freedBytes(plan, ids);
  const byForce = plan.rules.forceRemovesContainers
    ? t('Podman stops and removes these containers together with the image.')
    : t('With force, the containers and the layers that they need are kept.');
  return [
    ...(cascaded.length > 0 ? [t('Untagged parents removed with them: {0}', listed(cascaded))] : []),
    ...(force ? [byForce] : []),
    '',
    spaceSentence(bytes, upperBound),
  ];
}

function spaceSentence(bytes: number, upperBound: boolean): string {
  if (bytes === 0) return t('Frees no space.');
  return upperBound ? t('Frees at most {0}.', formatBytes(bytes)) : t('Frees {0}.', formatBytes(bytes));
}
