import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { failure, isCancelled, SlipwayError } from '../../core/errors';
import type { FilePlace } from '../../core/files/file-place';
import { t } from '../../core/localize';
import type { ContainerSummary } from '../containers/containers';
import type { Engine } from '../engine';
import type { ImageSummary } from '../images/images';
import { engineName } from '../information';
import { object, text } from '../json/json';
import { withHelperContainer } from './helper-container';
import { runProgram } from './run-program';

/** A container through which the files of a place are reached. */
export interface OpenPlace {
  /** As people know the place. */
  readonly name: string;
  /** Id of the container. */
  readonly container: string;
  /** Where in the container the place begins: empty for the whole container, `/data` for a volume that is mounted there. */
  readonly root: string;
  /** Whether programs of the container can be run. */
  readonly running: boolean;
  /** What is known of a place that does not change by itself stays known under this key; undefined where it may change. */
  readonly still?: string;
}

/**
 * What is to be done in a place: archives can be read and written everywhere, programs run only in containers that run. `owners`: a file is
 * written that is to stay its owner's; Podman's archives do not tell whose it is.
 */
export type PlaceNeed = 'archives' | 'owners' | 'programs';

const helperFolder = '/slipway-volume';
/** Images whose programs are tried, at most. */
const mostImages = 4;

/**
 * Opens the files of a container, or of a volume by a container that mounts it: one that is there, or one that is made for the purpose
 * and removed before this returns. Throws `conflict` (`notRunning`) where programs are needed and the container does not run,
 * `unsupported` where no image has them.
 */
export async function withPlace<Result>(
  engine: Engine,
  place: FilePlace,
  need: PlaceNeed,
  signal: AbortSignal | undefined,
  work: (open: OpenPlace) => Promise<Result>,
): Promise<Result> {
  if (place.kind === 'container') return work(await openContainer(engine, place, need));
  const archives = need === 'archives' || (need === 'owners' && engine.information.kind !== 'podman');
  const user = await userOf(engine, place.name, archives);
  if (user) return work(user);
  return archives ? withVolumeHelper(engine, place.name, work) : withVolumePrograms(engine, place.name, signal, work);
}

async function openContainer(
  engine: Engine,
  { id, name }: Extract<FilePlace, { readonly kind: 'container' }>,
  need: PlaceNeed,
): Promise<OpenPlace> {
  const inspected = object(await engine.containers.inspect(id));
  const state = object(inspected['State']);
  const running = state['Running'] === true && state['Paused'] !== true;
  const known = text(inspected['Name']).replace(/^\//, '') || name;
  if (need === 'programs' && !running) {
    throw failure('conflict', { name: known, usedBy: [], detail: '', state: state['Paused'] === true ? 'paused' : 'notRunning' });
  }
  const container = text(inspected['Id']) || id;
  const still = state['Running'] === true ? {} : { still: `${container} ${text(state['StartedAt'])} ${text(state['FinishedAt'])}` };
  return { name: known, container, root: '', running, ...still };
}

/** A container that mounts the volume, and nothing else below it. One that runs can list it cheaply. */
async function userOf(engine: Engine, volume: string, archives: boolean): Promise<OpenPlace | undefined> {
  const users = (await engine.containers.list({ all: true, filters: { volume: [volume] } })).flatMap((container) => {
    const root = rootIn(container, volume);
    return root === undefined ? [] : [{ container, root }];
  });
  const running = users.find(({ container }) => container.state === 'running');
  if (running) return { name: volume, container: running.container.id, root: running.root, running: true };
  // Nobody changes what nobody who runs has mounted, but what is read is read by the same way.
  const [stopped] = archives && !users.some(({ container }) => container.state === 'paused') ? users : [];
  return stopped && { name: volume, container: stopped.container.id, root: stopped.root, running: false, still: `volume ${volume}` };
}

function rootIn({ mounts }: ContainerSummary, volume: string): string | undefined {
  const mount = mounts.find(({ type, source, readOnly }) => type === 'volume' && source === volume && !readOnly);
  if (!mount) return undefined;
  const root = mount.destination.replace(/\/$/, '');
  return root === '' || mounts.some(({ destination }) => destination.startsWith(`${root}/`)) ? undefined : root;
}

/**
 * Opens a volume by a container of its own that is never started, for whoever writes to what is around the volume too: any image will do,
 * and where there is none an empty one is made.
 */
export async function withVolumeHelper<Result>(
  engine: Engine,
  volume: string,
  work: (open: OpenPlace) => Promise<Result>,
): Promise<Result> {
  const [image] = bySize(await engine.images.list());
  if (image) return withHelper(engine, image.id, volume, ['true'], work);
  const empty = pack();
  empty.finalize();
  const { imageId } = await engine.images.import(Readable.from(empty as AsyncIterable<Uint8Array>, { objectMode: false }), {});
  try {
    return await withHelper(engine, imageId, volume, ['true'], work);
  } finally {
    await engine.images.remove(imageId, { force: true }).catch(() => undefined);
  }
}

/**
 * Opens a volume by a container of its own whose only process waits for its end, so that programs of its image can be run beside it. Throws
 * `unsupported` where no image has such programs.
 */
export async function withVolumePrograms<Result>(
  engine: Engine,
  volume: string,
  signal: AbortSignal | undefined,
  work: (open: OpenPlace) => Promise<Result>,
): Promise<Result> {
  for (const image of withPrograms(await engine.images.list()).slice(0, mostImages)) {
    if (signal?.aborted) throw failure('cancelled', { operation: 'open volume' });
    const outcome = await withHelper(engine, image.id, volume, ['cat'], async (open) => {
      try {
        await engine.containers.start(open.container);
        if ((await runProgram(engine, open.container, ['rm', '-f', '--'], signal)) === 'missing') return undefined;
      } catch (error) {
        if (isCancelled(error) || SlipwayError.details(error, 'connectionLost')) throw error;
        // This image has no such programs, or is of another platform.
        return undefined;
      }
      return { result: await work({ ...open, running: true }) };
    });
    if (outcome) return outcome.result;
  }
  throw failure('unsupported', {
    operation: 'run program',
    engine: engineName(engine.information),
    detail: t(
      'This needs a program in a container that mounts the volume {0}: none runs, and no image here has cat, rm and mv. Start a container that uses the volume, or pull an image such as busybox.',
      volume,
    ),
  });
}

async function withHelper<Result>(
  engine: Engine,
  image: string,
  volume: string,
  command: readonly string[],
  work: (open: OpenPlace) => Promise<Result>,
): Promise<Result> {
  // An empty volume would get what the image has at the same place.
  const binds = [`${volume}:${helperFolder}${engine.information.kind === 'podman' ? '' : ':nocopy'}`];
  return withHelperContainer(engine, { image, command, purpose: volume, binds }, (container) =>
    work({ name: volume, container, root: helperFolder, running: false, still: `volume ${volume}` }),
  );
}

function bySize(images: readonly ImageSummary[]): readonly ImageSummary[] {
  return [...images].sort((left, right) => left.size - right.size);
}

/** Those first that are known to have programs, then small ones: what has no shell is often the smallest. */
function withPrograms(images: readonly ImageSummary[]): readonly ImageSummary[] {
  const known = ({ tags }: ImageSummary): number => Number(!tags.some((tag) => /(?:^|\/)(?:busybox|alpine|debian|ubuntu)(?=:)/.test(tag)));
  return [...bySize(images)].sort((left, right) => known(left) - known(right));
}
