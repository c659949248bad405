import { type Dirent, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { failure } from '../core/errors';
import { globTest } from '../core/ignore/glob';

/** `Dockerfile`, `web.Dockerfile`, `Dockerfile.web`: the word at the end, or before a dot. */
const usualName = /(?:^|[^][._-])(?:dockerfile|containerfile)(?:$|\.[^])/i;
/** `Dockerfile_web`, `Dockerfile-web`, behind the last dot. */
const longerName = /(?:^|[^][._-])(?:dockerfile|containerfile)[_-][^]/i;
/** Programs about Dockerfiles, such as `build-dockerfile.ts`; `Dockerfile.py` is for one. */
const program = /^(?!dockerfile|containerfile).*\.(?:cjs|css|go|htm|java|js|mjs|png|py|rb|rs|sh|svg|tsx?|xml)$/i;
const otherFile = /\.(?:dockerignore|md|txt|rst|html|ya?ml|json|bak|orig|swp|log)$|~$/i;
const skippedFolders = new Set(['node_modules', '.git']);

/** Whether a file of that name is taken for a Dockerfile when a folder is searched. */
export function isDockerfileName(name: string): boolean {
  // With what stands around the dot, so that a name that begins with one is told apart.
  const behindDot = name.slice(Math.max(0, name.lastIndexOf('.') - 1));
  return (usualName.test(name) || longerName.test(behindDot)) && !program.test(name) && !otherFile.test(name);
}

/**
 * The files that an argument of the command line stands for: a file itself, the Dockerfiles in a folder, the files that
 * a pattern matches. Sorted by path. Throws `notFound` where there are none.
 */
export function filesOf(argument: string, windows: boolean): readonly string[] {
  const found = statSync(argument, { throwIfNoEntry: false });
  if (found?.isDirectory() === true)
    return orNotFound(argument, [...filesBelow(argument, isDockerfileName)], 'no Dockerfile in this folder');
  if (found !== undefined) return [argument];
  if (!/[*?[{]/.test(argument)) throw failure('notFound', { what: 'file', name: argument });
  return orNotFound(argument, matchesOf(argument, windows), 'no file matches this pattern');
}

function orNotFound(name: string, files: readonly string[], detail: string): readonly string[] {
  if (files.length === 0) throw failure('notFound', { what: 'file', name, detail });
  return files.toSorted();
}

function* filesBelow(folder: string, wanted: (name: string) => boolean): Generator<string> {
  for (const entry of entriesOf(folder)) {
    if (typeof entry === 'string') {
      // Told when it is read.
      yield entry;
      continue;
    }
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) yield* filesBelow(full, wanted);
    } else if (wanted(entry.name) && (entry.isFile() || isLinkToFile(full))) yield full;
  }
}

/** What is in a folder; the folder itself where it cannot be read. */
function entriesOf(folder: string): readonly (Dirent | string)[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [folder];
  }
}

/** One that leads in a circle, or where nobody may look, counts: reading it tells what is wrong. */
function isLinkToFile(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return true;
  }
}

function matchesOf(argument: string, windows: boolean): readonly string[] {
  const slashed = (name: string): string => (windows ? name.replaceAll('\\', '/') : name);
  const pattern = slashed(argument);
  const matching = new Set<string>();
  for (const one of alternatives(pattern)) {
    // The folders before the first special character need no search.
    const plain = /^[^*?[\\]*\//.exec(one)?.[0] ?? '';
    const test = globTest(one.slice(plain.length));
    const folder = plain === '' ? '.' : plain;
    if (test === undefined || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    for (const file of filesBelow(folder, () => true)) {
      if (test(slashed(path.relative(folder, file)))) matching.add(file);
    }
  }
  return [...matching];
}

/** `a{b,c}` as `ab` and `ac`; braces in braces are taken from the inside. */
function alternatives(pattern: string): readonly string[] {
  const braces = /\{([^{},]*,[^{}]*)\}/.exec(pattern);
  if (braces === null) return [pattern];
  const before = pattern.slice(0, braces.index);
  const after = pattern.slice(braces.index + braces[0].length);
  return (braces[1] ?? '').split(',').flatMap((choice) => alternatives(before + choice + after));
}
