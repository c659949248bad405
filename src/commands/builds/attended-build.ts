import type { App } from '../../app';
import type { Build } from '../../builds/builds';
import type { BuildRequest } from '../../core/build/build-request';
import { dockerLine } from '../../core/docker-line';
import { defined } from '../../core/records';
import { afterBuild, type BuiltImage } from './after-build';
import { buildWords } from '../../core/build/build-words';
import { type BuildListener, performBuild } from './perform-build';

/** Builds what a program wants: nothing is shown or asked. Throws what `performBuild` throws. */
export async function buildUnattended(app: App, request: BuildRequest, listener: BuildListener = {}): Promise<BuiltImage> {
  app.log.command(dockerLine(buildWords(request), app.terminalShell()));
  const { imageId } = await performBuild(app, request, listener);
  return defined({ imageId, reference: request.references?.[0] });
}

/**
 * Builds for somebody who looks at it: saves what the editor has not saved of it, shows the build when it has begun, and
 * offers at the end what can be done with the image. Throws what `performBuild` throws.
 */
export async function buildAttended(app: App, request: BuildRequest, show: (build: Build) => void): Promise<BuiltImage> {
  await app.dockerfiles.save(filesOf(request));
  const built = await buildUnattended(app, request, { onBegun: show });
  await afterBuild(app, built);
  return built;
}

/** What the editor may show otherwise than the disk has it. */
function filesOf({ dockerfile, source }: BuildRequest): readonly string[] {
  return [
    ...(dockerfile.kind === 'file' && dockerfile.text === undefined ? [dockerfile.file] : []),
    ...(source.kind === 'folder' ? [source.folder] : []),
  ];
}
