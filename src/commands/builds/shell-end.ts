import { SlipwayError } from '../../core/errors';
import type { Engine } from '../../engine/engine';

/** An engine that is removing a container says for some moments that its image is in use. */
const longestWait = 15_000;
const firstPause = 50;

/** Removes the container of a shell, which may be going by itself, and then its image, but nothing of the build cache. */
export async function removeShell(
  engine: Engine,
  { image, container }: { readonly image: string; readonly container?: string },
): Promise<void> {
  if (container !== undefined) await engine.containers.remove(container, { force: true, volumes: true }).catch(passOver);
  const until = Date.now() + longestWait;
  for (let pause = firstPause; ; pause *= 2) {
    try {
      await engine.images.remove(image, { noPrune: true });
      return;
    } catch (error) {
      if (SlipwayError.details(error, 'notFound')) return;
      if (!SlipwayError.details(error, 'conflict') || Date.now() + pause > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** It has gone, or is going. */
function passOver(error: unknown): void {
  if (SlipwayError.details(error, 'notFound') || SlipwayError.details(error, 'conflict')) return;
  throw error;
}
