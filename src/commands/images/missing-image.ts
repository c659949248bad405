import { SlipwayError } from '../../core/errors';
import type { RunLine } from '../../core/run-line';
import type { Engine } from '../../engine/engine';

/**
 * Whether a container could not be created because the very image that was asked for is not there: `image` when the
 * engine has none of that name, `platform` when it has one for another platform than the line wants. `undefined` for
 * everything else that an engine may miss, of which a pull would mend nothing.
 */
export async function missingImage(
  engine: Engine,
  { image, specification }: RunLine,
  error: unknown,
): Promise<'image' | 'platform' | undefined> {
  const missing = SlipwayError.details(error, 'notFound');
  if (missing?.what !== 'image' && missing?.what !== 'manifest') return undefined;
  try {
    await engine.images.inspect(image);
  } catch (answer) {
    if (SlipwayError.details(answer, 'notFound')) return 'image';
    throw answer;
  }
  return missing.what === 'manifest' && specification.platform !== undefined ? 'platform' : undefined;
}
