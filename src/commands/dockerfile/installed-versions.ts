import { failure, SlipwayError } from '../../core/errors';
import { exceeded } from '../../core/limit-exceeded';
import { TarEntries } from '../../core/tar-entries';
import {
  pipName,
  readApkInstalled,
  readDpkgStatus,
  readNpmPackage,
  readPipMetadata,
  type Versions,
  type VersionSource,
} from '../../dockerfile/versions';
import type { Engine } from '../../engine/engine';

/** Where a package manager keeps what is installed. */
interface Database {
  /** Files or folders; those that are not there are passed over, and what is found first counts. */
  readonly paths: readonly string[];
  /** Which files of a folder are to be read. */
  readonly wanted: (name: string) => boolean;
  readonly read: (text: string) => Versions;
}

/**
 * The versions of packages that are installed in an image, read from the package manager's own files in a container
 * that is made from it, never started, and removed again whatever happens.
 */
export async function installedVersions(
  engine: Engine,
  image: string,
  { manager }: VersionSource,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Versions> {
  const { Config } = (await engine.images.inspect(image)) as { readonly Config?: { readonly Env?: readonly string[] | null } };
  const database = databases[manager](names, Config?.Env ?? []);
  stopIfAborted(signal);
  // Without the signal: an answer that nobody waits for would leave a container behind.
  const { id } = await engine.containers.create({ body: { Image: image, Cmd: ['true'], NetworkDisabled: true } });
  try {
    const versions = new Map<string, string>();
    for (const path of database.paths) {
      stopIfAborted(signal);
      for (const text of await filesAt(engine, { id, image }, path, database.wanted, signal)) {
        for (const [name, version] of database.read(text)) if (!versions.has(name)) versions.set(name, version);
      }
    }
    return versions;
  } finally {
    await engine.containers.remove(id, { force: true, volumes: true });
  }
}

const databases: Readonly<Record<VersionSource['manager'], (names: readonly string[], environment: readonly string[]) => Database>> = {
  apt: () => ({
    paths: ['/var/lib/dpkg/status', '/var/lib/dpkg/status.d'],
    wanted: (name) => !name.endsWith('.md5sums'),
    read: readDpkgStatus,
  }),
  apk: () => ({ paths: ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'], wanted: () => true, read: readApkInstalled }),
  pip: (names, environment) => ({
    paths: pythonFolders(environment),
    wanted: (name) => {
      const folder = /(?:^|\/)([^/]+)-[^-/]+\.dist-info\/METADATA$/.exec(name)?.[1];
      return folder !== undefined && names.includes(pipName(folder));
    },
    read: readPipMetadata,
  }),
  npm: (names) => ({
    paths: ['/usr/local/lib/node_modules', '/usr/lib/node_modules'].flatMap((folder) =>
      names.map((name) => `${folder}/${name}/package.json`),
    ),
    wanted: () => true,
    read: readNpmPackage,
  }),
};

function pythonFolders(environment: readonly string[]): string[] {
  const valueOf = (name: string): string | undefined => environment.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
  const [, minor] = /^3\.(\d+)/.exec(valueOf('PYTHON_VERSION') ?? '') ?? [];
  const minors = minor === undefined ? [15, 14, 13, 12, 11, 10, 9, 8].map(String) : [minor];
  const virtual = valueOf('VIRTUAL_ENV');
  return [
    ...minors.flatMap((number) => [
      ...(virtual === undefined ? [] : [`${virtual}/lib/python3.${number}/site-packages`]),
      `/usr/local/lib/python3.${number}/site-packages`,
      `/usr/local/lib/python3.${number}/dist-packages`,
      `/usr/lib/python3.${number}/site-packages`,
    ]),
    '/usr/lib/python3/dist-packages',
  ];
}

async function filesAt(
  engine: Engine,
  { id, image }: { readonly id: string; readonly image: string },
  path: string,
  wanted: (name: string) => boolean,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const entries = new TarEntries(({ name, type }) => type === 'file' && wanted(name), true, {
    each: 'packageDatabase',
    all: 'packageDatabase',
  });
  try {
    const stream = await engine.containers.readFiles(id, path, signal);
    for await (const chunk of stream) {
      entries.push(chunk as Uint8Array);
      if (entries.excess !== undefined) throw exceeded(entries.excess, image);
    }
  } catch (error) {
    stopIfAborted(signal);
    if (SlipwayError.details(error, 'notFound')) return [];
    throw error;
  }
  const decoder = new TextDecoder();
  return [...entries.entries.values()].flatMap(({ content }) => (content ? [decoder.decode(content)] : []));
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw failure('cancelled', { operation: 'read versions' });
}
