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

/**
 * An ignore file as Linux writes it. The docker command line on Windows takes every backslash in a pattern for a slash
 * (moby/patternmatcher, `ignorefile.ReadAll`, by Go's `filepath.ToSlash`), where elsewhere it makes the next character
 * an ordinary one.
 */
export function ignoreFileOf(text: string, windows: boolean): string {
  if (!windows || !text.includes('\\')) return text;
  return text.split('\n').map((line, index) => ((index === 0 ? line.replace(/^\ufeff/, '') : line).startsWith('#') ? line : line.replaceAll('\\', '/'))).join('\n');
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
  const reader = new PathReader(patterns);
  return {
    problems,
    hasExceptions: patterns.some(({ exception }) => exception),
    isIgnored: (path) => reader.isIgnored(path),
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
  const pattern = cleaned(written);
  // To the builder `!/` is an exception without a pattern.
  if (exception && pattern === '/') return 'malformed';
  const test = globTest(pattern, 'expression');
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

/**
 * Reads paths as they come while folders are walked through, as moby's `MatchesUsingParentResults` does: a pattern that a
 * folder meets holds for what is in it, and one that was not asked about the folder is not asked about it later.
 */
class PathReader {
  /** The folders above the last path, the uppermost first, each with the patterns that it meets. */
  private folders: { readonly path: string; readonly met: readonly boolean[] }[] = [];

  constructor(private readonly patterns: readonly Pattern[]) {}

  isIgnored(path: string): boolean {
    const clean = cleaned(path);
    if (clean === '.' || clean === '/') return false;
    const above = foldersAbove(clean);
    const known = above.findIndex((folder, index) => this.folders[index]?.path !== folder);
    if (known !== -1) this.folders = this.folders.slice(0, known);
    for (const folder of above.slice(this.folders.length)) {
      if (this.folders.length >= above.length) break;
      this.folders.push({ path: folder, met: this.read(folder, this.folders.at(-1)?.met).met });
    }
    return this.read(clean, this.folders[above.length - 1]?.met).ignored;
  }

  private read(path: string, met: readonly boolean[] | undefined): { readonly ignored: boolean; readonly met: readonly boolean[] } {
    let ignored = false;
    const own = this.patterns.map(({ exception, test }, index) => {
      // An exception speaks only of what is ignored, and a pattern only of what is not.
      const meets = met?.[index] === true || (exception === ignored && test(path));
      if (meets) ignored = !exception;
      return meets;
    });
    return { ignored, met: own };
  }
}

function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at));
  return folders;
}
