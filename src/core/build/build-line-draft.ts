import { t } from '../localize';
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

/** What of a line changes nothing of the build, and why; translated. */
export interface BuildLineRemark {
  /** As it stands in the line: `--progress plain`. */
  readonly option: string;
  readonly reason: string;
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
}
