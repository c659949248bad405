import path from 'node:path';
import type { App } from '../../app';
import { SlipwayError } from '../../core/errors';
import type { ImageDetails } from '../../core/image-details';
import { checkReference, isImageId } from '../../core/reference';
import { fieldText } from '../../core/run/form-words';
import type { RunFormFacts, RunFormModel } from '../../core/run/run-form-page';
import { proposedPorts } from '../../core/run-proposal';
import { hidden, isSecretName, withoutSecrets } from '../../core/secrets';
import type { ContainerSummary } from '../../engine/containers/containers';
import { imageDetailsOf } from '../../engine/images/image-details';
import { localPath } from '../archives/local-files';

/** So many names of one kind are offered for completion. */
const mostNames = 500;

/** What an image sets; nothing where the engine does not have it, or the text names none. */
export async function imageFacts(app: App, image: string, containers: readonly ContainerSummary[]): Promise<RunFormFacts> {
  const none = factsOf(image, 'unknown', undefined, containers);
  if (!isImageId(image) && 'reason' in checkReference(image)) return none;
  try {
    const engine = await app.connection.engine();
    return factsOf(image, 'local', imageDetailsOf(await engine.images.inspect(image)), containers);
  } catch (error) {
    if (SlipwayError.details(error, 'notFound')) return { ...none, state: 'missing' };
    app.log.error(`inspect ${image}`, error);
    return none;
  }
}

function factsOf(
  of: string,
  state: RunFormFacts['state'],
  details: ImageDetails | undefined,
  containers: readonly ContainerSummary[],
): RunFormFacts {
  return {
    of,
    state,
    entrypoint: fieldText(details?.entrypoint ?? []),
    command: fieldText(details?.command ?? []),
    environment: (details?.environment ?? []).map((line) => {
      const [name = '', ...value] = line.split('=');
      return { name, value: isSecretName(name) ? hidden : withoutSecrets(value.join('=')) };
    }),
    ports: proposedPorts(details?.ports ?? [], takenHostPorts(containers)),
    volumes: details?.volumes ?? [],
    user: details?.user ?? '',
    workingDirectory: details?.workingDirectory ?? '',
    health: healthText(details?.healthcheck?.test ?? []),
  };
}

function healthText([kind, ...words]: readonly string[]): string {
  return kind === undefined || kind === 'NONE' ? '' : kind === 'CMD-SHELL' ? words.join(' ') : fieldText(words);
}

/** Ports of the host that containers have. */
export function takenHostPorts(containers: readonly ContainerSummary[]): ReadonlySet<number> {
  return new Set(containers.flatMap(({ ports }) => ports.flatMap(({ hostPort }) => hostPort ?? [])));
}

/** All containers; none where they cannot be listed. */
export async function knownContainers(app: App): Promise<readonly ContainerSummary[]> {
  return await listed(app, async () => [...(await app.inventory.read('containers')).values()]);
}

/** Names of what the engine and the workspace have, for completion; none where the lists cannot be read. */
export async function knownNames(app: App): Promise<RunFormModel['known']> {
  const [images, volumes, networks, containers, dockerfiles] = await Promise.all([
    listed(app, async () => [...(await app.inventory.read('images')).values()].flatMap(({ tags }) => tags)),
    listed(app, async () => [...(await app.inventory.read('volumes')).values()].map(({ name }) => name)),
    listed(app, async () => [...(await app.inventory.read('networks')).values()].map(({ name }) => name)),
    listed(app, async () => [...(await app.inventory.read('containers')).values()].map(({ name }) => name)),
    listed(app, () => knownDockerfiles(app)),
  ]);
  return {
    images: few(images),
    volumes: few(volumes),
    networks: few(networks),
    containers: few(containers),
    dockerfiles: few(dockerfiles),
  };
}

async function knownDockerfiles(app: App): Promise<readonly string[]> {
  const folder = app.workspaceFolder();
  if (folder === undefined) return [];
  const local = (await app.dockerfiles.find()).filter((uri) => uri.startsWith('file:'));
  const files = local.map((uri) => path.relative(folder, localPath('dockerfile', uri)));
  return files
    .filter((file) => !file.startsWith('..') && !path.isAbsolute(file))
    .map((file) => (app.host.platform === 'win32' ? file.replaceAll('\\', '/') : file));
}

function few(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort().slice(0, mostNames);
}

async function listed<Value>(app: App, read: () => Promise<readonly Value[]>): Promise<readonly Value[]> {
  try {
    return await read();
  } catch (error) {
    app.log.error('run form', error);
    return [];
  }
}
