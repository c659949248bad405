import path from 'node:path';

/** What decides where configuration files are looked for. */
export interface ConfigurationSurroundings {
  /** Of the process or the extension host. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly windows: boolean;
  /** Looked in after the folders above the Dockerfile, as hadolint looks in its working folder. */
  readonly workingFolder?: string;
}

/**
 * Where `.hadolint.yaml` may stand for a Dockerfile in the folder, the first that is there counts alone: the folder and
 * those above it, the working folder, the XDG configuration folder (`%LOCALAPPDATA%` on Windows), the home folder. The
 * names are those of https://github.com/hadolint/hadolint#configure.
 */
export function configurationPlaces(folder: string, surroundings: ConfigurationSurroundings): readonly string[] {
  const { environment, home, windows, workingFolder } = surroundings;
  const paths = windows ? path.win32 : path.posix;
  const places = new Set<string>();
  const add = (...parts: readonly string[]): void => {
    const place = paths.join(...parts);
    places.add(`${place}.yaml`).add(`${place}.yml`);
  };
  for (let here = folder; ; here = paths.dirname(here)) {
    add(here, '.hadolint');
    if (paths.dirname(here) === here) break;
  }
  if (workingFolder !== undefined) add(workingFolder, '.hadolint');
  const settings = (windows ? environment['LOCALAPPDATA'] : environment['XDG_CONFIG_HOME']) ?? '';
  if (settings !== '') add(settings, 'hadolint');
  if (home !== '') {
    add(home, '.config', 'hadolint');
    add(home, '.hadolint', 'hadolint');
    add(home, 'hadolint', 'config');
    add(home, '.hadolint');
  }
  return [...places];
}

/** A configuration file that was found. */
export interface FoundConfiguration {
  readonly file: string;
  readonly text: string;
}

/** The first of the {@link configurationPlaces} that `read` gives a text for. */
export async function findConfiguration(
  folder: string,
  surroundings: ConfigurationSurroundings,
  read: (file: string) => Promise<string | undefined> | string | undefined,
): Promise<FoundConfiguration | undefined> {
  for (const file of configurationPlaces(folder, surroundings)) {
    const text = await read(file);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}
