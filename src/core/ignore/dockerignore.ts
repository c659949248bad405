import { type GlobStep, globSteps } from './glob';
import { GlobSet, type GlobState } from './glob-set';

/** What a `.dockerignore` file keeps out of the build. */
export interface DockerIgnore {
  /** Whether some of its patterns are exceptions (`!`). */
  readonly hasExceptions: boolean;
  /** Whether the path (with `/`, relative to the context) or a folder above it is kept out; the last pattern counts. */
  isIgnored(path: string): boolean;
  /**
   * The same with the line, counted from 1, that has decided: the pattern that keeps it out, or the exception that lets in
   * again what was kept out. No line for what no pattern is about.
   */
  decision(path: string): IgnoreDecision;
  /** The lines that a builder refuses, counted from 1; they keep out nothing. */
  readonly problems: readonly { readonly line: number; readonly pattern: string }[];
  /** Whether a pattern keeps out everything that there may be, as `*` and `**` do; exceptions are not looked at. */
  readonly ignoresAll: boolean;
  /** What has been looked at for all answers so far: words of patterns and patterns that were met. */
  readonly work: number;
}

/** Whether a path is kept out, and by which line. */
export interface IgnoreDecision {
  readonly ignored: boolean;
  readonly line?: number;
}

/**
 * An ignore file as Linux writes it. The docker command line on Windows takes every backslash in a pattern for a slash
 * (moby/patternmatcher, `ignorefile.ReadAll`, by Go's `filepath.ToSlash`), where elsewhere it makes the next character
 * an ordinary one.
 */
export function ignoreFileOf(text: string, windows: boolean): string {
  if (!windows || !text.includes('\\')) return text;
  return text
    .split('\n')
    .map((line, index) => ((index === 0 ? line.replace(/^\ufeff/, '') : line).startsWith('#') ? line : line.replaceAll('\\', '/')))
    .join('\n');
}

interface Pattern {
  /** From 1. */
  readonly line: number;
  readonly exception: boolean;
  readonly steps: readonly GlobStep[];
}

/**
 * Reads a `.dockerignore` file: https://docs.docker.com/build/concepts/context/#dockerignore-files, and for what that
 * leaves open moby/patternmatcher. A malformed pattern, which the builder refuses, matches nothing and is told.
 */
export function readDockerIgnore(text: string): DockerIgnore {
  const patterns: Pattern[] = [];
  const problems: { line: number; pattern: string }[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const read = readPattern(line, index + 1);
    if (read === 'malformed') problems.push({ line: index + 1, pattern: line.trim() });
    else if (read !== undefined) patterns.push(read);
  }
  return matcherOf(patterns, problems);
}

/**
 * Patterns that a builder has read from an ignore file or made itself, one by one (moby/patternmatcher, `New`). Throws
 * nothing: a malformed one matches nothing and is told by its number, from 1.
 */
export function readPatterns(texts: readonly string[]): DockerIgnore {
  const patterns: Pattern[] = [];
  const problems: { line: number; pattern: string }[] = [];
  for (const [index, text] of texts.entries()) {
    const read = readCleaned(text, index + 1);
    if (read === 'malformed') problems.push({ line: index + 1, pattern: text });
    else if (read !== undefined) patterns.push(read);
  }
  return matcherOf(patterns, problems);
}

function matcherOf(patterns: readonly Pattern[], problems: DockerIgnore['problems']): DockerIgnore {
  const set = new GlobSet(patterns.map(({ steps }) => steps));
  const reader = new PathReader(patterns, set);
  return {
    problems,
    hasExceptions: patterns.some(({ exception }) => exception),
    isIgnored: (path) => reader.decision(path).ignored,
    decision: (path) => reader.decision(path),
    ignoresAll: meetAll(set, anyNames).some((pattern) => patterns[pattern]?.exception === false),
    get work() {
      return set.work + reader.work;
    },
  };
}

/** Names so different that what takes them all takes any. */
const anyNames = ['a', 'Zz', '.b', 'c.d', '0-9_ 1', '\u4e2d'];

