import path from 'node:path';
import type { App } from '../../app';
import type { Build } from '../../builds/builds';
import type { BuildEvent } from '../../core/build/build-progress';
import type { BuildRequest, BuildSecret } from '../../core/build/build-request';
import { t } from '../../core/localize';
import { own } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import { parseDockerfile } from '../../dockerfile/parse';
import { findProgram, wholePath } from '../../core/program-path';
import type { Dockerfile } from '../../dockerfile/model';
import type { BuildCalls, BuildOutcome, DockerProgram } from '../../engine/builder/builder';
import { programHost } from '../../engine/contexts/host-environment';
import { readBounded, readBoundedBytes } from '../../files/bounded-file';
import { fileFailure } from '../../files/file-failure';
import { registriesOf } from '../dockerfile/build-plan';
import { BuildMarker } from './build-marker';
import { checkForEngine } from './engine-ends';

/** Who hears of a build besides `app.builds`, and may end it. */
export interface BuildListener {
  /** The build stands in `app.builds`. */
  readonly onBegun?: (build: Build) => void;
  readonly onEvent?: (event: BuildEvent) => void;
  readonly signal?: AbortSignal;
}

/** As people know a build: by its image, or by its Dockerfile. */
export function titleOfBuild({ references, dockerfile }: BuildRequest): string {
  const [first] = references ?? [];
  return first ?? (dockerfile.kind === 'file' ? path.basename(dockerfile.file) : dockerfile.path);
}

/** Key of a build's secret in the secret store. */
export function storedSecretKey(id: string): string {
  return `build-secret ${id}`;
}

/**
 * Builds with progress and a cancel, as one of `app.builds`; marks the line that failed. Throws what
 * `EngineBuilder.build` throws, with the line where it can be told, and `restrictedMode`.
 */
export async function performBuild(
  app: App,
  request: BuildRequest,
  { onBegun, onEvent: hear, signal }: BuildListener = {},
): Promise<BuildOutcome> {
  app.trust.requireForRegistries(t('Build Image'));
  const file = request.dockerfile.kind === 'file' ? request.dockerfile.file : undefined;
  const text = file === undefined ? undefined : (textOf(request) ?? (await readDockerfile(file)));
  const dockerfile = text === undefined ? undefined : parseDockerfile(text);
  const marks = file !== undefined && dockerfile ? new BuildMarker(app, file, dockerfile) : undefined;
  marks?.clear();
  let known: Build | undefined;
  const title = titleOfBuild(request);
  try {
    const outcome = await app.progress.run(t('Building {0}', oneLine(title)), async (onProgress, cancel) => {
      const engine = await app.connection.engine(cancel);
      return app.builds.run({ request, title, engine: engine.information.id }, (onEvent, stop, build) => {
        known = build;
        onBegun?.(build);
        if (dockerfile) checkForEngine(dockerfile, engine.information, request);
        return engine.builder.build(request, {
          ...callsOfBuild(app, dockerfile),
          signal: AbortSignal.any([cancel, stop, ...(signal ? [signal] : [])]),
          onProgress,
          onEvent: (event) => {
            onEvent(event);
            hear?.(event);
          },
        });
      });
    });
    // Some engines tell no event of an image that BuildKit has made.
    app.inventory.refresh();
    if (known) await marks?.done(known);
    return outcome;
  } catch (error) {
    throw (known && (await marks?.failed(known, error))) ?? error;
  }
}

/** What a builder may ask of this machine while it builds a Dockerfile. */
export function callsOfBuild(app: App, dockerfile: Dockerfile | undefined): Omit<BuildCalls, 'onEvent' | 'onProgress' | 'signal'> {
  return {
    registries: dockerfile ? registriesOf(dockerfile) : [],
    credentials: (registry) => app.registries.credentials(registry),
    secret: (secret) => valueOf(app, secret),
    sshAgent: ({ socket }) => socket ?? own(app.host.variables, 'SSH_AUTH_SOCK'),
    platform: app.host.platform,
    host: app.host,
    dockerProgram: () => dockerProgram(app),
  };
}

function textOf({ dockerfile }: BuildRequest): string | undefined {
  return dockerfile.kind === 'file' ? dockerfile.text : undefined;
}

/** The docker command line of this machine, with the variables that the user has. */
async function dockerProgram({ host }: App): Promise<DockerProgram | undefined> {
  const program = programHost(host);
  const file = await findProgram('docker', program);
  return file === undefined
    ? undefined
    : {
        file,
        words: [],
        environment: { ...host.variables, PATH: wholePath(program), DOCKER_CONTEXT: undefined },
        temporaryDirectory: host.temporaryDirectory,
      };
}

/** The value of a secret; undefined where there is none. Throws `fileFailed` and `limitExceeded`. */
export async function valueOf(app: App, { id, source }: BuildSecret): Promise<Uint8Array | undefined> {
  if (source.kind === 'file')
    return readBoundedBytes(source.file, 'buildSecret').catch((error: unknown) => Promise.reject(fileFailure(source.file, error)));
  const text = source.kind === 'variable' ? own(app.host.variables, source.variable) : await app.secrets.get(storedSecretKey(id));
  return text === undefined ? undefined : Buffer.from(text);
}

/** The text of a Dockerfile. Throws `fileFailed` and `limitExceeded`. */
export async function readDockerfile(file: string): Promise<string> {
  return readBounded(file, 'dockerfile').catch((error: unknown) => Promise.reject(fileFailure(file, error)));
}
