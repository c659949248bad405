import type { TextEdit } from './edits';
import type { Finding } from './finding';
import type { Range } from './text';
import { own } from '../core/records';

/** A package manager whose installed versions can be read out of an image. */
export interface VersionSource {
  readonly manager: 'apt' | 'apk' | 'pip' | 'npm';
  /** What stands between name and version. */
  readonly separator: string;
}

/** A package that a finding wants pinned. */
export interface UnpinnedPackage {
  /** As the package manager keeps it. */
  readonly name: string;
  /** Of the word in the file; the version goes behind it. */
  readonly range: Range;
}

/** Installed versions by package name. */
export type Versions = ReadonlyMap<string, string>;

const sources: Readonly<Record<string, VersionSource & { readonly word: RegExp }>> = {
  DL3008: { manager: 'apt', separator: '=', word: /^([a-z0-9][a-z0-9+.-]+)(?::[a-z0-9]+)?$/ },
  DL3013: { manager: 'pip', separator: '==', word: /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[A-Za-z0-9,._-]+\])?$/ },
  DL3016: { manager: 'npm', separator: '@', word: /^((?:@[a-z0-9-][a-z0-9-._]*\/)?[a-z0-9-][a-z0-9-._]*)$/ },
  DL3018: { manager: 'apk', separator: '=', word: /^([A-Za-z0-9][A-Za-z0-9+._-]*)$/ },
};

/** Where the versions for a finding of that code can be found; `undefined` where nowhere. */
export function versionSource(code: string): VersionSource | undefined {
  return own(sources, code);
}

/** The packages that a finding is about, less those whose word is no plain name. */
export function unpinnedPackages(text: string, { code, range, alsoAt }: Pick<Finding, 'code' | 'range' | 'alsoAt'>): UnpinnedPackage[] {
  const source = own(sources, code);
  if (source === undefined) return [];
  return [range, ...alsoAt].flatMap((place) => {
    const name = source.word.exec(text.slice(place.start, place.end))?.[1];
    return name === undefined ? [] : [{ name: source.manager === 'pip' ? pipName(name) : name, range: place }];
  });
}

/** Writes the version behind each package whose version is known. */
export function pinEdits(packages: readonly UnpinnedPackage[], versions: Versions, { separator }: VersionSource): TextEdit[] {
  return packages.flatMap(({ name, range: { end } }) => {
    const version = versions.get(name);
    return version === undefined ? [] : [{ range: { start: end, end }, text: separator + version }];
  });
}

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function pipName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Reads `/var/lib/dpkg/status`, or a file of `/var/lib/dpkg/status.d` (deb-control(5)): packages that are installed. */
export function readDpkgStatus(text: string): Versions {
  const versions = new Map<string, string>();
  for (const paragraph of text.split(/\n\s*\n/)) {
    const lines = paragraph.split('\n');
    const field = (key: string): string | undefined =>
      lines
        .find((line) => line.startsWith(key) && line.trim() !== key)
        ?.slice(key.length)
        .trim();
    const [name, version, status] = [field('Package:'), field('Version:'), field('Status:')];
    if (name !== undefined && version !== undefined && (status === undefined || / installed$/.test(status))) versions.set(name, version);
  }
  return versions;
}

/** Reads `/lib/apk/db/installed` (apk-package(5)): `P:` is the name, `V:` the version. */
export function readApkInstalled(text: string): Versions {
  const versions = new Map<string, string>();
  for (const paragraph of text.split(/\n\s*\n/)) {
    const name = /^P:(.+)$/m.exec(paragraph)?.[1];
    const version = /^V:(.+)$/m.exec(paragraph)?.[1];
    if (name !== undefined && version !== undefined) versions.set(name, version);
  }
  return versions;
}

/** `Name` and `Version` of a `METADATA` of a `.dist-info` folder (core metadata of Python packages). */
export function readPipMetadata(text: string): Versions {
  const [headers = ''] = text.split(/\r?\n\r?\n/, 1);
  const name = /^Name:(.*)$/m.exec(headers)?.[1]?.trim() ?? '';
  const version = /^Version:(.*)$/m.exec(headers)?.[1]?.trim() ?? '';
  return name === '' || version === '' ? new Map() : new Map([[pipName(name), version]]);
}

/** `name` and `version` of a `package.json`. */
export function readNpmPackage(text: string): Versions {
  try {
    const { name, version } = JSON.parse(text) as { readonly name?: unknown; readonly version?: unknown };
    return typeof name === 'string' && typeof version === 'string' ? new Map([[name, version]]) : new Map();
  } catch {
    return new Map();
  }
}