function readPattern(line: string, number: number): Pattern | 'malformed' | undefined {
  if (line.startsWith('#')) return undefined;
  const trimmed = trimmedByGo(line);
  const marked = trimmed.startsWith('!');
  const written = marked ? trimmedByGo(trimmed.slice(1)) : trimmed;
  if (written === '') return marked ? 'malformed' : undefined;
  const first = cleaned(written);
  // To the builder `!/` is an exception without a pattern.
  if (marked && first === '/') return 'malformed';
  return readCleaned(marked ? `!${first}` : first, number);
}

/** The builder trims, cleans and looks for an exception a second time when it reads the patterns. */
function readCleaned(text: string, line: number): Pattern | 'malformed' | undefined {
  const second = trimmedByGo(text);
  if (second === '') return undefined;
  const again = cleaned(second);
  const exception = again.startsWith('!');
  const pattern = exception ? again.slice(1) : again;
  if (pattern === '') return 'malformed';
  const steps = globSteps(pattern, 'expression');
  return steps === undefined ? 'malformed' : { line, exception, steps };
}

/** The patterns that each of the texts meets. */
function meetAll(set: GlobSet, texts: readonly string[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const text of texts) for (const pattern of set.accepted(set.advance(text))) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  return [...counts].flatMap(([pattern, count]) => (count === texts.length ? [pattern] : []));
}

/** As Go's `strings.TrimSpace`, which keeps U+FEFF and takes U+0085. */
function trimmedByGo(text: string): string {
  const isBlank = (character = ''): boolean => character === '\u0085' || (character !== '\ufeff' && /\s/.test(character));
  let begin = 0;
  let end = text.length;
  while (begin < end && isBlank(text[begin])) begin++;
  while (end > begin && isBlank(text[end - 1])) end--;
  return text.slice(begin, end);
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

/** A folder that was asked about, or is above one. */
interface Folder {
  readonly path: string;
  readonly state: GlobState | undefined;
  /** The patterns that it meets, ascending. */
  readonly met: readonly number[];
}

const root: Folder = { path: '', state: undefined, met: [] };

/** No system has a file with a longer path; Windows has this limit, Linux and macOS a shorter one. */
const longestPath = 32_767;

/** How many folders above a path are kept for the next one. */
const keptFolders = 64;

/**
 * Reads paths as they come while folders are walked through, as moby's `MatchesUsingParentResults` does: a pattern that a
 * folder meets holds for what is in it, and one that was not asked about the folder is not asked about it later.
 */
class PathReader {
  /** Patterns that were asked about a path. */
  work = 0;
  /** The folders above the last path, the uppermost first. */
  private folders: Folder[] = [];

  constructor(
    private readonly patterns: readonly Pattern[],
    private readonly set: GlobSet,
  ) {}

  decision(path: string): IgnoreDecision {
    const clean = cleaned(path);
    if (clean === '.' || clean === '/' || clean.length > longestPath) return { ignored: false };
    const known = this.folders.findIndex((folder) => !clean.startsWith(`${folder.path}/`));
    if (known !== -1) this.folders.length = known;
    let above = this.folders.at(-1) ?? root;
    for (let end = clean.indexOf('/', above.path.length + 1); end !== -1; end = clean.indexOf('/', end + 1)) {
      above = this.read(clean.slice(0, end), above).folder;
      if (this.folders.length < keptFolders) this.folders.push(above);
    }
    const { ignored, by } = this.read(clean, above);
    return by === undefined ? { ignored } : { ignored, line: by.line };
  }

  private read(path: string, above: Folder): { readonly ignored: boolean; readonly by: Pattern | undefined; readonly folder: Folder } {
    const state = this.set.advance(path.slice(above.path.length), above.state);
    const own = this.set.accepted(state);
    let ignored = false;
    let by: Pattern | undefined;
    const met: number[] = [];
    // Both ascend.
    for (let [inherited, asked] = [0, 0]; inherited < above.met.length || asked < own.length;) {
      const [first = Infinity, second = Infinity] = [above.met[inherited], own[asked]];
      const pattern = Math.min(first, second);
      if (first === pattern) inherited++;
      if (second === pattern) asked++;
      const exception = this.patterns[pattern]?.exception ?? false;
      this.work++;
      // An exception speaks only of what is ignored, and a pattern only of what is not.
      if (first !== pattern && exception !== ignored) continue;
      if (ignored === exception) by = this.patterns[pattern];
      ignored = !exception;
      met.push(pattern);
    }
    return { ignored, by, folder: { path, state, met: met.length === above.met.length ? above.met : met } };
  }
}
