import path from 'node:path';
import { type DockerIgnore, readPatterns } from '../../../core/ignore/dockerignore';

/** Which paths of a folder the builder wants, as it says with its request; paths have `/` and no slash in front. */
export interface PathFilter {
  /** Whether the path itself is wanted. */
  isWanted(path: string): boolean;
  /** Whether anything below a folder that is not wanted itself may be. */
  mayHold(folder: string): boolean;
}

/**
 * Patterns as moby/patternmatcher reads them: with `include`, a path is wanted that meets one of them or lies in a folder
 * that does; with `exclude`, what meets these is not.
 */
export function pathFilter({ include, exclude }: { readonly include: readonly string[]; readonly exclude: readonly string[] }): PathFilter {
  const included = include.length > 0 ? new Side(include, (pattern) => !pattern.startsWith('!')) : undefined;
  const excluded = exclude.length > 0 ? new Side(exclude, (pattern) => pattern.startsWith('!')) : undefined;
  return {
    isWanted: (path) => {
      // Both are asked about each path, as what a folder has met holds for what is in it.
      const isIncluded = included?.matcher.isIgnored(path) ?? true;
      const isExcluded = excluded?.matcher.isIgnored(path) ?? false;
      return isIncluded && !isExcluded;
    },
    mayHold: (folder) => {
      if (included && !included.matcher.isIgnored(folder) && !included.mayMeetBelow(folder)) return false;
      return !excluded || !excluded.matcher.isIgnored(folder) || excluded.mayMeetBelow(folder);
    },
  };
}

/** Patterns with those of them that can let something in, by the folders that they name before their first wildcard. */
class Side {
  readonly matcher: DockerIgnore;
  private readonly beginnings: readonly (readonly string[])[];

  constructor(patterns: readonly string[], letsIn: (pattern: string) => boolean) {
    this.matcher = readPatterns(patterns);
    this.beginnings = patterns
      .map((pattern) => pattern.trim())
      .filter(letsIn)
      .map(literalFolders);
  }

  mayMeetBelow(folder: string): boolean {
    const names = folder.split('/');
    return this.beginnings.some((beginning) => beginning.every((name, index) => index >= names.length || name === names[index]));
  }
}

/** The names before the first one that may stand for several. */
function literalFolders(pattern: string): readonly string[] {
  const names = path.posix
    .normalize(pattern.replace(/^!/, '').trim())
    .split('/')
    .filter((name) => name !== '' && name !== '.');
  const wild = names.findIndex((name) => /[*?[\]\\^]|^\.\.$/.test(name));
  return wild === -1 ? names : names.slice(0, wild);
}
