import type { BuildLineRemark } from './build-line-remark';
import { t } from '../localize';
import { defined } from '../records';
import { familiarReference, invalidNewName, parseReference, withDefaultTag } from '../reference';
import { BadValue } from '../run/draft';
import type { ShellSurroundings } from '../shell-words';
import type { BuildOutput, BuildRequest, BuildSecret, BuildSsh } from './build-request';
import { isAbsolutePath } from './build-places';

/** The machine that the line is typed on. */
export interface BuildSurroundings extends ShellSurroundings {
  /** Makes a path absolute. */
  readonly resolvePath?: (path: string) => string;
  /** Whether a file is an archive; by its name without it. The path is absolute. */
  readonly isArchive?: (file: string) => boolean;
}

type Mutable<Values> = { -readonly [Key in keyof Values]: Values[Key] };

/** What the options of a build line say, collected before it is known what they are about. */
export class BuildDraft {
  readonly remarks: BuildLineRemark[] = [];
  /** Options whose form in the request is the same. */
  readonly options: Mutable<Pick<BuildRequest, 'target' | 'network' | 'shmSize' | 'builder' | 'pull' | 'push' | 'inlineCache'>> = {};
  /** Of `-f`, as it stands in the line. */
  file: string | undefined;
  output: BuildOutput | undefined;
  noCache = false;
  readonly noCacheStages: string[] = [];
  readonly references: string[] = [];
  readonly platforms: string[] = [];
  readonly buildArguments: Record<string, string> = {};
  readonly labels: Record<string, string> = {};
  readonly contexts: Record<string, string> = {};
  readonly secrets: BuildSecret[] = [];
  readonly ssh: BuildSsh[] = [];
  readonly extraHosts: string[] = [];
  readonly ulimits: string[] = [];
  readonly cacheFrom: string[] = [];
  readonly cacheTo: string[] = [];

  constructor(readonly surroundings: BuildSurroundings) {}

  /** Throws {@link BadValue} for a relative path where no folder is known to start from. */
  absolute(path: string): string {
    const { resolvePath } = this.surroundings;
    if (resolvePath) return resolvePath(path);
    if (isAbsolutePath(path)) return path;
    throw new BadValue(t('The path {0} is relative, and there is no folder to start from.', path));
  }

  remark(option: string, reason: string): void {
    this.remarks.push({ option, reason });
  }

  /** A name for the image, with its tag, as people write it. Throws {@link BadValue}. */
  name(name: string): void {
    const reason = invalidNewName(name);
    if (reason !== undefined) throw new BadValue(reason);
    const full = familiarReference(withDefaultTag(parseReference(name)));
    if (!this.references.includes(full)) this.references.push(full);
  }

  /** What all of it says. Throws {@link BadValue} for options that exclude each other. */
  said(): Omit<BuildRequest, 'source' | 'dockerfile'> {
    if (this.noCache && this.noCacheStages.length > 0)
      throw new BadValue(t('{0} and {1} exclude each other.', '--no-cache', '--no-cache-filter'));
    return defined({
      ...this.options,
      references: list(this.references),
      buildArguments: record(this.buildArguments),
      labels: record(this.labels),
      platform: this.platforms.length === 0 ? undefined : [...new Set(this.platforms)].join(','),
      noCache: this.noCache ? (true as const) : list(this.noCacheStages),
      secrets: list(this.secrets),
      ssh: list(this.ssh),
      extraHosts: list(this.extraHosts),
      ulimits: list(this.ulimits),
      cacheFrom: list(this.cacheFrom),
      cacheTo: list(this.cacheTo),
      contexts: record(this.contexts),
      output: this.output,
    });
  }
}

function list<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length === 0 ? undefined : values;
}

function record(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  return Object.keys(values).length === 0 ? undefined : values;
}
