import { SlipwayError } from '../../core/errors';
import type { ContainerOrigin } from '../../core/run/body-of-container';
import type { Engine } from '../../engine/engine';
import { nameInErrors, type Named } from '../targets/run-on-each';

type Described = Readonly<Record<string, unknown>>;

/** What the engine tells of a container, and where that came from. */
export interface DescribedContainer {
  readonly inspected: Described;
  readonly origin: ContainerOrigin;
}

/** Reads a container and its image. One whose image is gone is taken as it is. Throws `notFound`. */
export async function describeContainer(engine: Engine, target: Named): Promise<DescribedContainer> {
  const inspected = await nameInErrors(target, engine.containers.inspect(target.id));
  const imageId = inspected['Image'];
  const image = typeof imageId === 'string' && imageId !== '' ? await inspectImage(engine, imageId) : undefined;
  return { inspected, origin: { ...(image && { image }), engine: engine.information.kind } };
}

async function inspectImage(engine: Engine, id: string): Promise<Described | undefined> {
  try {
    return await engine.images.inspect(id);
  } catch (error) {
    if (SlipwayError.details(error, 'notFound')) return undefined;
    throw error;
  }
}
