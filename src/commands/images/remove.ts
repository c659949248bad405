import type { App } from '../../app';
import { failure } from '../../core/errors';
import { imageMeant, shownName } from '../../core/image-names';
import { t } from '../../core/localize';
import { type ImageRemoval, planRemoval, type RemovalPlan, type RemovalWish } from '../../core/removal-plan';
import { storedLayers } from '../../core/prune/stored-layers';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import type { ImageSummary, RemovedImages } from '../../engine/images/images';
import type { ImageNodeData } from '../../nodes/image';
import type { Choice } from '../../ports';
import { flag, names, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { refusal, removalError, removalSummary, removeByPlan, type RemovalManner } from '../removal/image-removal';
import { chooseTargets, type Target } from '../targets/choose-targets';
import { checkImageArgument, images } from '../targets/image-targets';
import { layersInTime } from '../layers/layers-in-time';
import { askRemoval } from '../removal/removal-dialog';

interface Result extends RemovedImages {
  /** Bytes that came free, at most; a call by a program does not wait for them. */
  readonly freedBytes?: number;
}

interface Planned {
  readonly plan: RemovalPlan;
  /** True where the bytes are a limit, not exact. */
  readonly upperBound: boolean;
}

/** How long the dialog may wait for the sizes of layers. */
const layerMilliseconds = 800;

/** Removes names of images; with its last name, or by its id, an image is deleted. */
export const removeImages = defineCommand({
  id: 'slipway.images.remove',
  title: 'Remove Image…',
  summary:
    'Removes names of images; an image is deleted with its last name, and with all names when it is given by its ID. First says which of the two happens, how much space it frees and what prevents it.',
  icon: 'trash',
  on: [{ node: 'image' }, { node: 'repository' }],
  many: true,
  placement: { group: '9_remove', order: 1 },
  palette: true,
  key: { key: 'delete', mac: 'cmd+backspace', views: ['images'] },
  answers: {
    images: names('References or ids of local images; an id means the image with all its names.'),
    force: optional(flag('Also images that stopped containers use; on Podman the containers go with them.')),
    noPrune: optional(flag('Keeps parents without a name.')),
  },
  result: '{ untagged: readonly string[]; deleted: readonly string[]; freedBytes?: number }',
  run: async (app, call): Promise<Result> => {
    const targets = await chooseTargets(app, call, images, { title: t('Remove Images'), choices: namesAndWholeImages });
    let wanted = targets.map(({ name }) => name);
    if (wanted.length === 0) throw failure('invalidInput', { field: 'images', value: '', reason: t('No image is specified.') });
    for (const image of wanted) checkImageArgument(image);
    const engine = await app.connection.engine();
    if (call.answers.noPrune && engine.information.kind === 'podman')
      throw failure('unsupported', { operation: 'rmi --no-prune', engine: `Podman ${engine.information.version}` });
    if (call.programmatic) {
      const planned = await makePlan(app, engine, wanted, false);
      return remove(app, engine, planned, { force: call.answers.force ?? false, keepParents: call.answers.noPrune ?? false }, true);
    }
    for (;;) {
      const planned = await makePlan(app, engine, wanted, true);
      refuseBlocked(app, planned.plan.removals);
      const choice = await askRemoval(app, planned.plan, planned.upperBound);
      if (choice !== 'whole') return remove(app, engine, planned, choice, false);
      wanted = planned.plan.removals.map(({ image }) => image.id);
    }
  },
});

/** Every name, and each image with several names as a whole besides. */
async function namesAndWholeImages(app: App): Promise<readonly Choice<Target<ImageNodeData>>[]> {
  const names = await images.choices(app);
  const whole = new Map<string, Choice<Target<ImageNodeData>>>();
  for (const { value } of names) {
    const { id, tags } = value.listed.image;
    if (tags.length > 1)
      whole.set(id, {
        label: t('{0} with all its names', shownName(id)),
        description: tags.map((tag) => oneLine(tag)).join(', '),
        icon: 'package',
        section: t('Whole images'),
        value: { id, name: id },
      });
  }
  return [...names, ...whole.values()];
}

/** Decides with fresh facts: the rows may be older than what another window has done. */
async function makePlan(app: App, engine: Engine, wanted: readonly string[], withLayers: boolean): Promise<Planned> {
  const [all, containers] = await Promise.all([engine.images.list({ all: true }), engine.containers.list({ all: true })]);
  const wishes = await Promise.all(wanted.map((text) => wishOf(engine, all, text)));
  const podman = engine.information.kind === 'podman';
  const ids = wishes.map(({ id }) => id);
  const rest = all.map(({ id }) => id).filter((id) => !ids.includes(id));
  const layers = withLayers ? await layersInTime(app, engine, [...new Set([...ids, ...rest])], layerMilliseconds) : [];
  const plan = planRemoval({
    wishes,
    images: all,
    containers: containers.map(({ name, imageId, state }) => ({
      name,
      imageId,
      running: state === 'running' || state === 'paused' || state === 'restarting',
    })),
    layers: engine.information.containerdStore ? storedLayers(all, layers) : layers,
    rules: { forceRemovesContainers: podman, childrenHold: !engine.information.containerdStore, mayKeepParents: !podman },
  });
  return { plan, upperBound: engine.information.containerdStore || !plan.prune.exact };
}

async function wishOf(engine: Engine, all: readonly ImageSummary[], text: string): Promise<RemovalWish> {
  const meant = imageMeant(all, text);
  if (meant) return { id: meant.image.id, name: meant.by === 'name' ? text : undefined };
  // The engine may know it by a form that its list does not show; else it says that there is none.
  const { Id } = await engine.images.inspect(text);
  const found = imageMeant(all, String(Id));
  if (!found) throw failure('notFound', { what: 'image', name: text });
  // A short beginning of an id means the image, as a whole one does.
  if (found.image.id.startsWith(`sha256:${text}`)) return { id: found.image.id, name: undefined };
  return { id: found.image.id, name: found.image.tags.length === 1 ? found.image.tags[0] : text };
}

/** Throws `conflict` when nothing of what was chosen can go, so that nothing useless is asked. */
function refuseBlocked(app: App, removals: readonly ImageRemoval[]): void {
  const reasons = removals.flatMap((removal) => refusal(removal, true) ?? []);
  if (reasons.length < removals.length) return;
  const failed = removals.map(({ image, names }, index) => ({ name: oneLine(shownName(names[0] ?? image.id)), error: reasons[index] }));
  throw removalError(app, { untagged: [], deleted: [], bytes: 0, tried: removals.length, failed }, '');
}

async function remove(
  app: App,
  engine: Engine,
  { plan, upperBound }: Planned,
  choice: RemovalManner,
  programmatic: boolean,
): Promise<Result> {
  // In the dialog it was said what stays; a program is told of it by an error.
  const removals = programmatic ? plan.removals : plan.removals.filter((removal) => refusal(removal, choice.force) === undefined);
  const outcome = await removeByPlan(app, engine, plan, removals, choice);
  const summary = removalSummary(outcome, plan, upperBound || programmatic);
  if (outcome.failed.length > 0) throw removalError(app, outcome, programmatic ? '' : summary);
  if (!programmatic) app.show.status(summary);
  const { untagged, deleted, bytes } = outcome;
  return { untagged, deleted, ...(!programmatic && { freedBytes: bytes }) };
}
