import path from 'node:path';
import type { App } from '../../app';
import type { BuildRequest } from '../../core/build/build-request';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { StepMount, StepSurroundings } from '../../dockerfile/failed/step-surroundings';
import type { Engine } from '../../engine/engine';
import { valueOf } from './perform-build';

/** By its input, so that a secret stands on no command line and in no environment. */
const writeScript = 'mkdir -p "${1%/*}" && umask 077 && cat > "$1" && chmod "$2" "$1" && chown "$3:$4" "$1"';

/** The secrets that a step reads as files. */
export function secretFiles({ mounts }: StepSurroundings): readonly StepMount[] {
  return mounts.filter(({ type, variable }) => type === 'secret' && variable === undefined);
}

/** Writes secrets into a running container where the step finds them. Throws `fileFailed`, and `engineFailed` where the container takes none. */
export async function putSecrets(
  app: App,
  engine: Engine,
  container: string,
  mounts: readonly StepMount[],
  request: BuildRequest,
): Promise<void> {
  for (const { id, target, mode = '0400', user = '0', group = '0' } of mounts) {
    const name = id ?? path.posix.basename(target ?? '');
    const secret = request.secrets?.find((each) => each.id === name);
    const value = secret && (await valueOf(app, secret));
    if (!value) continue;
    const file = path.posix.resolve('/', target ?? `/run/secrets/${name}`);
    const text = Buffer.from(value).toString();
    if (!Buffer.from(text).equals(Buffer.from(value))) throw notPut(name, t('It is no text.'));
    const command = ['/bin/sh', '-c', writeScript, 'sh', file, mode, user, group];
    const process = await engine.containers.execute(container, { command, tty: false, user: '0' });
    const output: string[] = [];
    process.onData((chunk) => output.push(Buffer.from(chunk).toString()));
    const ended = new Promise<number | undefined>((resolve) => process.onEnd(resolve));
    process.write(text);
    process.endInput?.();
    const code = await ended;
    process.dispose();
    if (code !== undefined && code !== 0) throw notPut(name, output.join('').trim());
  }
}

function notPut(name: string, reason: string): Error {
  return failure('engineFailed', {
    operation: 'exec',
    status: 0,
    detail: t('The secret {0} was not put into the container: {1}', name, reason),
  });
}
