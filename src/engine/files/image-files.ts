import { failure } from '../../core/errors';
import type { FileFacts } from '../../core/files/file-facts';
import type { ImageFile } from '../../core/files/image-place';
import { limits } from '../../core/limits';
import type { Engine } from '../engine';
import { ifAny, readFile } from './container-files';
import { withHelperContainer } from './helper-container';
import type { OpenPlace } from './open-place';

/** What an image has at a path: what it is and, of a file that can be opened, its content. */
export interface ImageVersion extends FileFacts {
  readonly content?: Uint8Array;
}

/** Images do not change, so what was read stays true; bytes that are kept at the most. */
const mostKept = 32 << 20;
/** What a version takes besides its content. */
const overhead = 1_000;

type Known = Map<string, { readonly version: Promise<ImageVersion | undefined>; bytes: number }>;
const versions = new WeakMap<Engine, Known>();

/** Opens the files of an image, by a container of it that is never started and removed before this returns. Throws `notFound` for an image that is gone. */
export async function withImage<Result>(engine: Engine, image: string, work: (open: OpenPlace) => Promise<Result>): Promise<Result> {
  return withHelperContainer(engine, { image, command: ['true'], purpose: image }, (container) =>
    work({ name: image, container, root: '', running: false }),
  );
}

/** What an image has at a path; undefined where it has nothing. */
export function imageVersion(
  engine: Engine,
  { image, path }: Pick<ImageFile, 'image' | 'path'>,
  signal?: AbortSignal,
): Promise<ImageVersion | undefined> {
  const known = versions.get(engine) ?? (new Map() as Known);
  versions.set(engine, known);
  const key = `${image} ${path}`;
  const before = known.get(key);
  if (before) return before.version;
  const version = withImage(engine, image, (open) => read(engine, open, path, signal));
  const entry = { version, bytes: overhead };
  known.set(key, entry);
  version.then(
    (found) => {
      entry.bytes += found?.content?.length ?? 0;
      forget(known, key);
    },
    () => known.delete(key),
  );
  return version;
}

/** The oldest go first, but never the one that was just read. */
function forget(known: Known, newest: string): void {
  let sum = [...known.values()].reduce((all, { bytes }) => all + bytes, 0);
  for (const [key, { bytes }] of known) {
    if (sum <= mostKept) return;
    if (key === newest) continue;
    known.delete(key);
    sum -= bytes;
  }
}

async function read(engine: Engine, open: OpenPlace, path: string, signal?: AbortSignal): Promise<ImageVersion | undefined> {
  const facts = await factsIfAny(engine, open, path, signal);
  if (facts?.type !== 'file' || facts.size > limits.openedFile.most) return facts;
  return { ...facts, content: await readFile(engine, open, path, signal) };
}

/** What is at a path itself, links not followed; undefined where nothing is. */
export async function factsIfAny(
  engine: Engine,
  { container }: Pick<OpenPlace, 'container'>,
  path: string,
  signal?: AbortSignal,
): Promise<FileFacts | undefined> {
  try {
    return await ifAny(engine.containers.fileFacts(container, path, signal));
  } catch (error) {
    throw signal?.aborted ? failure('cancelled', { operation: 'read files' }, error) : error;
  }
}
