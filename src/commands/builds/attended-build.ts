import type { App } from '../../app';
import type { Build } from '../../builds/builds';
import type { BuildRequest } from '../../core/build/build-request';
import { dockerLine } from '../../core/docker-line';
import { defined } from '../../core/records';
import { afterBuild } from './after-build';
import { buildWords } from '../../core/build/build-words';
import { performBuild } from './perform-build';

/** What a build has made. */
export interface Attended {
  /** Absent when only files were wanted. */
  readonly imageId?: string;
  /** The first of its names. */
  readonly reference?: string;
}

/** Builds what a program wants: nothing is shown or asked. Throws what `performBuild` throws. */
export async function buildUnattended(app: App, request: BuildRequest): Promise<Attended> {
  app.log.command(dockerLine(buildWords(request), app.terminalShell()));
  const { imageId } = await performBuild(app, request);
  return defined({ imageId, reference: request.references?.[0] });
}

/**
 * Builds for somebody who looks at it: saves what the editor has not saved of it, shows the build when it has begun, and
 * offers at the end what can be done with the image. Throws what `performBuild` throws.
 */
export async function buildAttended(app: App, request: BuildRequest, show: (build: Build) => void): Promise<Attended> {
  await app.dockerfiles.save(filesOf(request));
  // Another object than that of any build there is.
  const own = { ...request };
  const begun = app.builds.onChange((build) => {
    if (build.request !== own) return;
    begun.dispose();
    show(build);
  });
  try {
    const built = await buildUnattended(app, own);
    await afterBuild(app, built);
    return built;
  } finally {
    begun.dispose();
  }
}

/** What the editor may show otherwise than the disk has it. */
function filesOf({ dockerfile, source }: BuildRequest): readonly string[] {
  return [
    ...(dockerfile.kind === 'file' && dockerfile.text === undefined ? [dockerfile.file] : []),
    ...(source.kind === 'folder' ? [source.folder] : []),
  ];
}
