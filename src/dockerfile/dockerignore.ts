import type { BuildContext } from './facts/build-context';
import { globTest } from './glob';

/** What a `.dockerignore` file keeps out of the build. */
export interface DockerIgnore {
  /** Whether some of its patterns are exceptions (`!`). */
  readonly hasExceptions: boolean;
  /** Whether the path (with `/`, relative to the context) or a folder above it is kept out; the last pattern counts. */
  isIgnored(path: string): boolean;
  /** The lines that a builder refuses, counted from 1; they keep out nothing. */
  readonly problems: readonly { readonly line: number; readonly pattern: string }[];
  /** Whether a pattern keeps out everything that there may be, as `*` and `**` do; exceptions are not looked at. */
  readonly ignoresAll: boolean;
}

interface Pattern {
  readonly exception: boolean;
  readonly test: (path: string) => boolean;
}

/**
 * Reads a `.dockerignore` file: https://docs.docker.com/build/concepts/context/#dockerignore-files, and for what that
 * leaves open moby/patternmatcher. A malformed pattern, which the builder refuses, matches nothing and is told.
 */
export function readDockerIgnore(text: string): DockerIgnore {
  const patterns: Pattern[] = [];
  const problems: { line: number; pattern: string }[] = [];
  for (const [index, line] of text.replace(/^\ufeff/, '').split('\n').entries()) {
    const read = readPattern(line);
    if (read === 'malformed') problems.push({ line: index + 1, pattern: line.trim() });
    else if (read !== undefined) patterns.push(read);
  }
  return {
    problems,
    hasExceptions: patterns.some(({ exception }) => exception),
    isIgnored: (path) => isIgnored(patterns, path),
    ignoresAll: patterns.some(({ exception, test }) => !exception && anyNames.every(test)),
  };
}

/**
 * The context for the linter, whose check of ignored files BuildKit makes only where the file has no exceptions. The
 * folder itself is not a path among others (moby/buildkit#6930): `.*` keeps out what begins with a dot, and not it.
 */
export function buildContextOf(ignore: DockerIgnore): BuildContext {
  return { isIgnored: (path) => !ignore.hasExceptions && (path === '' ? ignore.ignoresAll : ignore.isIgnored(path)) };
}

/** Names so different that what takes them all takes any. */
const anyNames = ['a', 'Zz', '.b', 'c.d', '0-9_ 1', '\u4e2d'];

function readPattern(line: string): Pattern | 'malformed' | undefined {
  if (line.startsWith('#')) return undefined;
  const trimmed = line.trim();
  const exception = trimmed.startsWith('!');
  const written = exception ? trimmed.slice(1).trim() : trimmed;
  if (written === '') return exception ? 'malformed' : undefined;
  const test = globTest(cleaned(written));
  return test === undefined ? 'malformed' : { exception, test };
}

/** As Go's `filepath.Clean`, without the slash in front. */
function cleaned(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !rooted) parts.push(part);
  }
  return parts.length === 0 ? (rooted ? '/' : '.') : parts.join('/');
}

function isIgnored(patterns: readonly Pattern[], path: string): boolean {
  const clean = cleaned(path);
  if (clean === '.' || clean === '/') return false;
  const above = foldersAbove(clean);
  let ignored = false;
  for (const { exception, test } of patterns) {
    // An exception speaks only of what is ignored, and a pattern only of what is not.
    if (exception !== ignored) continue;
    if (test(clean) || above.some(test)) ignored = !exception;
  }
  return ignored;
}

function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at));
  return folders;
}
