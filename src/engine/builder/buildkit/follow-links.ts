import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { globTest } from '../../../core/ignore/glob';

/** What there is on the way to what a COPY names. Paths have `/` and are relative to the context. */
export interface LinkReader {
  /** Where a link leads; undefined for what is none, or is not there. */
  target(path: string): Promise<string | undefined>;
  /** Names in a folder; none where there is none. */
  list(folder: string): Promise<readonly string[]>;
}

/** More than this no path of an honest context leads through. */
const mostPaths = 10_000;

/**
 * The patterns of all that must be sent so that `paths` lead to their files: they themselves and every link on the way
 * (tonistiigi/fsutil, `FollowLinks`). None means everything.
 */
export async function followLinks(paths: readonly string[], reader: LinkReader): Promise<readonly string[]> {
  const resolved = new Set<string>();
  const waiting = [...paths];
  for (let given = waiting.shift(); given !== undefined; given = waiting.shift()) {
    if (resolved.size > mostPaths) break;
    await follow(given);
  }
  return withoutInner([...resolved].sort((left, right) => Buffer.from(left).compare(Buffer.from(right))));

  async function follow(given: string): Promise<void> {
    const names = given.split('/');
    let current = '.';
    for (const [index, name] of names.entries()) {
      current = path.posix.join(current, name);
      const rest = names.slice(index + 1).join('/');
      const targets = await targetsOf(current, reader);
      if ((rest === '' || targets !== undefined) && resolved.has(current)) return;
      if (targets !== undefined) {
        resolved.add(current);
        waiting.push(...targets.map((target) => path.posix.join(target, rest)));
        return;
      }
      if (rest === '') {
        resolved.add(current);
        return;
      }
    }
  }
}

/** Where links of this name lead, several for a name with wildcards; undefined where there is none. */
async function targetsOf(name: string, reader: LinkReader): Promise<readonly string[] | undefined> {
  const base = path.posix.basename(name);
  const folder = path.posix.dirname(name);
  if (!hasWildcards(base)) {
    const target = await reader.target(name);
    return target === undefined ? undefined : [absolute(folder, target)];
  }
  const test = globTest(base);
  const found: string[] = [];
  for (const each of await reader.list(folder)) {
    if (!test?.(each)) continue;
    const target = await reader.target(path.posix.join(folder, each));
    if (target !== undefined) found.push(absolute(folder, target));
  }
  return found.length > 0 ? found : undefined;
}

/** From the root of the context, which links cannot leave. */
function absolute(folder: string, target: string): string {
  const clean = path.posix.normalize(target);
  return path.posix.join('/', clean.startsWith('/') ? clean : path.posix.join(folder, clean));
}

function hasWildcards(name: string): boolean {
  return /[*?[]/.test(name.replaceAll(/\\./gs, ''));
}

function withoutInner(sorted: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const each of sorted) {
    if (each === '.') return [];
    const last = kept.at(-1);
    if (last === undefined || !each.startsWith(`${last}/`)) kept.push(each);
  }
  return kept;
}

/** Links of a folder of this machine. */
export function linksOf(root: string): LinkReader {
  const inside = (name: string): string => path.join(root, name);
  return {
    async target(name) {
      const stats = await lstat(inside(name)).catch(nothing);
      return stats?.isSymbolicLink() ? readlink(inside(name)).catch(nothing) : undefined;
    },
    list: async (folder) => (await readdir(inside(folder)).catch(nothing)) ?? [],
  };
}

/** Not there: what does not exist leads nowhere. */
function nothing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP') return undefined;
  throw error;
}
